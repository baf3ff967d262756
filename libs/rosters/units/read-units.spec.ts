import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '#libs/identity';
import { ChangeUnit } from '#libs/organisation';
import { UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Memberships } from '../memberships.service.js';
import { actorOf, makePerson, makeUnits } from '../rosters.fixtures.js';
import { RostersModule } from '../rosters.module.js';
import { EditUnits } from './edit-units.service.js';
import { ReadUnits } from './read-units.service.js';

describe('the trees as the one who edits them sees them', () => {
  let context: TestContext;
  let units: Awaited<ReturnType<typeof makeUnits>>;
  let administrator: Actor;
  let edit: EditUnits;
  let read: ReadUnits;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RostersModule] });
    units = await makeUnits(context);
    const roots = [units.province, units.state, units.party];
    administrator = actorOf(await makePerson(context), 'administrator', roots);
    edit = context.get(EditUnits);
    read = context.get(ReadUnits);
  });
  afterAll(() => context.close());

  const change = (on: string) => {
    context.clock.advance(1);
    return { clientKey: randomUUID(), on, reason: 'Sắp xếp', document: '12/NQ-HĐND' };
  };

  it('shows the tree as of a day and finds units without tones', async () => {
    const [root] = await read.tree(administrator, 'territory', '2026-11-01', units.village);
    expect(root).toMatchObject({ code: '12' });
    const commune = root.nodes!.find(({ id }) => id === units.commune)!;
    expect(commune.nodes!.map(({ name }) => name)).toContain('Bản Nà Khằm');
    expect(root.nodes!.find(({ id }) => id === units.otherCommune)!.nodes).toBeNull();
    expect(await read.tree(administrator, 'territory', '2020-01-01', null)).toEqual([]);
    const found = await read.search(administrator, 'na kham', '2026-11-01');
    expect(found.map(({ name, parentName }) => [name, parentName])).toEqual([['Bản Nà Khằm', 'Xã Bình Lư']]);
    expect(await read.search(administrator, '%', '2026-11-01')).toHaveLength(0);
    const partial = actorOf(administrator.personId, 'administrator', [units.otherCommune]);
    expect(await read.search(partial, 'na kham', '2026-11-01')).toEqual([]);
  });

  it('shows a commune with its people and the bodies that belong to it', async () => {
    const personId = await makePerson(context);
    await context.get(UnitOfWork).run(async (tx) => {
      await context.get(ChangeUnit).link(tx, units.cell, units.otherCommune, '2026-01-01');
      await context
        .get(Memberships)
        .add(tx, { personId, unitId: units.farVillage, capacity: 'citizen', source: 'roster', from: '2026-01-01' });
    });
    const page = await read.page(administrator, units.otherCommune, '2026-03-01');
    expect(page.people).toEqual([{ code: 'citizen', name: 'Người dân', count: 1 }]);
    expect(page.links).toMatchObject([{ unitId: units.cell, tree: 'party', from: '2026-01-01', to: null }]);
    expect((await read.page(administrator, units.cell, '2026-03-01')).links).toMatchObject([
      { unitId: units.otherCommune },
    ]);
  });

  it('says how many are listed beyond the end of a unit that was recorded to end', async () => {
    const unit = { tree: 'territory' as const, kind: 'village', code: 'sap-het', name: 'Bản Sắp Hết' };
    const id = await edit.create(administrator, { ...change('2026-02-01'), ...unit, parentId: units.commune });
    const list = async (to: string | null) => {
      const personId = await makePerson(context);
      const place = { personId, unitId: id, capacity: 'citizen', source: 'roster' as const, from: '2026-03-01', to };
      await context.get(UnitOfWork).run((tx) => context.get(Memberships).add(tx, place));
    };
    expect((await read.page(administrator, id, '2026-03-01')).beyondEnd).toBe(0);
    await edit.close(administrator, id, change('2027-05-01'));
    await list('2027-05-01');
    expect((await read.page(administrator, id, '2026-03-01')).beyondEnd).toBe(0);
    await list(null);
    expect((await read.page(administrator, id, '2026-03-01')).beyondEnd).toBe(1);
  });
});
