import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UnitOfWork, addDays, type Tx } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { ChangeUnit } from './change-unit.service.js';
import { OrganisationModule } from './organisation.module.js';
import { ReopenUnit } from './reopen-unit.service.js';
import { asOf } from './subtree.js';
import { Units } from './units.service.js';

const LAST = 20;
const day = (n: number) => addDays('2026-01-01', n);

describe('a unit that was closed by mistake', () => {
  let context: TestContext;
  let units: Units;
  let change: ChangeUnit;
  let root: string;
  let serial = 0;
  beforeAll(async () => {
    context = await createTestContext({ imports: [OrganisationModule] });
    units = context.get(Units);
    change = context.get(ChangeUnit);
    root = await create('Tỉnh', null);
  });
  afterAll(() => context.close());

  /** A moment later each time, so that what was known when can be told apart. */
  const run = <T>(work: (tx: Tx) => Promise<T>) => {
    context.clock.advance(1);
    return context.get(UnitOfWork).run(work);
  };
  async function create(name: string, parentId: string | null, tree: 'territory' | 'state' = 'territory', from = 0) {
    const code = `r${(serial += 1)}`;
    return run((tx) => units.create(tx, { code, tree, kind: 'unit', name, parentId, validFrom: day(from) }));
  }
  const reopen = (id: string, parentId: string | null = root, takeBack = true) =>
    run((tx) => context.get(ReopenUnit).reopen(tx, id, { parentId, takeBack }));
  const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });

  /** Name, parent and commune of each unit on each day, as known at a moment. */
  async function calendar(ids: string[], knownAt = context.clock.now()) {
    const rows: unknown[] = [];
    for (let n = 0; n <= LAST; n += 1)
      rows.push(
        await context.db.query(
          `SELECT v.unit_id AS id, v.name, v.parent_id AS parent, l.commune_id AS commune FROM unit_version v
           LEFT JOIN unit_link l ON l.unit_id = v.unit_id AND ${asOf('l', '$2', '$3')}
           WHERE v.unit_id = ANY($1) AND ${asOf('v', '$2', '$3')} ORDER BY v.unit_id`,
          [ids, day(n), knownAt],
        ),
      );
    return rows;
  }

  it('comes back as if it had never been closed, on every day; what was believed in between stays known', async () => {
    const world = fc.record({
      parents: fc.tuple(fc.nat(0), fc.nat(1), fc.nat(2), fc.nat(3), fc.nat(4)),
      renamed: fc.nat(1),
      on: fc.integer({ min: 2, max: LAST }),
      merged: fc.boolean(),
      chosen: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    });
    await fc.assert(
      fc.asyncProperty(world, async ({ parents, renamed, on, merged, chosen: [one, two] }) => {
        const ids = [root];
        for (const [i, above] of parents.entries()) ids.push(await create(`Xã ${i} (${serial})`, ids[above]));
        const bodies = [await create('UBND', null, 'state'), await create('UBND', null, 'state')];
        await run((tx) => units.link(tx, bodies[0], ids[one], day(0)));
        await run((tx) => units.link(tx, bodies[1], ids[two], day(0)));
        await run((tx) => change.rename(tx, ids[one], { name: `Xã Đổi ${serial}`, on: day(renamed * (on - 1)) }));
        const all = [...ids, ...bodies];
        const before = await calendar(all);
        const closed = await run((tx) =>
          merged ? change.merge(tx, [ids[one]], ids[two], day(on)) : change.close(tx, ids[one], day(on)),
        ).then(
          () => true,
          () => false,
        );
        if (!closed) return;
        const between = await calendar(all);
        const believed = context.clock.now();
        expect(between).not.toEqual(before);
        const parentId = ids[parents[one - 1]];
        const done = await reopen(ids[one], parentId);
        expect(done).toMatchObject({ on: day(on), mergedInto: merged ? ids[two] : null });
        expect(await calendar(all)).toEqual(before);
        expect(await calendar(all, believed)).toEqual(between);
        expect(
          await context.db.query('SELECT FROM unit_merge WHERE unit_id = $1 AND superseded_at IS NULL', [ids[one]]),
        ).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('comes back alone when what moved is to stay', async () => {
    const [one, two] = [await create('A', root), await create('B', root)];
    const child = await create('Con', one);
    await run((tx) => change.merge(tx, [one], two, day(5)));
    expect(await reopen(one, root, false)).toMatchObject({ children: 0, mergedInto: two });
    expect((await units.find(child, day(5))).parentId).toBe(two);
    expect((await units.find(one, day(5))).name).toBe('A');
  });

  it('stands elsewhere when the unit above it is no more, and without a commune that is no more', async () => {
    const [above, elsewhere] = [await create('Trên', root), await create('Chỗ khác', root)];
    const one = await create('Dưới', above);
    const [oldCommune, body] = [await create('Xã', root), await create('UBND', null, 'state')];
    await run((tx) => units.link(tx, body, oldCommune, day(0)));
    for (const id of [one, above, body, oldCommune]) await run((tx) => change.close(tx, id, day(5)));
    await refused(reopen(one, above), 'unit.parent-not-there');
    await reopen(one, elsewhere);
    expect((await units.find(one, day(4))).parentId).toBe(above);
    expect((await units.find(one, day(5))).parentId).toBe(elsewhere);
    await refused(reopen(one, null), 'unit.not-closed');
    const other = await create('UBND khác', null, 'state');
    await refused(reopen(body, null), 'unit.root-taken');
    expect(await reopen(body, other)).toMatchObject({ link: { territoryId: oldCommune, resumed: false } });
  });

  it('is refused when another took its place, or when it was not closed; its code is never given away', async () => {
    const one = await create('Bản Nà Khằm', root);
    await refused(reopen(one), 'unit.not-closed');
    await run((tx) => change.close(tx, one, day(5)));
    const [{ code }] = await context.db.query('SELECT code FROM unit WHERE id = $1', [one]);
    await refused(
      run((tx) =>
        units.create(tx, { code, tree: 'territory', kind: 'unit', name: 'X', parentId: root, validFrom: day(6) }),
      ),
      'unit.code-taken',
    );
    const second = await create('bản na kham', root, 'territory', 10);
    await refused(reopen(one), 'unit.place-taken');
    await run((tx) => change.rename(tx, second, { name: 'Bản khác', on: day(10) }));
    await reopen(one);
  });
});
