import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChangeUnit, Units } from '#libs/organisation';
import { UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import type { Actor } from '../actor.js';
import { Grants } from '../grants.service.js';
import { IdentityModule } from '../identity.module.js';
import { People } from '../people.service.js';
import type { Role } from '../permissions.js';
import { Sessions } from '../sessions.service.js';
import { AccessReviews } from './access-reviews.service.js';
import { OpenReviews, halfYear } from './open-reviews.handler.js';

const ORIGIN = { ip: '10.1.2.3', port: 40_000 };

describe('the six-monthly review of roles', () => {
  let context: TestContext;
  let province: string;
  let commune: string;
  let first: Actor;
  let second: Actor;
  let local: Actor;
  let manager: Actor;
  let former: Actor;

  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] });
    await context.get(UnitOfWork).run(async (tx) => {
      const make = (code: string, parentId: string | null) =>
        context.get(Units).create(tx, {
          tree: 'territory',
          code,
          kind: 'commune',
          name: `Đơn vị ${code}`,
          parentId,
          validFrom: '2025-07-01',
        });
      province = await make('12', null);
      commune = await make('03390', province);
    });
    first = await person('Quản Trị Một', 'administrator', province);
    second = await person('Quản Trị Hai', 'administrator', province);
    const ended = await context.get(UnitOfWork).run(async (tx) => {
      const unit = { tree: 'territory' as const, code: '03390-1', kind: 'village', name: 'Bản Cũ' };
      const id = await context.get(Units).create(tx, { ...unit, parentId: commune, validFrom: '2025-07-01' });
      await context.get(ChangeUnit).close(tx, id, '2026-10-01');
      return id;
    });
    former = await person('Giàng A Cũ', 'facilitator', ended);
    local = await person('Quản Trị Xã', 'administrator', commune);
    manager = await person('Vàng Thị Dợ', 'unit_manager', commune);
    await context.get(OpenReviews).run();
  });
  afterAll(() => context.close());

  async function person(fullName: string, role: Role, unitId: string): Promise<Actor> {
    const token = await context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName, birthYear: 1980 });
      await context.get(Grants).grant(tx, { personId, role, unitIds: [unitId], from: '2026-01-01', by: null });
      return (await context.get(Sessions).start(tx, personId, ORIGIN)).token;
    });
    return (await context.get(Sessions).resolve(token, ORIGIN))!;
  }
  const reviews = () => context.get(AccessReviews);
  const whole = async (actor: Actor) => (await reviews().list(actor)).find(({ units }) => units[0] === 'Đơn vị 12')!;
  const item = async (actor: Actor, of: Actor) => {
    const { id } = await whole(actor);
    return (await reviews().items(actor, id)).items.find(({ personId }) => personId === of.personId)!;
  };

  it('is opened once a half-year for each scope of an administrator', async () => {
    expect(halfYear('2026-06-30')).toBe('2026-1');
    expect(halfYear('2026-07-01')).toBe('2026-2');
    await context.get(OpenReviews).run();
    const seen = await reviews().list(first);
    expect(seen.map(({ period, units, items, open, dueOn }) => ({ period, units, items, open, dueOn }))).toEqual(
      expect.arrayContaining([
        { period: '2026-2', units: ['Đơn vị 12'], items: 5, open: 5, dueOn: '2026-12-20' },
        { period: '2026-2', units: ['Đơn vị 03390'], items: 3, open: 3, dueOn: '2026-12-20' },
      ]),
    );
    expect(seen).toHaveLength(2);
    expect((await reviews().list(local)).map(({ units }) => units)).toEqual([['Đơn vị 03390']]);
    expect(await reviews().list(manager)).toEqual([]);
  });

  it('shows each grant with the last sign-in', async () => {
    expect(await item(first, manager)).toMatchObject({
      fullName: 'Vàng Thị Dợ',
      role: 'unit_manager',
      lastSeenAt: context.clock.now(),
      decision: null,
    });
    const { id } = await whole(first);
    await expect(reviews().items(local, id)).rejects.toMatchObject({ code: 'review.unknown' });
    await expect(reviews().items(manager, id)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('keeps a grant, as evidence that nobody can change', async () => {
    const { id } = await whole(first);
    const { grantId } = await item(first, local);
    await reviews().decide(first, id, grantId, 'keep');
    expect(await item(second, local)).toMatchObject({
      decision: 'keep',
      decidedBy: 'Quản Trị Một',
      lastSeenAt: context.clock.now(),
    });
    await expect(reviews().decide(second, id, grantId, 'end', 'Thôi việc rồi')).rejects.toMatchObject({
      code: 'review.decided',
    });
    for (const statement of [
      'UPDATE access_review_decision SET decision = $$end$$',
      'DELETE FROM access_review_item',
      'DELETE FROM access_review',
    ])
      await expect(context.db.query(statement)).rejects.toThrow();
  });

  it('asks about a grant whose unit is no more', async () => {
    const { grantId, units } = await item(first, former);
    expect(units).toMatchObject([{ name: 'Bản Cũ', endedOn: '2026-10-01' }]);
    await reviews().decide(first, (await whole(first)).id, grantId, 'end', 'Bản không còn');
    expect(await item(first, former)).toMatchObject({ ended: true, decision: 'end' });
  });

  it('ends a grant with a reason, and the role is gone', async () => {
    const { id } = await whole(first);
    const { grantId } = await item(first, manager);
    await expect(reviews().decide(first, id, grantId, 'end')).rejects.toMatchObject({
      fields: { reason: 'grant.reason-missing' },
    });
    await reviews().decide(first, id, grantId, 'end', 'Đã chuyển công tác');
    const [row] = await context.db.query('SELECT superseded_at IS NOT NULL AS ended FROM role_grant WHERE id = $1', [
      grantId,
    ]);
    expect(row.ended).toBe(true);
    expect(await item(second, manager)).toMatchObject({ decision: 'end', ended: true, reason: 'Đã chuyển công tác' });
  });

  it('is not for the own grant, and is overdue until another has looked at it', async () => {
    const { id } = await whole(first);
    await expect(reviews().decide(first, id, (await item(first, first)).grantId, 'keep')).rejects.toMatchObject({
      code: 'review.own',
    });
    context.clock.set('2026-12-21T03:00:00Z');
    expect(await whole(first)).toMatchObject({ open: 2, overdue: true });
    await reviews().decide(first, id, (await item(first, second)).grantId, 'keep');
    await reviews().decide(second, id, (await item(second, first)).grantId, 'keep');
    expect(await whole(first)).toMatchObject({ open: 0, overdue: false });
    context.clock.set('2027-01-02T03:00:00Z');
    await context.get(OpenReviews).run();
    expect((await reviews().list(first)).map(({ period }) => period).sort()).toEqual([
      '2026-2',
      '2026-2',
      '2027-1',
      '2027-1',
    ]);
  });
});
