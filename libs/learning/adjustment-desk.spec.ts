import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { People, type Actor, type Role } from '#libs/identity';
import { Units } from '#libs/organisation';
import { UnitOfWork, newId } from '#libs/platform';
import { Memberships, RostersModule } from '#libs/rosters';
import { createTestContext, type TestContext } from '#libs/testing';
import { AdjustmentDesk } from './adjustment-desk.service.js';
import { Completions } from './completions.service.js';
import { publishCourse, type PublishedCourse } from './learning.fixtures.js';
import { LearningModule } from './learning.module.js';

const SINCE = '2026-01-01';
const PURPOSE = 'xem để điều chỉnh';
const PAPER = { reason: 'Làm hộ', documentNumber: '05-BB/ĐU', documentDate: '2026-11-01' };

describe('the desk of adjustments', () => {
  let context: TestContext;
  let course: PublishedCourse;
  let units: { province: string; commune: string; other: string; cell: string };
  let committee: Actor;
  beforeAll(async () => {
    context = await createTestContext({ imports: [LearningModule, RostersModule] });
    course = await publishCourse(context, [1]);
    units = await run(async (tx) => {
      const make = (tree: 'territory' | 'party', code: string, name: string, parentId: string | null) =>
        context.get(Units).create(tx, { tree, code, kind: 'x', name, parentId, validFrom: SINCE });
      const province = await make('territory', '12', 'Tỉnh', null);
      return {
        province,
        commune: await make('territory', '03390', 'Xã Bình Lư', province),
        other: await make('territory', '03394', 'Xã Sin Suối Hồ', province),
        cell: await make('party', 'cb', 'Chi bộ Bản Nà Khằm', null),
      };
    });
    committee = actorOf(await person('Lê Thị Thanh'), 'committee', [units.commune]);
  });
  afterAll(() => context.close());

  const run: UnitOfWork['run'] = (work, tx) => context.get(UnitOfWork).run(work, tx);
  const actorOf = (personId: string, role: Role, unitIds: string[]): Actor => ({
    personId,
    displayName: '',
    accountId: null,
    sessionId: null,
    via: 'session',
    grants: [{ role, unitIds }],
    origin: {},
  });
  type Place = { unitId: string; capacity: string; from?: string; to?: string };
  const person = (fullName: string, places: Place[] = []) =>
    run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName, birthYear: 1968 });
      for (const place of places)
        await context.get(Memberships).add(tx, { personId, source: 'roster', from: SINCE, ...place });
      return personId;
    });
  const finish = async (personId: string) => {
    const [module] = course.modules;
    const what = { personId, moduleId: module!.id, moduleVersionId: module!.versionId, source: 'group' as const };
    return (await run((tx) => context.get(Completions).record(tx, what))).completion.id;
  };
  const find = (name: string, unitId?: string, actor = committee) =>
    context.get(AdjustmentDesk).search(actor, { name, unitId, purpose: PURPOSE });
  const looks = (what: string) =>
    context.db.query('SELECT actor_id AS by, subject_id AS whom, purpose FROM access_log WHERE what = $1', [what]);

  it('finds people of the scope by name, with or without tones, and logs the look at each', async () => {
    const mai = await person('Lò Thị Mai', [{ unitId: units.commune, capacity: 'citizen' }]);
    await person('Lò Thị Mai', [{ unitId: units.other, capacity: 'citizen' }]);
    await finish(mai);
    expect(await find('lo thi mai')).toEqual([
      { personId: mai, fullName: 'Lò Thị Mai', birthYear: 1968, unitNames: ['Xã Bình Lư'], completions: 1 },
    ]);
    expect(await looks('completions.search')).toEqual([{ by: committee.personId, whom: mai, purpose: PURPOSE }]);
    await expect(find(' l ')).rejects.toMatchObject({ fields: { ten: 'adjustment.search-short' } });
    await expect(find('mai', units.other)).rejects.toMatchObject({ code: 'scope.outside' });
    const manager = actorOf(committee.personId, 'unit_manager', [units.commune]);
    await expect(find('mai', undefined, manager)).rejects.toMatchObject({ code: 'access.denied' });
  });

  it('says nothing of a Party cell beside a name', async () => {
    await person('Vàng Văn Đảng', [
      { unitId: units.commune, capacity: 'citizen' },
      { unitId: units.cell, capacity: 'party_member' },
    ]);
    expect(await find('vang van dang')).toMatchObject([{ unitNames: ['Xã Bình Lư'] }]);
    const cell = actorOf(committee.personId, 'committee', [units.cell]);
    expect(await find('vang van dang', undefined, cell)).toMatchObject([{ unitNames: ['Xã Bình Lư'] }]);
  });

  it('follows who moved away, and keeps who has no place any more', async () => {
    const moved = await person('Giàng A Chuyển', [
      { unitId: units.commune, capacity: 'citizen', to: '2026-06-01' },
      { unitId: units.other, capacity: 'citizen', from: '2026-06-01' },
    ]);
    const left = await person('Giàng A Thôi', [{ unitId: units.commune, capacity: 'citizen', to: '2026-06-01' }]);
    expect((await find('giang a')).map(({ personId }) => personId)).toEqual([left]);
    const look = context.get(AdjustmentDesk).person(committee, moved, PURPOSE);
    await expect(look).rejects.toMatchObject({ code: 'scope.outside' });
  });

  it('shows completions with their history, those of a merged record too, and adjusts within the scope', async () => {
    const kept = await person('Sùng Thị Pà', [{ unitId: units.commune, capacity: 'citizen' }]);
    const merged = await person('Sung Thi Pa');
    const id = await finish(merged);
    await run((tx) =>
      tx.query('INSERT INTO person_merge (id, from_person_id, into_person_id) VALUES ($1, $2, $3)', [
        newId(),
        merged,
        kept,
      ]),
    );
    const desk = context.get(AdjustmentDesk);
    await desk.adjust(committee, { completionId: id, kind: 'void', ...PAPER });
    context.clock.advance(60);
    expect(await desk.completion(committee, id, PURPOSE)).toMatchObject({ completion: { id, isVoid: true } });
    await desk.adjust(committee, { completionId: id, kind: 'restore', ...PAPER, reason: 'Nhầm người' });
    const shown = await desk.person(committee, kept, PURPOSE);
    expect(shown).toMatchObject({
      fullName: 'Sùng Thị Pà',
      completions: [
        {
          id,
          moduleTitle: 'Bài',
          versionNumber: 1,
          source: 'group',
          isVoid: false,
          adjustments: [
            { kind: 'restore', reason: 'Nhầm người', documentDate: '2026-11-01', authorName: 'Lê Thị Thanh' },
            { kind: 'void', documentNumber: '05-BB/ĐU' },
          ],
        },
      ],
    });
    expect((await looks('completions')).map(({ whom }: { whom: string }) => whom)).toEqual([merged, kept]);
  });

  it('refuses a completion of somebody elsewhere, and one that is none', async () => {
    const stranger = await finish(await person('Người Xa', [{ unitId: units.other, capacity: 'citizen' }]));
    const adjust = (completionId: string) =>
      context.get(AdjustmentDesk).adjust(committee, { completionId, kind: 'void', ...PAPER });
    await expect(adjust(stranger)).rejects.toMatchObject({ code: 'scope.outside' });
    await expect(adjust(newId())).rejects.toMatchObject({ code: 'completion.unknown' });
    expect(await context.db.query('SELECT id FROM adjustment WHERE completion_id = $1', [stranger])).toEqual([]);
  });
});
