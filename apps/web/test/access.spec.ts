import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import request from 'supertest';
import { GRANTED_ROLES, PERMISSIONS, type Role } from '#libs/identity';
import { KeyRing } from '#libs/platform';
import { allRoutes, type Route } from './all-routes.js';
import { bodyOf, idOf, queryOf, unitFields } from './route-ids.js';
import { ScopeWorld, type Caller, type Side } from './scope-world.js';
import { createWebContext, type WebContext } from './web-context.js';

/** Answer alike whether the id was one's own or not, and do nothing with another's. */
const SILENT = ['MeController.endSession'];
/** Answer only for a file whose columns are still to be named, or once the picture of a certificate was painted. */
const UNNAMED = ['ImportColumnsController.form', 'RostersApi.columns', 'VerificationController.card'];
/** Says nothing about a unit by itself: it offers those inside the scope, and its form is refused for others. */
const OFFERS = ['GrantController.form'];
/** Take a file instead of JSON. */
const FILES = ['RosterFilesApi.stage'];
/** Columns of free text, and the tables where one of these names is a code. */
const TYPED =
  'full_name name title summary audience reason purpose message answer position document document_number file_name note facts data_kinds text user_agent'.split(
    ' ',
  );
const CODED = ['consent', 'outbound_message', 'verification_code', 'reminder', 'migrations'];
const ROLES: (Role | null)[] = [null, ...GRANTED_ROLES];

describe('every route, for every role', () => {
  let context: WebContext;
  let world: ScopeWorld;
  let routes: Route[];
  const callers = new Map<Role | null, Caller>();

  beforeAll(async () => {
    context = await createWebContext();
    world = await ScopeWorld.make(context);
    routes = allRoutes(context);
    for (const role of ROLES) callers.set(role, await world.caller(`Người ${role}`, role, world.inside.unit));
  }, 400_000);
  afterAll(() => context.close());

  const api = ({ path }: Route) => path.startsWith('/api/');
  const holds = (role: Role | null, { access }: Route) =>
    access?.kind !== 'permission' ||
    (PERMISSIONS[access.permission] as readonly (Role | null)[]).some((held) => held === 'learner' || held === role);

  function call(route: Route, path: string, caller: Caller, accept: string, fields?: object) {
    const verb = route.method.toLowerCase() as Lowercase<Route['method']>;
    const made = request(context.app.getHttpServer())[verb](path).redirects(0).set('accept', accept);
    if (api(route)) {
      void made.set('authorization', `Bearer ${caller.bearer}`);
      return FILES.includes(route.name) ? made.attach('csv', Buffer.from('Họ và tên\n'), 'a.csv') : made.send(fields);
    }
    void made.set('cookie', `hvs_session=${caller.session}`);
    if (route.method === 'GET') return made;
    const token = context.get(KeyRing).mac(`session:${caller.session}`, 'form-token');
    return made
      .set('x-csrf-token', token)
      .type('form')
      .send(fields as Record<string, string>);
  }

  const parameters = ({ pattern }: Route) => [...pattern.matchAll(/:(\w+)/g)].map(([, name]) => name!);
  /** Its ids that belong to a commune or a person; empty when none does. */
  const scoped = (route: Route) =>
    parameters(route)
      .map((name) => [name, idOf(route.pattern, name)] as const)
      .filter((entry): entry is [string, keyof Side] => typeof entry[1] === 'string');
  const pathIn = (route: Route, side: Side) =>
    scoped(route)
      .reduce((path, [name, kind]) => path.replace(`:${name}`, side[kind]), route.pattern)
      .replace(/:(\w+)/g, (_, name: string) => openValue(route, name));
  const openValue = (route: Route, name: string): string => {
    const id = idOf(route.pattern, name);
    return (typeof id === 'object' && id.value) || '1';
  };

  it('refuses whoever lacks its permission, as a page and as a problem', async () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const route of routes.filter(({ access }) => access?.kind === 'permission'))
      for (const role of ROLES.filter((one) => !holds(one, route)))
        for (const accept of api(route) ? ['application/json'] : ['text/html', 'application/json']) {
          const { status, headers } = await call(route, route.path, callers.get(role)!, accept);
          const type = accept === 'text/html' ? 'text/html' : 'application/problem+json';
          if (status !== 403 || !headers['content-type']?.startsWith(type))
            wrong.push(`${route.name} ${role}: ${status}`);
          asked += 1;
        }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(500);
  }, 400_000);

  it('lets whoever holds its permission past the guard', async () => {
    const wrong: string[] = [];
    for (const route of routes.filter(({ access, method }) => access?.kind === 'permission' && method === 'GET'))
      for (const role of ROLES.filter((one) => holds(one, route))) {
        const { text } = await call(route, route.path, callers.get(role)!, 'application/json');
        if (text?.includes('"access.denied"')) wrong.push(`${route.name} ${role}`);
      }
    expect(wrong).toEqual([]);
  }, 400_000);

  it('has a sample of every id in its path', () => {
    const unknown = routes.flatMap((route) =>
      parameters(route)
        .filter((name) => idOf(route.pattern, name) === undefined)
        .map((name) => `${route.name}: ${route.pattern} (:${name})`),
    );
    expect(unknown).toEqual([]);
  });

  it('opens an id inside the scope', async () => {
    const wrong: string[] = [];
    for (const route of routes.filter((one) => one.method === 'GET' && scoped(one).length > 0 && !personal(one)))
      for (const role of ROLES.filter((one) => holds(one, route))) {
        const path = `${pathIn(route, world.inside)}${queryOf(route.query, world.inside)}`;
        const { status } = await call(route, path, callers.get(role)!, 'text/html');
        const expected = UNNAMED.includes(route.name) ? [404] : [200, 303, 409];
        if (!expected.includes(status)) wrong.push(`${route.name} ${role}: ${status}`);
      }
    expect(wrong).toEqual([]);
  }, 400_000);

  it('keeps an id outside the scope closed, read or written', async () => {
    const before = await standing();
    const wrong: string[] = [];
    for (const route of routes.filter((one) => scoped(one).length > 0 && one.access?.kind !== 'public'))
      for (const role of ROLES.filter((one) => holds(one, route))) {
        const { body, missing } = route.body ? bodyOf(route.body, world.outside) : { body: undefined, missing: [] };
        wrong.push(...missing.map((field) => `${route.name}: no value for ${field}`));
        const path = `${pathIn(route, world.outside)}${queryOf(route.query, world.inside)}`;
        const { status } = await call(route, path, callers.get(role)!, 'text/html', body);
        if (![403, 404].includes(status) && !SILENT.includes(route.name))
          wrong.push(`${route.name} ${role}: ${status}`);
      }
    expect([...new Set(wrong)]).toEqual([]);
    expect(await standing()).toEqual(before);
  }, 400_000);

  it('keeps a unit closed that is named in a query or a body', async () => {
    const before = await standing();
    const wrong: string[] = [];
    let asked = 0;
    for (const route of routes.filter(({ access }) => access?.kind === 'permission')) {
      const named = route.method === 'GET' ? unitFields(route.query) : unitFields(route.body);
      if (named.length === 0 || OFFERS.includes(route.name)) continue;
      for (const role of ROLES.filter((one) => holds(one, route))) {
        const units = Object.fromEntries(named.map((field) => [field, world.outside.unit]));
        const path = pathIn(route, world.inside).replace('/1/', '/dot-mot/').replace(/\/1$/, '/dot-mot');
        const query = queryOf(
          route.method === 'GET' ? route.query : null,
          world.inside,
          route.method === 'GET' ? units : {},
        );
        const body = route.body ? { ...bodyOf(route.body, world.outside).body, ...units } : undefined;
        const { status } = await call(route, `${path}${query}`, callers.get(role)!, 'text/html', body);
        if (![403, 404].includes(status)) wrong.push(`${route.name} ${role}: ${status} ${path}`);
        asked += 1;
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(5);
    expect(await standing()).toEqual(before);
  }, 400_000);

  // The last: it leaves nothing as it was.
  it('shows what people typed as text: never a tag on a page, never a formula in a table', async () => {
    await typeEverywhere(`=1</script>"'><img src=x onerror=alert(1)>`);
    const wrong: string[] = [];
    const shown = { pages: 0, tables: 0 };
    for (const route of routes.filter(({ method, path }) => method === 'GET' && !path.startsWith('/api/'))) {
      const role = ROLES.find((one) => holds(one, route))!;
      const path = `${pathIn(route, world.inside)}${queryOf(route.query, world.inside)}`;
      const { status, text = '', headers } = await call(route, path, callers.get(role)!, 'text/html');
      const table = headers['content-type']?.startsWith('text/csv');
      if (status >= 500 || (table ? /(^|[;,"])=1/m : /<img src=x/).test(text)) wrong.push(`${route.name}: ${status}`);
      if (table && text.includes("'=1<")) shown.tables += 1;
      if (!table && text.includes('&lt;img src&#x3D;x')) shown.pages += 1;
    }
    expect(wrong).toEqual([]);
    expect(shown.pages).toBeGreaterThan(100);
    expect(shown.tables).toBeGreaterThan(1);
  }, 400_000);

  /** Into every column that holds what somebody may type. */
  async function typeEverywhere(text: string) {
    const client = new pg.Client(context.config.databaseUrl);
    await client.connect();
    await client.query('SET session_replication_role = replica');
    const { rows } = await client.query(
      `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type = 'text' AND column_name = ANY($1)
         AND NOT table_name = ANY($2)`,
      [TYPED, CODED],
    );
    for (const { table, column } of rows)
      await client.query(`UPDATE ${table} SET ${column} = left($1 || ${column}, 200)`, [text]);
    await client.end();
  }

  /** Only the person themself opens it, whatever roles others have. */
  const personal = (route: Route) => /^\/(ca-nhan|chung-nhan|hoc|api\/v1\/me)\b/.test(route.path);

  /** What a write outside the scope would change. */
  async function standing() {
    const [row] = await context.db.query(`SELECT
      (SELECT json_agg(json_build_array(id, superseded_at) ORDER BY id) FROM membership) AS memberships,
      (SELECT json_agg(json_build_array(id, superseded_at) ORDER BY id) FROM role_grant) AS grants,
      (SELECT json_agg(json_build_array(id, status) ORDER BY id) FROM roster_import) AS imports,
      (SELECT count(*) FROM match_doubt WHERE superseded_at IS NOT NULL) AS doubts,
      (SELECT count(*) FROM snapshot_signoff) AS signatures, (SELECT count(*) FROM report) AS reports,
      (SELECT count(*) FROM adjustment) AS adjustments, (SELECT count(*) FROM certificate_revocation) AS revocations,
      (SELECT count(*) FROM grant_proposal_decision) AS decisions, (SELECT count(*) FROM access_review_decision) AS reviewed,
      (SELECT count(*) FROM session WHERE revoked_at IS NOT NULL) AS sessions,
      (SELECT count(*) FROM api_token WHERE revoked_at IS NOT NULL) AS tokens`);
    return row;
  }
});
