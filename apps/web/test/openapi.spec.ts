import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { allRoutes } from './all-routes.js';
import { createWebContext, type WebContext } from './web-context.js';

const KEPT = new URL('../../../docs/openapi.json', import.meta.url);
const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

type Operation = {
  operationId: string;
  security?: unknown[];
  'x-permission'?: string;
  requestBody?: unknown;
  responses: Record<string, { content?: Record<string, unknown> }>;
};

describe('the document of the API', () => {
  let context: WebContext;
  let text: string;
  let document: { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown> } };
  const operations = () =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.flatMap((method) => (item[method] ? [{ key: `${method.toUpperCase()} ${path}`, ...item[method] }] : [])),
    );
  beforeAll(async () => {
    context = await createWebContext();
    const answer = await request(context.app.getHttpServer()).get('/api/v1/openapi.json').expect(200);
    document = answer.body;
    text = `${JSON.stringify(document, null, 2)}\n`;
  });
  afterAll(() => context.close());

  it('is the one kept in docs/openapi.json (UPDATE_OPENAPI=yes writes it anew)', () => {
    if (process.env.UPDATE_OPENAPI === 'yes') writeFileSync(KEPT, text);
    expect(text).toBe(readFileSync(KEPT, 'utf8'));
  });

  it('names every route of /api/v1, and who may call it as the guard sees it', () => {
    const routes = allRoutes(context).filter(({ path }) => path.startsWith('/api/v1/') && !path.endsWith('.json'));
    const declared = routes.map(({ method, path, access, body }) => ({
      key: `${method} ${path}`,
      open: access?.kind === 'public',
      permission: access?.kind === 'permission' ? access.permission : undefined,
      body: body !== null,
    }));
    const described = operations().map(({ key, security, requestBody, ...operation }) => ({
      key: key.replace('{page}', '1').replace(/\{\w+\}/g, '01934b5e-0000-7000-8000-000000000000'),
      open: !security?.length,
      permission: operation['x-permission'],
      body: requestBody !== undefined,
    }));
    const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
    expect(described.sort(byKey)).toEqual(declared.sort(byKey));
  });

  it('leads every reference to a class, gives each operation one answer and each class its fields', () => {
    const known = new Set(Object.keys(document.components.schemas));
    const references = [...text.matchAll(/"#\/components\/schemas\/([^"]*)"/g)].map(([, name]) => name!);
    expect(references.filter((name) => !known.has(name))).toEqual([]);
    expect([...known].filter((name) => !references.includes(name))).toEqual([]);
    for (const { key, responses } of operations())
      expect({ key, good: Object.keys(responses).filter((status) => status < '300').length }).toEqual({ key, good: 1 });
  });

  it('is a page without script, from this host alone', async () => {
    const answer = await request(context.app.getHttpServer()).get('/api/docs').set('accept', 'text/html').expect(200);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(answer.text).toContain('/api/v1/me/attempts/{id}/submission');
    expect(answer.text).not.toMatch(
      /<script(?![^>]*src="\/)|style=|<style|\son\w+=|(src|href)="https?:\/\/(?!localhost)/,
    );
    for (const { operationId } of operations()) expect(answer.text).toContain(`id="${operationId}"`);
  });
});
