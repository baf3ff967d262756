import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { People, type Actor, type Role } from '#libs/identity';
import { ChangeUnit, Units } from '#libs/organisation';
import { DomainError, UnitOfWork, type Tx } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { LeaveRoster } from '../leave-roster.service.js';
import { Memberships } from '../memberships.service.js';
import { RostersModule } from '../rosters.module.js';
import { FindPeople, MoveMember, ReadPerson, UndoMerge, UnmaskPerson } from './index.js';

let context: TestContext;
let communes: string[];
let cell: string;
beforeAll(async () => {
  context = await createTestContext({ imports: [RostersModule] });
  await run(async (tx) => {
    const units = context.get(Units);
    const unit = (
      tree: 'territory' | 'party',
      code: string,
      kind: string,
      name: string,
      parentId: string | null = null,
    ) => units.create(tx, { tree, code, kind, name, parentId, validFrom: '2025-07-01' });
    const province = await unit('territory', '12', 'province', 'Tỉnh Lai Châu');
    communes = [
      await unit('territory', '03388', 'commune', 'Xã Sin Suối Hồ', province),
      await unit('territory', '03390', 'commune', 'Xã Dào San', province),
    ];
    cell = await unit('party', 'CB1', 'committee', 'Chi bộ Bản Lang');
  });
});
afterAll(() => context.close());

const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => context.get(UnitOfWork).run(work);
async function actor(role: Role, ...unitIds: string[]): Promise<Actor> {
  const personId = await run((tx) => context.get(People).create(tx, { fullName: 'Người phụ trách', birthYear: 1985 }));
  const origin = { ip: '10.0.0.1', port: 4000 };
  return {
    personId,
    displayName: 'P',
    accountId: null,
    sessionId: null,
    via: 'session',
    grants: [{ role, unitIds }],
    origin,
  };
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: DomainError) => error.code,
  );

async function resident(fullName: string, unitId = communes[0]!, more: object = {}) {
  return run(async (tx) => {
    const personId = await context.get(People).create(tx, { fullName, birthYear: 1970, ...more });
    const place = { personId, unitId, capacity: 'citizen', source: 'roster' as const, from: '2025-07-01' };
    return { personId, membershipId: await context.get(Memberships).add(tx, place) };
  });
}
const looks = (personId: string) =>
  context.db.query('SELECT what, purpose FROM access_log WHERE subject_id = $1 ORDER BY at, id', [personId]);

describe('a person as the unit manager sees them', () => {
  it('is masked until a purpose is given, and both looks are logged', async () => {
    const manager = await actor('unit_manager', communes[0]!);
    const { personId } = await resident('Lò Thị Ba', communes[0], {
      phone: '+84912345678',
      personalNumber: '012070000123',
    });
    const card = await context.get(ReadPerson).open(manager, personId);
    expect(card).toMatchObject({ phone: '0912 *** *78', personalNumber: '… 123' });
    expect(JSON.stringify(card)).not.toMatch(/345678|012070000/);
    const unmask = context.get(UnmaskPerson);
    expect(await refusal(unmask.reveal(manager, personId, ' x '))).toBe('purpose.required');
    expect(await unmask.reveal(manager, personId, 'Gọi báo lịch học')).toMatchObject({ phone: '+84912345678' });
    expect(await looks(personId)).toEqual([
      { what: 'person.view', purpose: 'Quản lý danh sách đơn vị' },
      { what: 'person.unmask', purpose: 'Gọi báo lịch học' },
    ]);
  });

  it('is closed to the manager of another unit', async () => {
    const stranger = await actor('unit_manager', communes[1]!);
    const { personId } = await resident('Lò Thị Tư');
    expect(await refusal(context.get(ReadPerson).open(stranger, personId))).toBe('scope.outside');
    expect(await refusal(context.get(UnmaskPerson).reveal(stranger, personId, 'Gọi báo lịch'))).toBe('scope.outside');
    expect(await looks(personId)).toEqual([]);
  });

  it('shows who is in the Party only to whoever has that cell', async () => {
    const { personId } = await resident('Giàng A Sử');
    await run((tx) =>
      context
        .get(Memberships)
        .add(tx, { personId, unitId: cell, capacity: 'party_member', source: 'roster', from: '2025-07-01' }),
    );
    const capacities = async (who: Actor) =>
      (await context.get(ReadPerson).open(who, personId)).timeline.map(({ capacity }) => capacity);
    expect(await capacities(await actor('unit_manager', communes[0]!))).toEqual(['citizen']);
    expect((await capacities(await actor('unit_manager', communes[0]!, cell))).sort()).toEqual([
      'citizen',
      'party_member',
    ]);
  });
});

describe('a person of a unit that is no more', () => {
  it('belongs to whoever reached the unit, with what is known of the Party there', async () => {
    const [village, oldCell] = await run(async (tx) => {
      const units = context.get(Units);
      const unit = { kind: 'village', validFrom: '2025-07-01' };
      return [
        await units.create(tx, { ...unit, tree: 'territory', code: 'cu', name: 'Bản Cũ', parentId: communes[0]! }),
        await units.create(tx, { ...unit, tree: 'party', code: 'cu', name: 'Chi bộ Cũ', parentId: cell }),
      ];
    });
    const { personId, membershipId } = await resident('Lý A Cũ', village);
    await run(async (tx) => {
      const memberships = context.get(Memberships);
      const member = { personId, unitId: oldCell!, capacity: 'party_member', source: 'roster' as const };
      await memberships.add(tx, { ...member, from: '2025-07-01', to: '2026-02-01' });
      await memberships.end(tx, membershipId, '2026-02-01');
      await context.get(ChangeUnit).close(tx, village!, '2026-03-01');
      await context.get(ChangeUnit).close(tx, oldCell!, '2026-03-01');
    });
    const seen = async (...unitIds: string[]) =>
      (await context.get(ReadPerson).open(await actor('unit_manager', ...unitIds), personId)).timeline.map(
        ({ unitName, when }) => `${unitName}, ${when}`,
      );
    expect(await seen(communes[0]!)).toEqual(['Bản Cũ, past']);
    expect((await seen(cell)).sort()).toEqual(['Bản Cũ, past', 'Chi bộ Cũ, past']);
    expect(await refusal(seen(communes[1]!))).toBe('scope.outside');
  });
});

describe('a move', () => {
  it('keeps the history and begins a new place on its day', async () => {
    const manager = await actor('unit_manager', ...communes);
    const { personId, membershipId } = await resident('Vàng A Dế');
    const move = { on: '2026-03-01', unitId: communes[1]!, position: 'Trưởng bản', isHead: true };
    await context.get(MoveMember).move(manager, membershipId, move);
    const { timeline } = await context.get(ReadPerson).open(manager, personId);
    expect(timeline).toMatchObject([
      { unitName: 'Xã Dào San', from: '2026-03-01', to: null, when: 'now', position: 'Trưởng bản', isHead: true },
      { unitName: 'Xã Sin Suối Hồ', from: '2025-07-01', to: '2026-03-01', isHead: false },
    ]);
    expect(await refusal(context.get(MoveMember).move(manager, membershipId, move))).toBe('membership.unknown');
  });

  it.each([
    [{ on: '2025-06-30' }, { on: 'membership.move-day' }],
    [{ on: 'mai' }, { on: 'membership.move-day' }],
    [{ on: '2026-02-29' }, { on: 'membership.move-day' }],
    [{ on: '2036-03-01' }, { on: 'membership.day-far' }],
    [{ position: 'x'.repeat(151) }, { position: 'position.too-long' }],
  ])('refuses %p beside the field', async (change, fields) => {
    const manager = await actor('unit_manager', ...communes);
    const { membershipId } = await resident('Vàng A Dế');
    const move = { on: '2026-03-01', unitId: communes[1]!, position: '', isHead: false, ...change };
    await expect(context.get(MoveMember).move(manager, membershipId, move)).rejects.toMatchObject({ fields });
  });

  it('is refused to where they are listed already, and after the day they leave on', async () => {
    const manager = await actor('unit_manager', ...communes);
    const { personId, membershipId } = await resident('Vàng A Tủa');
    const there = { personId, unitId: communes[1]!, capacity: 'citizen', source: 'roster' as const };
    const until = await run((tx) =>
      context.get(Memberships).add(tx, { ...there, from: '2026-01-01', to: '2026-12-31' }),
    );
    const move = { on: '2026-12-30', unitId: communes[1]!, position: '', isHead: false };
    await expect(context.get(MoveMember).move(manager, membershipId, move)).rejects.toMatchObject({
      fields: { unitId: 'membership.there-already' },
    });
    const late = { ...move, unitId: communes[0]!, on: '2026-12-31' };
    const fields = { on: 'membership.ended' };
    await expect(context.get(MoveMember).move(manager, until, late)).rejects.toMatchObject({ fields });
    await expect(context.get(LeaveRoster).leave(manager, until, late.on)).rejects.toMatchObject({ fields });
    await context.get(MoveMember).move(manager, membershipId, { ...move, on: '2026-12-31' });
    const { timeline } = await context.get(ReadPerson).open(manager, personId);
    expect(timeline.map(({ unitName, from, to, when }) => [unitName, from, to, when])).toEqual([
      ['Xã Dào San', '2026-12-31', null, 'later'],
      ['Xã Dào San', '2026-01-01', '2026-12-31', 'now'],
      ['Xã Sin Suối Hồ', '2025-07-01', '2026-12-31', 'now'],
    ]);
  });

  it('needs both units in the scope, and a tree that fits', async () => {
    const manager = await actor('unit_manager', communes[0]!);
    const { membershipId } = await resident('Vàng A Dế');
    const move = { on: '2026-03-01', unitId: communes[1]!, position: '', isHead: false };
    expect(await refusal(context.get(MoveMember).move(manager, membershipId, move))).toBe('scope.outside');
    expect(await refusal(context.get(MoveMember).move(manager, membershipId, { ...move, unitId: cell }))).toBe(
      'form.invalid',
    );
  });
});

describe('a merge that was a mistake', () => {
  it('is undone once, with a reason, and both stand with their own history again', async () => {
    const manager = await actor('unit_manager', communes[0]!);
    const [kept, joined] = [await resident('Lý Thị Say'), await resident('Lý Thị Say')];
    const [{ id }] = await context.db.query(
      `INSERT INTO person_merge (id, from_person_id, into_person_id) VALUES (gen_random_uuid(), $1, $2) RETURNING id`,
      [joined.personId, kept.personId],
    );
    const read = () => context.get(ReadPerson).open(manager, kept.personId);
    expect((await read()).timeline.map(({ merged }) => merged).sort()).toEqual([false, true]);
    const undo = context.get(UndoMerge);
    expect(await refusal(undo.undo(manager, id, 'nhầm'))).toBe('reason.required');
    expect(await refusal(undo.undo(await actor('unit_manager', communes[1]!), id, 'Hai chị em sinh đôi'))).toBe(
      'scope.outside',
    );
    await undo.undo(manager, id, 'Hai chị em sinh đôi');
    expect(await refusal(undo.undo(manager, id, 'Hai chị em sinh đôi'))).toBe('merge.undone');
    expect(await read()).toMatchObject({ merges: [], timeline: [{ merged: false }] });
  });

  it('is undone in the middle of a chain, with what happened meanwhile, and not by one of the two', async () => {
    const manager = await actor('unit_manager', communes[0]!);
    const chain = [await resident('Sùng A Dơ'), await resident('Sùng A Dơ'), await resident('Sùng A Dơ')];
    const [first, middle, last] = chain.map(({ personId }) => personId);
    const join = (from: string, into: string) =>
      context.db.query(
        `INSERT INTO person_merge (id, from_person_id, into_person_id) VALUES (gen_random_uuid(), $1, $2) RETURNING id`,
        [from, into],
      );
    await join(first!, middle!);
    const [{ id }] = await join(middle!, last!);
    const read = (personId: string) => context.get(ReadPerson).open(manager, personId);
    expect((await read(last!)).timeline).toHaveLength(3);
    expect(await read(first!)).toMatchObject({ mergedInto: { personId: middle, fullName: 'Sùng A Dơ' } });
    const move = { on: '2026-03-01', unitId: communes[0]!, position: 'Trưởng bản', isHead: true };
    await context.get(MoveMember).move(manager, chain[0]!.membershipId, move);
    const own = { ...manager, personId: middle! };
    expect(await refusal(context.get(UndoMerge).undo(own, id, 'Hai chị em sinh đôi'))).toBe('doubt.own');
    await context.get(UndoMerge).undo(manager, id, 'Hai chị em sinh đôi');
    expect(await read(last!)).toMatchObject({ merges: [], timeline: [{ merged: false }] });
    const { merges, timeline } = await read(middle!);
    expect(merges).toMatchObject([{ personId: first }]);
    expect(timeline.map(({ merged, position }) => [merged, position])).toEqual([
      [true, 'Trưởng bản'],
      [false, null],
      [true, null],
    ]);
  });
});

describe('the search for people', () => {
  it('finds by three letters without tones inside the scope, the same by name and through the rosters of the place', async () => {
    const manager = await actor('unit_manager', communes[0]!);
    await resident('Sùng Thị Mỷ');
    await resident('Sùng Thị Mỷ', communes[1]);
    const found = await context.get(FindPeople).byName(manager, [communes[0]!], 'sung thi my', 'thử');
    expect(found).toMatchObject([{ fullName: 'Sùng Thị Mỷ', units: ['Xã Sin Suối Hồ'] }]);
    const byPlace = jest.spyOn(FindPeople.prototype as unknown as { byPlace(): Promise<boolean> }, 'byPlace');
    for (const way of [true, false]) {
      byPlace.mockResolvedValueOnce(way);
      expect(await context.get(FindPeople).byName(manager, [communes[0]!], 'sung thi my', 'thử')).toEqual(found);
    }
    byPlace.mockRestore();
    expect(await refusal(context.get(FindPeople).byName(manager, [communes[0]!], 'su', 'thử'))).toBe(
      'person.search-short',
    );
  });
});
