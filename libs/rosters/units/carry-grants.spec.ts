import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Grants, type Actor, type Role } from '#libs/identity';
import { Units } from '#libs/organisation';
import { UnitOfWork, addDays } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { actorOf, makePerson, makeUnits } from '../rosters.fixtures.js';
import { RostersModule } from '../rosters.module.js';
import { EditUnits } from './edit-units.service.js';
import { MergeUnits } from './merge-units.service.js';

const TODAY = '2026-11-20';
const day = (n: number) => addDays(TODAY, n);

describe('roles of units that become one', () => {
  let context: TestContext;
  let units: Awaited<ReturnType<typeof makeUnits>>;
  let administrator: Actor;
  let serial = 0;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RostersModule] });
    units = await makeUnits(context);
    administrator = actorOf(await makePerson(context), 'administrator', [units.province, units.state, units.party]);
  });
  afterAll(() => context.close());

  const change = (on: string) => ({ clientKey: randomUUID(), on, reason: 'Sắp xếp lại', document: '' });
  const village = async () => {
    const code = `ban-${(serial += 1)}`;
    const unit = { tree: 'territory' as const, kind: 'village', code, name: `Bản ${code}`, parentId: units.commune };
    return context.get(EditUnits).create(administrator, { ...change('2026-01-01'), ...unit });
  };
  const give = (personId: string, role: Role, unitId: string, from = '2026-01-01', to: string | null = null) =>
    context
      .get(UnitOfWork)
      .run((tx) => context.get(Grants).grant(tx, { personId, role, unitIds: [unitId], from, to, by: null }));
  /** On which of the days the role reaches the unit that the people of the old one are in. */
  const reach = async (personId: string, unitOn: (n: number) => string, days: number[]) => {
    const grants = await context.db.query(
      `SELECT u.unit_id AS unit, g.valid_from AS "from", g.valid_to AS "to" FROM role_grant g JOIN role_grant_unit u ON u.grant_id = g.id
       WHERE g.person_id = $1 AND g.superseded_at IS NULL`,
      [personId],
    );
    const found: boolean[] = [];
    for (const n of days) {
      const roots = grants
        .filter((g: { from: string; to: string | null }) => g.from <= day(n) && (g.to === null || g.to > day(n)))
        .map((g: { unit: string }) => g.unit);
      found.push(await context.get(Units).isWithin(unitOn(n), roots, day(n)));
    }
    return found;
  };

  it('reach the same people as before on every day from today on, when they are carried', async () => {
    const n = fc.integer({ min: -20, max: 40 });
    const length = fc.option(fc.integer({ min: 1, max: 60 }), { nil: null });
    await fc.assert(
      fc.asyncProperty(n, length, n, async (from, lasts, on) => {
        const [old, into, personId] = [await village(), await village(), await makePerson(context)];
        const id = await give(personId, 'unit_manager', old, day(from), lasts === null ? null : day(from + lasts));
        const days = [0, 1, 5, from, from + (lasts ?? 0), on - 1, on, 39, 70].filter((at) => at >= 0);
        const before = await reach(personId, () => old, days);
        await context
          .get(MergeUnits)
          .merge(administrator, { ...change(day(on)), fromIds: [old], intoId: into, carry: [id] });
        expect(await reach(personId, (at) => (at < on ? old : into), days)).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });

  it('are shown with what carrying would do, and carried by the rules of giving: once, four eyes, not to oneself', async () => {
    const [old, into] = [await village(), await village()];
    const people = await Promise.all([0, 1, 2, 3].map(() => makePerson(context)));
    const ids = [
      await give(people[0], 'unit_manager', old),
      await give(people[1], 'facilitator', old),
      await give(people[2], 'committee', old),
      await give(people[3], 'facilitator', old),
      await give(administrator.personId, 'facilitator', old),
    ];
    await give(people[3], 'facilitator', units.commune);
    const request = { ...change(TODAY), fromIds: [old], intoId: into };
    const { hanging } = await context.get(MergeUnits).preview(administrator, request);
    expect(ids.map((id) => hanging.find((grant) => grant.id === id)!.outcome)).toEqual([
      'grant',
      'grant',
      'propose',
      'held',
      'grant.to-yourself',
    ]);
    const carry = ids.filter((id) => id !== ids[1]);
    const merge = () => context.get(MergeUnits).merge(administrator, { ...request, carry });
    expect(await merge()).toEqual({ granted: 1, proposed: 1 });
    expect(await merge()).toEqual({ granted: 0, proposed: 0 });
    const given = await context.db.query(
      'SELECT g.person_id AS id, g.role FROM role_grant g JOIN role_grant_unit u ON u.grant_id = g.id WHERE u.unit_id = $1',
      [into],
    );
    expect(given).toEqual([{ id: people[0], role: 'unit_manager' }]);
    const proposals = await context.db.query(
      'SELECT person_id AS id, proposed_by AS by FROM grant_proposal WHERE unit_ids @> ARRAY[$1::uuid]',
      [into],
    );
    expect(proposals).toEqual([{ id: people[2], by: administrator.personId }]);
  });
});
