import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UnitOfWork, addDays, type Tx } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { ChangeUnit } from './change-unit.service.js';
import { OrganisationModule } from './organisation.module.js';
import { asOf, subtreeSql } from './subtree.js';
import { DAYS, happen, subtree, type TreeEvent, type World } from './unit-model.fixtures.js';
import { Units } from './units.service.js';

const UNITS = 6;
const day = (n: number) => addDays('2026-01-01', n);

describe('units over time', () => {
  let context: TestContext;
  let change: ChangeUnit;
  let units: Units;
  let serial = 0;
  beforeAll(async () => {
    context = await createTestContext({ imports: [OrganisationModule] });
    change = context.get(ChangeUnit);
    units = context.get(Units);
  });
  afterAll(() => context.close());

  const run = <T>(work: (tx: Tx) => Promise<T>) => context.get(UnitOfWork).run(work);
  const create = (name: string, parentId: string | null, from = 0, tree: 'territory' | 'state' = 'territory') =>
    run((tx) =>
      units.create(tx, { code: `u${(serial += 1)}`, tree, kind: 'unit', name, parentId, validFrom: day(from) }),
    );
  const nameOn = async (id: string, n: number) => (await units.namesOn([id], day(n))).get(id);

  const linkedOn = async (bodyId: string, n: number) => {
    const rows = await context.db.query(
      `SELECT commune_id AS id FROM unit_link l WHERE unit_id = $1 AND ${asOf('l', '$2', '$3')}`,
      [bodyId, day(n), context.clock.now()],
    );
    return rows.map(({ id }: { id: string }) => id);
  };

  it('keep their old name before the day and forget nothing', async () => {
    const id = await create('Sở Cũ', null);
    const before = context.clock.now();
    context.clock.advance(60);
    await run((tx) => change.rename(tx, id, { name: 'Sở  Mới', on: day(10) }));
    expect([await nameOn(id, 9), await nameOn(id, 10)]).toEqual(['Sở Cũ', 'Sở Mới']);
    const known = await context.db.query(
      `SELECT name FROM unit_version v WHERE unit_id = $1 AND ${asOf('v', '$2', '$3')}`,
      [id, day(10), before],
    );
    expect(known).toEqual([{ name: 'Sở Cũ' }]);
  });

  it('take events in any order: a change holds until the next one of the same thing', async () => {
    const [a, b, c] = [await create('A', null), await create('B', null), await create('C', null)];
    const id = await create('Tên 1', a);
    await run((tx) => change.rename(tx, id, { name: 'Tên 3', on: day(10) }));
    await run((tx) => change.move(tx, id, { parentId: b, on: day(5) }));
    await run((tx) => change.rename(tx, id, { name: 'Tên 2', on: day(3) }));
    await run((tx) => change.move(tx, id, { parentId: c, on: day(2) }));
    const on = async (n: number) => {
      const { name, parentId } = await units.find(id, day(n));
      return [name, parentId];
    };
    expect(await Promise.all([1, 2, 3, 5, 10].map(on))).toEqual([
      ['Tên 1', a],
      ['Tên 1', c],
      ['Tên 2', c],
      ['Tên 2', b],
      ['Tên 3', b],
    ]);
  });

  it('merge: what stood below or was linked goes over, and the old unit is followed to the new one', async () => {
    const root = await create('Tỉnh', null);
    const [old, into] = [await create('Xã Cũ', root), await create('Xã Mới', root)];
    const village = await create('Bản', old);
    const body = await create('UBND xã Cũ', null, 0, 'state');
    await run((tx) => units.link(tx, body, old, day(0)));
    await run((tx) => change.merge(tx, [old], into, day(10)));
    expect((await units.childrenOn(old, day(9))).map(({ id }) => id)).toEqual([village]);
    expect((await units.childrenOn(into, day(10))).map(({ id }) => id)).toEqual([village]);
    await expect(units.find(old, day(10))).rejects.toMatchObject({ code: 'unit.unknown' });
    expect([await linkedOn(body, 9), await linkedOn(body, 10)]).toEqual([[old], [into]]);
    expect(
      await context.db.query('SELECT into_id AS "into", merged_on AS "on" FROM unit_merge WHERE unit_id = $1', [old]),
    ).toEqual([{ into, on: day(10) }]);
  });

  it('split: the parts and the linked bodies go where they are sent, and what ends is followed by nothing', async () => {
    const root = await create('Tỉnh', null);
    const [old, one, two] = [await create('Xã', root), await create('Xã A', root), await create('Xã B', root)];
    const [a, b, c] = [await create('Bản a', old), await create('Bản b', old), await create('Bản c', old, 12)];
    const body = await create('UBND', null, 0, 'state');
    await run((tx) => change.link(tx, body, old, day(0)));
    await run((tx) => change.split(tx, old, { on: day(10), heirId: two, parts: [{ intoId: one, childIds: [a] }] }));
    const below = async (id: string, n: number) => (await units.childrenOn(id, day(n))).map((unit) => unit.id).sort();
    expect(await below(old, 9)).toEqual([a, b].sort());
    expect([await below(one, 10), await below(two, 10), await below(two, 12)]).toEqual([[a], [b], [b, c].sort()]);
    await expect(units.find(old, day(10))).rejects.toMatchObject({ code: 'unit.unknown' });
    expect(await linkedOn(body, 10)).toEqual([two]);
  });

  it('link a body to one territory unit at a time, dated', async () => {
    const [one, two] = [await create('Xã A', null), await create('Xã B', null)];
    const body = await create('UBND', null, 0, 'state');
    await run((tx) => change.link(tx, body, one, day(0)));
    await run((tx) => change.link(tx, body, two, day(5)));
    await run((tx) => change.link(tx, body, null, day(9)));
    expect([await linkedOn(body, 4), await linkedOn(body, 5), await linkedOn(body, 9)]).toEqual([[one], [two], []]);
    const refused = (work: (tx: Tx) => Promise<unknown>, code: string) =>
      expect(run(work)).rejects.toMatchObject({ code });
    await refused((tx) => change.link(tx, one, two, day(3)), 'unit.link-territory');
    await refused((tx) => change.link(tx, body, body, day(3)), 'unit.link-not-territory');
    await refused((tx) => change.close(tx, two, day(6)), 'unit.has-links');
  });

  it('are never rewritten: the database lets a row be superseded, once, and nothing else', async () => {
    const id = await create('Sở', null);
    const refused = (sql: string) => expect(context.db.query(sql, [id])).rejects.toThrow();
    await refused(`UPDATE unit_version SET name = 'Khác' WHERE unit_id = $1`);
    await refused(`UPDATE unit_version SET valid_to = '2030-01-01' WHERE unit_id = $1`);
    await refused('DELETE FROM unit_version WHERE unit_id = $1');
    await run((tx) => change.rename(tx, id, { name: 'Sở Mới', on: day(0) }));
    await refused('UPDATE unit_version SET superseded_at = now() WHERE unit_id = $1 AND superseded_at IS NOT NULL');
  });

  it('refuse what cannot be', async () => {
    const root = await create('Gốc', null);
    const child = await create('Con', root);
    const late = await create('Muộn', root, 5);
    const other = await create('Khác', null, 0, 'state');
    const refused = (work: (tx: Tx) => Promise<unknown>, code: string) =>
      expect(run(work)).rejects.toMatchObject({ code });
    await refused((tx) => change.move(tx, root, { parentId: child, on: day(3) }), 'unit.cycle');
    await refused((tx) => change.move(tx, root, { parentId: root, on: day(3) }), 'unit.cycle');
    await refused((tx) => change.move(tx, child, { parentId: late, on: day(3) }), 'unit.parent-not-there');
    await refused((tx) => change.move(tx, child, { parentId: other, on: day(3) }), 'unit.other-tree');
    await refused((tx) => change.close(tx, root, day(3)), 'unit.has-children');
    await refused((tx) => change.rename(tx, late, { name: 'X', on: day(4) }), 'unit.unknown');
    await refused((tx) => change.merge(tx, [root], other, day(3)), 'unit.other-tree');
    await refused(
      (tx) =>
        units.create(tx, { code: 'u1', tree: 'territory', kind: 'unit', name: 'X', parentId: null, validFrom: day(0) }),
      'unit.code-taken',
    );
    await refused(
      (tx) =>
        units.create(tx, {
          code: 'new',
          tree: 'territory',
          kind: 'unit',
          name: 'X',
          parentId: other,
          validFrom: day(0),
        }),
      'unit.other-tree',
    );
    await refused(
      (tx) =>
        units.create(tx, {
          code: 'new',
          tree: 'territory',
          kind: 'unit',
          name: 'X',
          parentId: late,
          validFrom: day(0),
        }),
      'unit.parent-not-there',
    );
  });

  it('wait for each other: two moves that together would make a circle are not both done', async () => {
    const root = await create('Gốc', null);
    const [a, b] = [await create('A', root), await create('B', root)];
    const results = await Promise.allSettled([
      run((tx) => change.move(tx, a, { parentId: b, on: day(1) })),
      run((tx) => change.move(tx, b, { parentId: a, on: day(1) })),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('answer every (D, K) like a calendar written out by hand', async () => {
    const n = fc.nat(DAYS - 1);
    const unit = fc.nat(UNITS - 1);
    const name = fc.constantFrom('Một', 'Hai', 'Ba');
    const event: fc.Arbitrary<TreeEvent> = fc.oneof(
      fc.record({ kind: fc.constant('rename' as const), unit, day: n, name }),
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('move' as const), unit, day: n, parent: unit }) },
      fc.record({ kind: fc.constant('close' as const), unit, day: n }),
      fc.record({ kind: fc.constant('merge' as const), unit, into: unit, day: n }),
      fc.record({ kind: fc.constant('correct' as const), unit, day: n, name }),
      fc.record({ kind: fc.constant('shift' as const), unit, day: n, to: n }),
      fc.record({
        kind: fc.constant('split' as const),
        unit,
        day: n,
        into: unit,
        children: fc.uniqueArray(unit, { minLength: 1, maxLength: 2 }),
        ends: fc.boolean(),
      }),
    );
    const parents = fc.tuple(...Array.from({ length: UNITS - 1 }, (_, i) => fc.nat(i)));
    await fc.assert(
      fc.asyncProperty(parents, fc.array(event, { minLength: 1, maxLength: 8 }), async (above, events) => {
        const ids: string[] = [];
        for (let i = 0; i < UNITS; i += 1) ids.push(await create('Gốc', i === 0 ? null : ids[above[i - 1]]));
        let world: World = ids.map((_, i) =>
          Array.from({ length: DAYS }, () => ({ name: 'Gốc', parent: i === 0 ? null : above[i - 1] })),
        );
        const history = [{ at: context.clock.now(), world }];
        for (const step of events) {
          context.clock.advance(60);
          const expected = happen(world, step);
          const result = await run((tx) => apply(tx, ids, step)).then(
            () => null,
            (error: { code?: string }) => error.code ?? error,
          );
          expect(reason(result)).toEqual('code' in expected ? reason(expected.code) : null);
          if ('world' in expected) world = expected.world;
          history.push({ at: context.clock.now(), world });
        }
        await compare(ids, history);
      }),
      { numRuns: 40 },
    );
  });

  /** When a parent is both missing on some days and below on others, either may be said. */
  const reason = (code: unknown) => (code === 'unit.cycle' ? 'unit.parent-not-there' : code);

  async function apply(tx: Tx, ids: string[], event: TreeEvent): Promise<void> {
    const id = ids[event.unit];
    const on = day(event.day);
    if (event.kind === 'rename') await change.rename(tx, id, { name: event.name, on });
    if (event.kind === 'correct') await change.correct(tx, id, on, { name: event.name });
    if (event.kind === 'move') await change.move(tx, id, { parentId: ids[event.parent], on });
    if (event.kind === 'close') await change.close(tx, id, on);
    if (event.kind === 'shift') await change.correct(tx, id, on, { from: day(event.to) });
    if (event.kind === 'split')
      await change.split(tx, id, {
        on,
        parts: [{ intoId: ids[event.into], childIds: event.children.map((child) => ids[child]) }],
        heirId: event.ends ? ids[event.into] : null,
      });
    if (event.kind === 'merge') await change.merge(tx, [id], ids[event.into], on);
  }

  async function compare(ids: string[], history: { at: Date; world: World }[]): Promise<void> {
    for (const { at, world } of history) {
      for (const n of [0, 7, 15, DAYS - 1]) {
        const rows = await context.db.query(
          `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}
           SELECT s.root_id AS root, array_agg(s.unit_id::text) AS below FROM subtree s GROUP BY s.root_id`,
          [ids, day(n), at],
        );
        const known = await context.db.query(
          `SELECT v.unit_id AS id, v.name, v.parent_id AS "parentId" FROM unit_version v WHERE v.unit_id = ANY($1) AND ${asOf('v', '$2', '$3')}`,
          [ids, day(n), at],
        );
        for (const [i, id] of ids.entries()) {
          const { below } = rows.find(({ root }: { root: string }) => root === id);
          expect(below.sort()).toEqual(
            subtree(world, i, n)
              .map((unit) => ids[unit])
              .sort(),
          );
          const place = world[i][n];
          const expected = place && {
            id,
            name: place.name,
            parentId: place.parent === null ? null : ids[place.parent],
          };
          expect(known.find((row: { id: string }) => row.id === id) ?? null).toEqual(expected);
        }
      }
    }
  }
});
