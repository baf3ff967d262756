import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { PERMISSIONS } from '#libs/identity';
import { allRoutes } from './all-routes.js';
import { idOf } from './route-ids.js';
import { ScopeWorld, type Caller, type Side } from './scope-world.js';
import { createWebContext, type WebContext } from './web-context.js';

const SESSION = /FROM session\b/;
/** The roles of one person. */
const GRANTS = /\brole_grant\b.*\bperson_id\b/s;
const WALK_UP = /WITH RECURSIVE up\b/;

/** What a person may do comes with the session, in the statement that reads it: the guard asks the database nothing. */
describe('the check of permissions', () => {
  let context: WebContext;
  let world: ScopeWorld;
  let province: string;

  beforeAll(async () => {
    context = await createWebContext();
    world = await ScopeWorld.make(context);
    [{ id: province }] = await context.db.query(`SELECT id FROM unit WHERE code = '12'`);
  }, 400_000);
  afterAll(() => context.close());

  async function get(path: string, { session }: Caller) {
    const sent = jest.spyOn(context.db.logger, 'logQuery');
    try {
      const { status } = await request(context.app.getHttpServer())
        .get(path)
        .redirects(0)
        .set('accept', 'text/html')
        .set('cookie', `hvs_session=${session}`);
      // The settings are read again by a clock, beside any request.
      const statements = sent.mock.calls.map(([sql]) => sql).filter((sql) => !sql.includes('FROM security_setting'));
      return { status, statements };
    } finally {
      sent.mockRestore();
    }
  }

  const pathOf = (pattern: string) =>
    pattern.replace(/:(\w+)/g, (_, name) => {
      const id = idOf(pattern, name);
      return typeof id === 'string' ? (world.inside[id as keyof Side] ?? id) : 'x';
    });

  it('refuses with the session alone, on every page that asks for a permission', async () => {
    const learner = await world.caller('Người học', null, world.inside.unit);
    const closed = allRoutes(context).filter(
      ({ method, path, access }) =>
        method === 'GET' &&
        !path.startsWith('/api/') &&
        access?.kind === 'permission' &&
        !(PERMISSIONS[access.permission] as readonly string[]).includes('learner'),
    );
    expect(closed.length).toBeGreaterThan(20);
    const costly: unknown[] = [];
    for (const { pattern } of closed) {
      const { status, statements } = await get(pathOf(pattern), learner);
      if (status !== 403 || statements.length !== 1 || !SESSION.test(statements[0]!))
        costly.push({ pattern, status, statements });
    }
    expect(costly).toEqual([]);
  });

  it.each([
    ['a lesson', null, '/hoc/an-toan-thong-tin/:module/trang/1'],
    ['the own page', null, '/ca-nhan'],
    ['the own courses', null, '/'],
    ['jobs', 'administrator', '/quan-tri/cong-viec'],
    ['units', 'unit_manager', '/don-vi'],
    ['a unit', 'unit_manager', '/don-vi/:unit'],
    ['figures', 'committee', '/bao-cao'],
  ] as const)('lets through without a second look at the roles: %s', async (_, role, pattern) => {
    const caller = await world.caller(`Người ${role}`, role, world.inside.unit);
    const [{ module }] = await context.db.query('SELECT slug AS module FROM module ORDER BY code LIMIT 1');
    const path = pattern.replace(':module', module).replace(':unit', world.inside.unit);
    const { status, statements } = await get(path, caller);
    expect({ path, status }).toEqual({ path, status: 200 });
    expect(statements.filter((sql) => SESSION.test(sql))).toHaveLength(1);
    expect(statements.filter((sql) => GRANTS.test(sql))).toHaveLength(1);
    expect(statements.find((sql) => GRANTS.test(sql))).toMatch(SESSION);
  });

  it('asks once in a use case where a unit below stands, and never for the own unit', async () => {
    const path = `/don-vi/${world.inside.unit}`;
    const own = await get(path, await world.caller('Quản lý xã', 'unit_manager', world.inside.unit));
    const above = await get(path, await world.caller('Quản lý tỉnh', 'unit_manager', province));
    expect([own.status, above.status]).toEqual([200, 200]);
    expect(own.statements.filter((sql) => WALK_UP.test(sql))).toHaveLength(0);
    // The desk and the roster on it are two use cases, each closed by itself.
    expect(above.statements.filter((sql) => WALK_UP.test(sql))).toHaveLength(2);
    expect(above.statements.length).toBe(own.statements.length + 2);
  });
});
