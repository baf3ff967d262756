import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { RequestMethod } from '@nestjs/common';
import request from 'supertest';
import { ACCESS, type Access } from '../src/shell/access.js';
import { createWebContext, type WebContext } from './web-context.js';

interface Route {
  name: string;
  method: string;
  path: string;
  access: Access | undefined;
}

describe('every route', () => {
  let context: WebContext;
  let routes: Route[];
  const call = (method: string, path: string) => {
    const server = request(context.app.getHttpServer());
    return (method === 'GET' ? server.get(path) : server.post(path)).redirects(0).set('accept', 'text/html');
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

/** All routes from the controllers' own declarations; ids in paths are filled with a random UUID. */
function allRoutes({ app }: WebContext): Route[] {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  return app
    .get(DiscoveryService, { strict: false })
    .getControllers()
    .flatMap(({ instance, metatype }) =>
      scanner.getAllMethodNames(Object.getPrototypeOf(instance)).flatMap((key) => {
        const handler = instance[key];
        const path = Reflect.getMetadata(PATH_METADATA, handler);
        if (path === undefined) return [];
        const base = Reflect.getMetadata(PATH_METADATA, metatype as object) ?? '';
        const full = `/${[base, path].flat().join('/')}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
        return [
          {
            name: `${metatype?.name}.${key}`,
            method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler)],
            path: full.replace(/:\w+/g, '01934b5e-0000-7000-8000-000000000000'),
            access: reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler, metatype as never]),
          },
        ];
      }),
    );
}
