import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { People, type Actor, type Role } from '#libs/identity';
import { Units } from '#libs/organisation';
import { DomainError, UnitOfWork, type Tx } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
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
    expect(await refusal(unmask.reveal(manager, personId, ' x '))).toBe('unmask.purpose-required');
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

describe('a move', () => {
  it('keeps the history and begins a new place on its day', async () => {
    const manager = await actor('unit_manager', ...communes);
    const { personId, membershipId } = await resident('Vàng A Dế');
    const move = { on: '2026-03-01', unitId: communes[1]!, position: 'Trưởng bản', isHead: true };
    await context.get(MoveMember).move(manager, membershipId, move);
    const { timeline } = await context.get(ReadPerson).open(manager, personId);
    expect(timeline).toMatchObject([
      { unitName: 'Xã Dào San', from: '2026-03-01', to: null, position: 'Trưởng bản', isHead: true },
      { unitName: 'Xã Sin Suối Hồ', from: '2025-07-01', to: '2026-03-01', isHead: false },
    ]);
    expect(await refusal(context.get(MoveMember).move(manager, membershipId, move))).toBe('membership.unknown');
  });

  it.each([
    [{ on: '2025-06-30' }, { on: 'membership.move-day' }],
    [{ on: 'mai' }, { on: 'membership.move-day' }],
    [{ position: 'x'.repeat(151) }, { position: 'position.too-long' }],
  ])('refuses %p beside the field', async (change, fields) => {
    const manager = await actor('unit_manager', ...communes);
    const { membershipId } = await resident('Vàng A Dế');
    const move = { on: '2026-03-01', unitId: communes[1]!, position: '', isHead: false, ...change };
    await expect(context.get(MoveMember).move(manager, membershipId, move)).rejects.toMatchObject({ fields });
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
