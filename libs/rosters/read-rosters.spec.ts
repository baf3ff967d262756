import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '#libs/identity';
import { UnitOfWork, type Tx } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { DecideDoubt } from './decide-doubt.service.js';
import { Doubts } from './doubts.service.js';
import { LeaveRoster } from './leave-roster.service.js';
import { Memberships } from './memberships.service.js';
import { ReadRosters } from './read-rosters.service.js';
import { actorOf, makePerson, makeUnits } from './rosters.fixtures.js';
import { RostersModule } from './rosters.module.js';

describe('the desk of a unit', () => {
  let context: TestContext;
  let rosters: ReadRosters;
  let units: Awaited<ReturnType<typeof makeUnits>>;
  let manager: Actor;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RostersModule] });
    rosters = context.get(ReadRosters);
    units = await makeUnits(context);
    manager = actorOf(await makePerson(context, { fullName: 'Người Phụ Trách' }), 'unit_manager', [
      units.commune,
      units.cell,
    ]);
    await list('Lò Thị Mai', units.village);
    await list('Đèo Văn An', units.village, { position: 'Trưởng bản', isHead: true });
    await list('Giàng A Ân', units.otherVillage);
    await list('Vàng Thị Áng', units.farVillage);
    await list('Tẩn Thị Ín', units.cell, {}, 'party_member');
  });
  afterAll(() => context.close());

  const run = <T>(work: (tx: Tx) => Promise<T>) => context.get(UnitOfWork).run(work);
  async function list(fullName: string, unitId: string, place = {}, capacity = 'citizen', birthYear = 1980) {
    const personId = await makePerson(context, { fullName, birthYear });
    const id = await run((tx) =>
      context.get(Memberships).add(tx, { personId, unitId, capacity, source: 'roster', from: '2026-01-01', ...place }),
    );
    return { personId, id };
  }
  const names = async (query: { unitId?: string; search?: string; offset?: number; limit?: number } = {}) => {
    const { total, entries } = await rosters.list(manager, { unitId: units.commune, capacity: 'citizen', ...query });
    return [total, ...entries.map(({ fullName }) => fullName)];
  };

  it('shows the own units and those below with how many people stand there', async () => {
    expect(await rosters.ownUnits(manager)).toMatchObject([
      { name: 'Xã Bình Lư', people: 3 },
      { name: 'Chi bộ Sở Nội vụ', people: 1 },
    ]);
    const desk = await rosters.desk(manager, units.commune);
    expect(desk.children).toMatchObject([
      { name: 'Bản Nà Hum', people: 1 },
      { name: 'Bản Nà Khằm', people: 2 },
    ]);
    expect(desk.capacities).toEqual([{ code: 'citizen', name: 'Người dân', sensitive: false, count: 3 }]);
    expect((await rosters.desk(manager, units.village)).path.map(({ name }) => name)).toEqual([
      'Xã Bình Lư',
      'Bản Nà Khằm',
    ]);
  });

  it('lists people by given name, page by page, and finds them with or without tones', async () => {
    expect(await names()).toEqual([3, 'Đèo Văn An', 'Giàng A Ân', 'Lò Thị Mai']);
    expect(await names({ offset: 1, limit: 1 })).toEqual([3, 'Giàng A Ân']);
    expect(await names({ search: 'DEO van' })).toEqual([1, 'Đèo Văn An']);
    expect(await names({ search: 'đèo' })).toEqual([1, 'Đèo Văn An']);
    expect(await names({ search: '%' })).toHaveLength(4);
    expect(await names({ search: 'ang' })).toEqual([1, 'Giàng A Ân']);
    expect(await names({ unitId: units.village })).toEqual([2, 'Đèo Văn An', 'Lò Thị Mai']);
  });

  it('asks why before it shows who is in the Party, and writes down each look', async () => {
    const ask = (purpose?: string) => rosters.list(manager, { unitId: units.cell, capacity: 'party_member', purpose });
    await expect(ask()).rejects.toMatchObject({ code: 'roster.purpose-required' });
    const { entries } = await ask('đối chiếu danh sách');
    const log = await context.db.query(
      `SELECT subject_id AS subject, what, purpose, actor_id AS actor FROM access_log WHERE what = 'roster.party_member'`,
    );
    expect(log).toEqual([
      {
        subject: entries[0].personId,
        what: 'roster.party_member',
        purpose: 'đối chiếu danh sách',
        actor: manager.personId,
      },
    ]);
  });

  it('writes down each look at other rosters too, with their ordinary purpose', async () => {
    const before = await looks();
    const { entries } = await rosters.list(manager, { unitId: units.village, capacity: 'citizen' });
    expect((await looks()) - before).toBe(entries.length);
  });
  const looks = async () =>
    (await context.db.query(`SELECT count(*)::int AS n FROM access_log WHERE purpose = 'Quản lý danh sách đơn vị'`))[0]
      .n;

  it('stays within the scope', async () => {
    await expect(rosters.desk(manager, units.otherCommune)).rejects.toMatchObject({ code: 'scope.outside' });
    await expect(rosters.list(manager, { unitId: units.otherCommune, capacity: 'citizen' })).rejects.toMatchObject({
      code: 'scope.outside',
    });
    await expect(rosters.desk({ ...manager, grants: [] }, units.commune)).rejects.toMatchObject({
      code: 'access.denied',
    });
  });

  it('takes people off a roster from a day on', async () => {
    const leave = context.get(LeaveRoster);
    const { id, personId } = await list('Lý Mỹ Sao', units.village);
    await expect(leave.leave(manager, id, '2025-12-31')).rejects.toMatchObject({
      fields: { on: 'membership.leave-day' },
    });
    await leave.leave(manager, id, '2026-11-20');
    expect(await names()).toHaveLength(4);
    expect(await context.get(Memberships).of(personId, '2026-11-19')).toHaveLength(1);
    await expect(leave.leave(manager, id, '2026-11-20')).rejects.toMatchObject({ code: 'membership.unknown' });
    const far = await list('Sùng A Chu', units.farVillage);
    await expect(leave.leave(manager, far.id, '2026-11-20')).rejects.toMatchObject({ code: 'scope.outside' });
  });

  it('decides whether two records are one person, once', async () => {
    const decide = context.get(DecideDoubt);
    const doubted = async (fullName: string) => {
      const first = await list(fullName, units.village, {}, 'citizen', 1970);
      await list(fullName, units.cell, {}, 'party_member', 1999);
      const second = await list(fullName, units.otherVillage, {}, 'citizen', 1970);
      await run((tx) => context.get(Doubts).look(tx, second.personId, units.otherVillage));
      const [doubt] = await decide.open(manager, units.commune);
      expect(doubt).toMatchObject({ person: { personId: second.personId }, other: { personId: first.personId } });
      return { doubt, first, second };
    };
    const one = await doubted('Chẻo Ông Chẻ');
    await decide.same(manager, one.doubt.id);
    expect(
      await context.db.query('SELECT from_person_id AS "from", into_person_id AS "into" FROM person_merge'),
    ).toEqual([{ from: one.second.personId, into: one.first.personId }]);
    await expect(decide.different(manager, one.doubt.id)).rejects.toMatchObject({ code: 'doubt.decided' });
    const two = await doubted('Phàn Văn Tâm');
    const stranger = actorOf(manager.personId, 'unit_manager', [units.otherCommune]);
    await expect(decide.same(stranger, two.doubt.id)).rejects.toMatchObject({ code: 'doubt.unknown' });
    const own = { ...manager, personId: two.first.personId };
    expect((await decide.open(own, units.commune)).map((doubt) => doubt.own)).toEqual([true]);
    await expect(decide.same(own, two.doubt.id)).rejects.toMatchObject({ code: 'doubt.own' });
    await decide.different(manager, two.doubt.id);
    expect(await decide.open(manager, units.commune)).toEqual([]);
    expect(await run((tx) => context.get(Doubts).look(tx, two.second.personId, units.otherVillage))).toBe(0);
  });
});
