import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Actor } from '#libs/identity';
import { UnitOfWork, addDays } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { BulkMemberships } from '../bulk-memberships.service.js';
import { Memberships } from '../memberships.service.js';
import { actorOf, makePerson, makeUnits } from '../rosters.fixtures.js';
import { RostersModule } from '../rosters.module.js';
import { EditUnits } from './edit-units.service.js';
import { MergeUnits } from './merge-units.service.js';
import { ReadUnits } from './read-units.service.js';
import { ReopenClosedUnit } from './reopen.service.js';
import { SplitUnit } from './split-unit.service.js';

const FIRST = '2026-10-01';
const DAYS = 30;
const day = (n: number) => addDays(FIRST, n);

describe('opening a unit again', () => {
  let context: TestContext;
  let units: Awaited<ReturnType<typeof makeUnits>>;
  let administrator: Actor;
  let people: string[];
  let serial = 0;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RostersModule] });
    units = await makeUnits(context);
    const roots = [units.province, units.state, units.party];
    administrator = actorOf(await makePerson(context), 'administrator', roots);
    people = await Promise.all(Array.from({ length: 4 }, () => makePerson(context)));
  });
  afterAll(() => context.close());

  const change = (on: string) => {
    context.clock.advance(1);
    return { clientKey: randomUUID(), on, reason: 'Ghi nhầm', document: '' };
  };
  const village = async () => {
    const code = `ban-${(serial += 1)}`;
    const unit = { tree: 'territory' as const, kind: 'village', code, name: `Bản ${code}`, parentId: units.commune };
    return context.get(EditUnits).create(administrator, { ...change(FIRST), ...unit });
  };
  const list = (personId: string, unitId: string, from: string, to: string | null) =>
    context
      .get(UnitOfWork)
      .run((tx) =>
        context.get(Memberships).add(tx, { personId, unitId, capacity: 'citizen', source: 'roster', from, to }),
      );
  const reopen = (unitId: string, takeBack = true, actor = administrator) =>
    context.get(ReopenClosedUnit).reopen(actor, { ...change(''), unitId, parentId: null, takeBack });
  /** For each day, who is where. */
  const calendar = async (ids: string[]): Promise<string[][]> => {
    const rows: { person: string; unit: string; from: string; to: string | null }[] = await context.db.query(
      `SELECT person_id AS person, unit_id AS unit, valid_from AS "from", valid_to AS "to" FROM membership
       WHERE superseded_at IS NULL AND unit_id = ANY($1) AND person_id = ANY($2)`,
      [ids, people],
    );
    return Array.from({ length: DAYS }, (_, n) =>
      rows
        .filter(({ from, to }) => from <= day(n) && (to === null || to > day(n)))
        .map(({ person, unit }) => `${people.indexOf(person)} in ${ids.indexOf(unit)}`)
        .sort(),
    );
  };

  it('gives back everybody whom the merger moved, for every day, and takes nobody from elsewhere', async () => {
    const place = fc.record({
      person: fc.nat(3),
      unit: fc.nat(1),
      from: fc.nat(DAYS - 2),
      length: fc.option(fc.integer({ min: 1, max: DAYS }), { nil: null }),
    });
    const places = fc.uniqueArray(place, { maxLength: 5, selector: ({ person, unit }) => `${person} ${unit}` });
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 1, max: DAYS - 1 }), async (rows, merged) => {
        const ids = [await village(), await village()];
        for (const { person, unit, from, length } of rows) {
          // Who comes to the unit after it was merged was never there: they stay where the merger put them.
          const start = unit === 0 ? Math.min(from, merged - 1) : from;
          await list(people[person], ids[unit], day(start), length === null ? null : day(start + length));
        }
        const before = await calendar(ids);
        await context
          .get(MergeUnits)
          .merge(administrator, { ...change(day(merged)), fromIds: [ids[0]], intoId: ids[1] });
        const between = await calendar(ids);
        for (let n = merged; n < DAYS; n += 1) expect(between[n].filter((place) => place.endsWith('in 0'))).toEqual([]);
        await reopen(ids[0]);
        const listedTwice = rows.filter(({ person }) =>
          rows.some((other) => other.person === person && other.unit === 1),
        );
        // Of one who was listed in both, the merger left one row: from then on they are in the one they were left in.
        const alone = rows.every((row) => row.unit === 1 || !listedTwice.includes(row));
        const after = await calendar(ids);
        expect(after.slice(0, merged)).toEqual(before.slice(0, merged));
        if (alone) expect(after).toEqual(before);
      }),
      {
        numRuns: 25,
        // Listed in the other unit too, from the very day of the merger.
        examples: [
          [
            [
              { person: 3, unit: 1, from: 12, length: 1 },
              { person: 3, unit: 0, from: 0, length: null },
            ],
            12,
          ],
        ],
      },
    );
  });

  it('says what it was and what comes back, and is in the history with its reason', async () => {
    const [one, two] = [await village(), await village()];
    await list(people[0], one, FIRST, null);
    await context.get(MergeUnits).merge(administrator, { ...change('2026-10-10'), fromIds: [one], intoId: two });
    const closed = await context.get(ReopenClosedUnit).closed(administrator, one);
    expect(closed).toMatchObject({ on: '2026-10-10', people: 1, children: 0, grants: 0, mergedInto: { id: two } });
    await reopen(one);
    const page = await context.get(ReadUnits).page(administrator, one, '2026-11-01');
    expect(page.periods).toMatchObject([{ from: FIRST, to: null }]);
    expect(page.events[0]).toMatchObject({ kind: 'reopen', effectiveOn: '2026-10-10', reason: 'Ghi nhầm' });
    const [audit] = await context.db.query(
      `SELECT details FROM audit WHERE action = 'unit.reopen' ORDER BY at DESC LIMIT 1`,
    );
    expect(audit.details).toMatchObject({ mergedInto: two, people: 1 });
    await expect(reopen(one)).rejects.toMatchObject({ code: 'unit.not-closed' });
  });

  it('gives back what a split parted, from each of the parts', async () => {
    const [one, heir] = [await village(), await village()];
    const below = await Promise.all([0, 1].map(() => village()));
    for (const unitId of below)
      await context.get(EditUnits).move(administrator, unitId, { ...change('2026-10-02'), parentId: one });
    await list(people[0], one, FIRST, null);
    await list(people[1], one, FIRST, null);
    const parts = [
      { intoId: heir, childIds: [] },
      { code: 'phan-moi', name: 'Bản Phần Mới', childIds: [below[1]] },
    ];
    const split = { ...change('2026-10-10'), unitId: one, parts, peoplePart: 0, ends: true };
    await context.get(SplitUnit).split(administrator, split);
    await list(people[2], heir, '2026-10-12', null);
    const closed = await context.get(ReopenClosedUnit).closed(administrator, one);
    expect(closed).toMatchObject({ mergedInto: null, people: 2, children: 2 });
    expect(closed.splitInto.map(({ id, code }) => (id === heir ? 'heir' : code)).sort()).toEqual(['heir', 'phan-moi']);
    await reopen(one);
    const page = await context.get(ReadUnits).page(administrator, one, '2026-11-01');
    expect(page.periods).toMatchObject([{ from: FIRST, to: null }]);
    expect(page.children.map(({ id }) => id).sort()).toEqual([...below].sort());
    const [last] = (await calendar([one, heir])).slice(-1);
    expect(last).toEqual(['0 in 0', '1 in 0', '2 in 1']);
  });

  it('keeps who came after a merger was recorded but before its day, in a list or alone', async () => {
    const [one, two, three] = [await village(), await village(), await village()];
    const merge = (from: string, into: string, on: string) =>
      context.get(MergeUnits).merge(administrator, { ...change(on), fromIds: [from], intoId: into });
    await merge(one, two, day(20));
    await merge(two, three, day(25));
    await list(people[0], one, day(5), null);
    const listed = { unitId: one, capacity: 'citizen', source: 'roster' as const, from: day(6) };
    const made = await context.get(UnitOfWork).run((tx) =>
      context.get(BulkMemberships).addMany(tx, [
        { ...listed, personId: people[1] },
        { ...listed, personId: people[2], to: day(22) },
      ]),
    );
    expect(made.map((ids) => ids.length)).toEqual([3, 2]);
    const days = await calendar([one, two, three]);
    expect(days[19]).toEqual(['0 in 0', '1 in 0', '2 in 0']);
    expect(days[21]).toEqual(['0 in 1', '1 in 1', '2 in 1']);
    expect(days[29]).toEqual(['0 in 2', '1 in 2']);
    await reopen(two);
    expect((await calendar([one, two, three]))[29]).toEqual(['0 in 1', '1 in 1']);
  });

  it('keeps who came after a split was recorded but before its day, with the part that takes its people', async () => {
    const [one, heir, last] = [await village(), await village(), await village()];
    const code = `phan-${(serial += 1)}`;
    const parts = [
      { code, name: 'Bản Phần Ba', childIds: [] },
      { intoId: heir, childIds: [] },
    ];
    const split = { ...change(day(20)), unitId: one, parts, peoplePart: 1, ends: true };
    await context.get(SplitUnit).split(administrator, split);
    await context.get(MergeUnits).merge(administrator, { ...change(day(25)), fromIds: [heir], intoId: last });
    await list(people[0], one, day(5), null);
    await list(people[1], one, day(6), day(22));
    const days = await calendar([one, heir, last]);
    expect(days[19]).toEqual(['0 in 0', '1 in 0']);
    expect(days[21]).toEqual(['0 in 1', '1 in 1']);
    expect(days[29]).toEqual(['0 in 2']);
    await reopen(one);
    await list(people[2], one, day(7), null);
    expect((await calendar([one, heir, last]))[29]).toContain('2 in 0');
    // Split again, earlier and into another: the first split leads nobody any more.
    const again = { code: `phan-${(serial += 1)}`, name: 'Bản Phần Tư' };
    const anew = { ...split, ...change(day(15)), parts: [{ ...again, childIds: [] }], peoplePart: 0 };
    await context.get(SplitUnit).split(administrator, anew);
    await list(people[3], one, day(8), null);
    expect((await calendar([one, heir, last]))[29]).not.toContain('3 in 2');
  });

  it('leaves who came before the day of a split in a unit that goes on', async () => {
    const [one, heir] = [await village(), await village()];
    const parts = [{ intoId: heir, childIds: [] }];
    const split = { ...change(day(20)), unitId: one, parts, peoplePart: 0, ends: false };
    await context.get(SplitUnit).split(administrator, split);
    await list(people[0], one, day(5), null);
    expect((await calendar([one, heir]))[29]).toEqual(['0 in 0']);
  });

  it('is for those who could edit it where it stood', async () => {
    const one = await village();
    await context.get(EditUnits).close(administrator, one, change('2026-10-10'));
    const elsewhere = actorOf(administrator.personId, 'administrator', [units.otherCommune]);
    await expect(reopen(one, true, elsewhere)).rejects.toMatchObject({ code: 'scope.outside' });
    const manager = actorOf(administrator.personId, 'unit_manager', [units.commune]);
    await expect(reopen(one, true, manager)).rejects.toMatchObject({ code: 'access.denied' });
  });
});
