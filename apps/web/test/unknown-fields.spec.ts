import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ApiTokens, Grants, PERMISSIONS, People, Sessions, type Role } from '#libs/identity';
import { Units } from '#libs/organisation';
import { KeyRing, UnitOfWork } from '#libs/platform';
import { allRoutes, type Route } from './all-routes.js';
import { createWebContext, type WebContext } from './web-context.js';

const ORIGIN = { ip: '127.0.0.1', port: 40_000 };
const EVERY_ROLE = [...new Set<Role>(Object.values(PERMISSIONS).flat())].filter((role) => role !== 'learner');

describe('a field that nobody asked for', () => {
  let context: WebContext;
  let routes: Route[];
  let session: string;
  let bearer: string;
  beforeAll(async () => {
    context = await createWebContext();
    routes = allRoutes(context).filter(({ method, body }) => method !== 'GET' && body);
    ({ session, bearer } = await signInWithEveryRole(context));
  });
  afterAll(() => context.close());

  const send = ({ method, path }: Route, form: boolean) => {
    const verb = method.toLowerCase() as Lowercase<Route['method']>;
    const call = request(context.app.getHttpServer())[verb](path).redirects(0).set('accept', 'application/json');
    if (!form) return call.set('authorization', `Bearer ${bearer}`).send({ 'not-asked-for': '1' });
    const token = context.get(KeyRing).mac(`session:${session}`, 'form-token');
    return call.set('cookie', `hvs_session=${session}`).type('form').send({ 'not-asked-for': '1', _csrf: token });
  };
  const refusals = async (route: Route, form: boolean) => {
    const { status, body } = await send(route, form);
    const unknown = (body.errors ?? []).some(
      ({ field, code }: { field: string; code: string }) => field === 'not-asked-for' && code === 'field.unknown',
    );
    return { name: route.name, status, unknown };
  };

  it('is looked for in every form and every body of the API', () => {
    expect(routes.filter(({ path }) => !path.startsWith('/api/')).length).toBeGreaterThan(10);
    expect(routes.filter(({ path }) => path.startsWith('/api/')).length).toBeGreaterThan(8);
  });

  it('is refused in a form, with its name', async () => {
    for (const route of routes.filter(({ path }) => !path.startsWith('/api/')))
      expect(await refusals(route, true)).toEqual({ name: route.name, status: 422, unknown: true });
  });

  it('is refused in a body of the API, by token and by session', async () => {
    for (const route of routes.filter(({ path }) => path.startsWith('/api/')))
      for (const form of [false, true])
        expect(await refusals(route, form)).toEqual({ name: route.name, status: 422, unknown: true });
  });
});

async function signInWithEveryRole({ get }: WebContext): Promise<{ session: string; bearer: string }> {
  const session = await get(UnitOfWork).run(async (tx) => {
    const unitId = await get(Units).create(tx, {
      tree: 'territory',
      code: '03390',
      kind: 'commune',
      name: 'Xã Thử',
      parentId: null,
      validFrom: '2025-07-01',
    });
    const personId = await get(People).create(tx, { fullName: 'Lò Văn Thử', birthYear: 1980 });
    for (const role of EVERY_ROLE)
      await get(Grants).grant(tx, { personId, role, unitIds: [unitId], from: '2025-07-01', by: personId });
    return (await get(Sessions).start(tx, personId, ORIGIN, 'jest')).token;
  });
  const actor = await get(Sessions).resolve(session, ORIGIN);
  const { token } = await get(ApiTokens).issue(actor!, 'Thử', 1);
  return { session, bearer: token };
}
