import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SignUpListeners } from '#libs/identity';
import { asOf } from '#libs/organisation';
import { UnitOfWork, addDays, type Tx } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Memberships } from './memberships.service.js';
import { RecordPlaces } from './record-places.service.js';
import { makePerson, makeUnits } from './rosters.fixtures.js';
import { RostersModule } from './rosters.module.js';

describe('memberships', () => {
  let context: TestContext;
  let memberships: Memberships;
  let units: Awaited<ReturnType<typeof makeUnits>>;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RostersModule] });
    memberships = context.get(Memberships);
    units = await makeUnits(context);
  });
  afterAll(() => context.close());

  const run = <T>(work: (tx: Tx) => Promise<T>) => context.get(UnitOfWork).run(work);
  const add = (personId: string, unitId: string, from = '2026-01-01', capacity = 'citizen') =>
    run((tx) => memberships.add(tx, { personId, unitId, capacity, source: 'roster', from }));
  const unitOn = async (personId: string, day: string, knownAt: Date) => {
    const rows = await context.db.query(
      `SELECT unit_id AS unit FROM membership m WHERE person_id = $1 AND ${asOf('m', '$2', '$3')}`,
      [personId, day, knownAt],
    );
    return rows.map(({ unit }: { unit: string }) => unit);
  };

  it('say where somebody is, in each capacity, with names as of the day', async () => {
    const personId = await makePerson(context);
    await add(personId, units.village);
    await run((tx) =>
      memberships.add(tx, {
        personId,
        unitId: units.department,
        capacity: 'official',
        position: 'Chuyên viên',
        source: 'roster',
        from: '2026-01-01',
      }),
    );
    expect(await memberships.of(personId)).toMatchObject([
      { capacity: 'official', unitName: 'Sở Nội vụ', position: 'Chuyên viên', isHead: false, to: null },
      { capacity: 'citizen', capacityName: 'Người dân', unitName: 'Bản Nà Khằm' },
    ]);
    expect(await memberships.of(personId, '2025-12-31')).toEqual([]);
  });

  it('move on the day without forgetting what was known before', async () => {
    const personId = await makePerson(context);
    const id = await add(personId, units.village);
    const before = context.clock.now();
    context.clock.advance(60);
    await run((tx) => memberships.transfer(tx, id, { unitId: units.otherVillage, on: '2026-05-01' }));
    const after = context.clock.now();
    expect(await unitOn(personId, '2026-04-30', after)).toEqual([units.village]);
    expect(await unitOn(personId, '2026-05-01', after)).toEqual([units.otherVillage]);
    expect(await unitOn(personId, '2026-05-01', before)).toEqual([units.village]);
  });

  it('refuse a second end, an unknown row and an end before the start', async () => {
    const personId = await makePerson(context);
    const id = await add(personId, units.village);
    await expect(
      run((tx) =>
        memberships.add(tx, {
          personId,
          unitId: units.village,
          capacity: 'citizen',
          source: 'roster',
          from: '2026-02-01',
          to: '2026-02-01',
        }),
      ),
    ).rejects.toMatchObject({ code: 'membership.dates' });
    await run((tx) => memberships.end(tx, id, '2026-05-01'));
    await expect(run((tx) => memberships.end(tx, id, '2026-06-01'))).rejects.toMatchObject({
      code: 'membership.unknown',
    });
  });

  it('answer every (D, K) like a list of statements read one after another', async () => {
    const DAYS = 30;
    type Kind = 'transfer' | 'end' | 'correct' | 'add';
    type Place = 'village' | 'otherVillage' | 'farVillage';
    const event = fc.record({
      kind: fc.constantFrom<Kind>('transfer', 'end', 'correct', 'add'),
      day: fc.integer({ min: 0, max: DAYS }),
      unit: fc.constantFrom<Place>('village', 'otherVillage', 'farVillage'),
      pick: fc.nat(5),
    });
    const day = (n: number) => addDays('2026-03-01', n);
    const change = async (tx: Tx, kind: Kind, id: string, unitId: string, on: string): Promise<string | null> => {
      if (kind === 'transfer') return memberships.transfer(tx, id, { unitId, on });
      if (kind === 'correct') return memberships.correct(tx, id, { unitId });
      await memberships.end(tx, id, on);
      return null;
    };
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 8 }), async (events) => {
        const personId = await makePerson(context);
        // The model: what holds from which day to which, and what was known when. A part that ended has no id any more.
        let rows: { id: string | null; from: number; to: number; unit: Place }[] = [];
        const history: { at: Date; rows: typeof rows }[] = [];
        for (const { kind, day: on, unit, pick } of events) {
          context.clock.advance(60);
          const open = rows.filter(({ id }) => id !== null);
          const row = open[pick % open.length];
          if (kind === 'add' || !row) {
            rows = [...rows, { id: await add(personId, units[unit], day(on)), from: on, to: Infinity, unit }];
          } else {
            const rest = rows.filter((other) => other !== row);
            const id = await run((tx) => change(tx, kind, row.id!, units[unit], day(on)));
            const past = row.from < on ? [{ ...row, to: on, id: null }] : [];
            if (kind === 'end') rows = [...rest, ...past];
            if (kind === 'correct') rows = [...rest, { ...row, unit, id }];
            if (kind === 'transfer') rows = [...rest, ...past, { ...row, from: Math.max(on, row.from), unit, id }];
          }
          history.push({ at: context.clock.now(), rows });
        }
        for (const { at, rows: known } of history) {
          for (const n of [0, 7, 15, 29]) {
            const expected = known.filter(({ from, to }) => from <= n && n < to).map(({ unit }) => units[unit]);
            expect((await unitOn(personId, day(n), at)).sort()).toEqual(expected.sort());
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('are written each under its own id, also when they are more than one statement takes', async () => {
    const personId = await makePerson(context);
    const place = { personId, unitId: units.village, position: null, isHead: false, importId: null };
    const rows = Array.from({ length: 5003 }, (_, n) => {
      const [from, to] = [addDays('1990-01-01', n), addDays('1990-01-01', n + 1)];
      return { ...place, source: 'roster' as const, capacity: 'citizen', from, to };
    });
    const ids = await run((tx) => context.get(RecordPlaces).insert(tx, rows));
    const kept = await context.db.query(
      `SELECT array_agg(id ORDER BY valid_from) AS ids, min(valid_from) AS first,
         max(valid_to) AS last FROM membership WHERE person_id = $1`,
      [personId],
    );
    expect(kept).toEqual([{ ids, first: rows[0].from, last: rows.at(-1)!.to }]);
  });

  it('put who signs up among the citizens of the commune, unless a roster did', async () => {
    const listeners = context.get(SignUpListeners);
    const fresh = await makePerson(context, { fullName: 'Vàng A Sùng', birthYear: 1999 });
    await run((tx) => listeners.tell(tx, { personId: fresh, communeId: units.commune, known: false }));
    expect(await memberships.of(fresh)).toMatchObject([{ capacity: 'citizen', unitId: units.commune, source: 'self' }]);
    const listed = await makePerson(context, { fullName: 'Vàng A Chư' });
    await add(listed, units.village);
    await run((tx) => listeners.tell(tx, { personId: listed, communeId: units.commune, known: true }));
    expect(await memberships.of(listed)).toMatchObject([{ unitId: units.village, source: 'roster' }]);
  });

  it('doubt who signs up under a name and year the commune knows, once, and only there', async () => {
    const listeners = context.get(SignUpListeners);
    const known = await makePerson(context, { fullName: 'Lý Mỹ Sao', birthYear: 1980 });
    await add(known, units.village);
    const signUp = async (communeId: string, change = {}) => {
      const personId = await makePerson(context, { fullName: 'Lý Mỷ Sao', birthYear: 1980, ...change });
      await run((tx) => listeners.tell(tx, { personId, communeId, known: false }));
      return context.db.query(
        'SELECT other_person_id AS other, reason FROM match_doubt WHERE person_id = $1 AND superseded_at IS NULL',
        [personId],
      );
    };
    expect(await signUp(units.otherCommune)).toEqual([]);
    expect(await signUp(units.commune, { birthYear: 1981 })).toEqual([]);
    expect(await signUp(units.commune)).toEqual([{ other: known, reason: 'same-name-birth-year' }]);
  });
});
