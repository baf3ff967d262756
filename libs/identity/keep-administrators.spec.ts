import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Units } from '#libs/organisation';
import { UnitOfWork, type Tx } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Accounts } from './accounts.service.js';
import type { Actor } from './actor.js';
import { GrantRoles } from './grant-roles.service.js';
import { Grants } from './grants.service.js';
import { IdentityModule } from './identity.module.js';
import { People } from './people.service.js';
import type { Role } from './permissions.js';
import { Sessions } from './sessions.service.js';

const ORIGIN = { ip: '10.1.2.3', port: 40_000 };

describe('the role of an administrator', () => {
  let context: TestContext;
  const units: Record<'province' | 'commune' | 'state', string> = {} as never;

  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] });
    await context.get(UnitOfWork).run(async (tx) => {
      const make = (tree: 'territory' | 'state', code: string, parentId: string | null) =>
        context
          .get(Units)
          .create(tx, { tree, code, kind: 'commune', name: `Đơn vị ${code}`, parentId, validFrom: '2025-07-01' });
      units.province = await make('territory', '12', null);
      units.commune = await make('territory', '03390', units.province);
      units.state = await make('state', 'root', null);
    });
  });
  afterAll(() => context.close());

  const roles = () => context.get(GrantRoles);

  async function person(fullName: string, ...grants: [Role, string[]][]): Promise<Actor> {
    const token = await context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName, birthYear: 1980 });
      for (const [role, unitIds] of grants)
        await context.get(Grants).grant(tx, { personId, role, unitIds, from: '2026-01-01', by: null });
      return (await context.get(Sessions).start(tx, personId, ORIGIN)).token;
    });
    return (await context.get(Sessions).resolve(token, ORIGIN))!;
  }
  it('ends only while others who can sign in administer all of it', async () => {
    const account = (tx: Tx, { personId }: Actor, phone: string) =>
      context.get(Accounts).insert(tx, { personId, phone, passwordHash: 'x' });
    const leaving = await person('Quản Trị Cuối', ['administrator', [units.province, units.state]]);
    const below = await person('Quản Trị Xã', ['administrator', [units.commune]]);
    const [next, closed] = [await person('Quản Trị Kế'), await person('Quản Trị Khóa')];
    const [{ id }] = await context.db.query('SELECT id FROM role_grant WHERE person_id = $1', [leaving.personId]);
    const leave = () => roles().end(leaving, id, 'Tôi nghỉ việc');
    const give = ({ personId }: Actor, unitIds: string[]) =>
      context
        .get(UnitOfWork)
        .run((tx) =>
          context.get(Grants).grant(tx, { personId, role: 'administrator', unitIds, from: '2026-01-01', by: null }),
        );
    await give(next, [units.province]);
    await give(closed, [units.state]);
    const refused = (names: string) =>
      expect(leave()).rejects.toMatchObject({ code: 'grant.last-administrator', data: { units: names } });
    await refused('Đơn vị 12; Đơn vị root');
    await context.get(UnitOfWork).run(async (tx) => {
      await account(tx, below, '+84912111001');
      await account(tx, closed, '+84912111002');
      await tx.query('UPDATE account SET disabled_at = now() WHERE person_id = $1', [closed.personId]);
    });
    await refused('Đơn vị 12; Đơn vị root');
    await context.get(UnitOfWork).run((tx) => account(tx, next, '+84912111003'));
    await refused('Đơn vị root');
    const [theirs] = await context.db.query('SELECT id FROM role_grant WHERE person_id = $1', [below.personId]);
    await roles().end(leaving, theirs.id, 'Xã không cần nữa');
    await give(next, [units.state]);
    await leave();
    const left = 'SELECT id FROM role_grant WHERE person_id = $1 AND superseded_at IS NULL';
    expect(await context.db.query(left, [leaving.personId])).toEqual([]);
  });
});
