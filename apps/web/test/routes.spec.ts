import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { RESERVED_SLUGS } from '#libs/campaigns';
import { allRoutes, type Route } from './all-routes.js';
import { createWebContext, type WebContext } from './web-context.js';

describe('every route', () => {
  let context: WebContext;
  let routes: Route[];
  const call = (method: Route['method'], path: string) => {
    const verb = method.toLowerCase() as Lowercase<Route['method']>;
    return request(context.app.getHttpServer())[verb](path).redirects(0).set('accept', 'text/html');
  };
  beforeAll(async () => {
    context = await createWebContext();
    routes = allRoutes(context);
  });
  afterAll(() => context.close());

  it('is found by the walk', () => {
    expect(routes.length).toBeGreaterThan(2);
  });

  it('declares who may call it', () => {
    expect(routes.filter(({ access }) => access === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('cannot be hidden by a campaign, whose slug is no name that stands beside it', () => {
    const segments = routes.map(({ pattern }) => pattern.split('/'));
    const beside = segments.flatMap((path) => {
      const at = path.indexOf(':campaign');
      if (at < 0) return [];
      const siblings = segments.filter((other) => path.slice(0, at).every((part, i) => other[i] === part));
      return siblings.map((other) => other[at]).filter((part) => part && !part.startsWith(':'));
    });
    expect(segments.flat()).toContain(':campaign');
    expect([...new Set(beside)].sort()).toEqual(RESERVED_SLUGS);
  });

  it('sends a visitor to sign in, or refuses, unless it is public', async () => {
    for (const { method, path, access, name } of routes.filter(({ access }) => access?.kind !== 'public')) {
      const page = await call(method, path);
      // An unsafe method is refused for its missing form token before anybody asks who it is.
      const expected = path.startsWith('/api/') ? [401] : method === 'GET' ? [303] : [403];
      expect({ name, access, status: expected.includes(page.status) ? 'closed' : page.status }).toEqual({
        name,
        access,
        status: 'closed',
      });
      if (page.status === 303) expect(page.headers.location).toMatch(/^\/dang-nhap\?tiep=/);
    }
  });

  it('refuses a form without a token or with a token of another visitor', async () => {
    const unsafe = routes.filter(({ method, path }) => method !== 'GET' && !path.startsWith('/api/'));
    for (const { method, path, name } of unsafe) {
      for (const payload of ['', '_csrf=not-mine']) {
        const answer = await call(method, path)
          .type('form')
          .set('cookie', 'hvs_visitor=aaaaaaaaaaaaaaaaaaaaaaaa')
          .send(payload);
        expect({ name, status: answer.status }).toEqual({ name, status: 403 });
      }
    }
  });
});
