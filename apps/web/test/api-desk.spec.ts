import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '#libs/platform';
import { Doubts } from '#libs/rosters';
import { committeeDesk, finish, somebody } from './committee-desk.js';
import { Program } from './program.js';
import { createWebContext, type WebContext } from './web-context.js';

const TARGETS = '/campaigns/dot-mot/targets';
const PURPOSE = encodeURIComponent('đối chiếu với biên bản');

describe("the committee's desk by a program", () => {
  let context: WebContext;
  let desk: Awaited<ReturnType<typeof committeeDesk>>;
  let committee: Program;
  let manager: Program;
  beforeAll(async () => {
    context = await createWebContext();
    desk = await committeeDesk(context);
    committee = await Program.of(context, 'Lê Thị Thanh', ['committee'], [desk.units.province]);
    manager = await Program.of(context, 'Vàng Thị Dợ', ['unit_manager'], [desk.units.province]);
  });
  afterAll(() => context.close());

  const target = (change = {}) => ({
    unitId: desk.units.commune,
    line: 'citizen',
    denominator: 'declared',
    declaredNumber: 3120,
    definition: 'người từ 18 tuổi biết chữ',
    sourceDocument: 'Báo cáo 112-BC/ĐU',
    sourceDate: '2026-06-30',
    goalPercent: 97.5,
    dueOn: '2026-12-31',
    ...change,
  });

  it('sets targets once per key, lists what stands and what stood', async () => {
    const request = { ...target(), clientKey: randomUUID() };
    const made = await committee.post(TARGETS, request, 201);
    expect(made).toMatchObject({ id: request.clientKey, goalPercent: 97.5, unitName: 'Xã Bình Lư' });
    expect(await committee.post(TARGETS, request, 201)).toEqual(made);
    const roster = {
      unitId: desk.units.commune,
      line: 'citizen',
      denominator: 'roster',
      goalPercent: 80,
      dueOn: '2026-12-31',
    };
    const { id } = await committee.post(TARGETS, roster, 201);
    expect(await committee.get(`${TARGETS}?unit=${desk.units.province}`)).toMatchObject([{ id, supersededAt: null }]);
    const history = await committee.get(`${TARGETS}/history?unit=${desk.units.commune}&line=citizen`);
    expect(history).toMatchObject([
      { id },
      { id: made.id, supersededAt: expect.any(String), authorName: 'Lê Thị Thanh' },
    ]);
    const figures = await committee.get(`/campaigns/dot-mot/figures?unit=${desk.units.commune}`);
    expect(figures.rows.find(({ line }: any) => line === 'citizen').target).toMatchObject({ goalPercent: 80 });
  });

  it('refuses a target beside its fields, outside the scope and without the role', async () => {
    const wrong = await committee.post(TARGETS, target({ sourceDocument: ' ', goalPercent: 100.5 }), 422);
    expect(wrong.errors.map(({ field, code }: any) => [field, code])).toEqual([
      ['goalPercent', 'target.goal-invalid'],
      ['sourceDocument', 'target.source-required'],
    ]);
    const outside = await committee.post(TARGETS, target({ unitId: desk.units.department }), 403);
    expect(outside).toMatchObject({ code: 'scope.outside' });
    expect(await committee.get(`${TARGETS}?unit=${desk.units.department}`, 403)).toMatchObject({
      code: 'scope.outside',
    });
    expect(await committee.get(`/campaigns/khong-co/targets?unit=${desk.units.commune}`, 404)).toMatchObject({
      code: 'campaign.unknown',
    });
    expect(await manager.post(TARGETS, target(), 403)).toMatchObject({ code: 'access.denied' });
  });

  it('finds a person, voids a completion and restores it, with every look logged', async () => {
    const personId = await somebody(context, 'Lò Thị Mai', [{ unitId: desk.units.commune, capacity: 'citizen' }]);
    await finish(context, personId, desk.modules[0]!);
    const found = await committee.get(`/people?name=lo+thi&purpose=${PURPOSE}&unit=${desk.units.commune}`);
    expect(found).toEqual([
      { personId, fullName: 'Lò Thị Mai', birthYear: 1970, unitNames: ['Xã Bình Lư'], completions: 1 },
    ]);
    const look = () => committee.get(`/people/${personId}/completions?purpose=${PURPOSE}`);
    const [{ id }] = (await look()).completions;
    const order = {
      kind: 'void',
      reason: 'Người khác làm bài hộ',
      documentNumber: '05-BB/ĐU',
      documentDate: '2026-01-05',
      clientKey: randomUUID(),
    };
    const made = await committee.post(`/completions/${id}/adjustments`, order, 201);
    expect(made).toMatchObject({ id: order.clientKey, kind: 'void', documentDate: '2026-01-05' });
    expect(await committee.post(`/completions/${id}/adjustments`, order, 201)).toEqual(made);
    const again = { ...order, clientKey: randomUUID() };
    expect(await committee.post(`/completions/${id}/adjustments`, again, 409)).toMatchObject({
      code: 'adjustment.already-void',
    });
    await committee.post(`/completions/${id}/adjustments`, { ...again, kind: 'restore' }, 201);
    expect(await look()).toMatchObject({
      completions: [{ isVoid: false, adjustments: [{ kind: 'restore' }, { kind: 'void', reason: order.reason }] }],
    });
    const log = await context.db.query('SELECT what, purpose FROM access_log WHERE subject_id = $1 ORDER BY at', [
      personId,
    ]);
    expect(log.map(({ what }: any) => what)).toEqual(['completions.search', 'completions', 'completions']);
    expect(new Set(log.map(({ purpose }: any) => purpose))).toEqual(new Set(['đối chiếu với biên bản']));
  });

  it('looks at nobody without a purpose, outside the scope or without the role', async () => {
    const stranger = await somebody(context, 'Người Xa', [{ unitId: desk.units.department, capacity: 'official' }]);
    expect(await committee.get('/people?name=mai', 422)).toMatchObject({ errors: [{ code: 'purpose.required' }] });
    expect(await committee.get(`/people?name=xa&purpose=${PURPOSE}`)).toEqual([]);
    expect(await committee.get(`/people/${stranger}/completions?purpose=${PURPOSE}`, 403)).toMatchObject({
      code: 'scope.outside',
    });
    const { id } = await finish(context, stranger, desk.modules[0]!);
    const order = { kind: 'void', reason: 'x', documentNumber: 'y', documentDate: '2026-01-05' };
    expect(await committee.post(`/completions/${id}/adjustments`, order, 403)).toMatchObject({ code: 'scope.outside' });
    const wrong = await committee.post(`/completions/${id}/adjustments`, { ...order, documentDate: '05/01/2026' }, 422);
    expect(wrong).toMatchObject({ errors: [{ field: 'documentDate', code: 'adjustment.document-date-missing' }] });
    expect(await manager.get(`/people?name=mai&purpose=${PURPOSE}`, 403)).toMatchObject({ code: 'access.denied' });
  });

  it('tells who may be recorded twice, masked and logged, and takes what a person concludes', async () => {
    const place = { unitId: desk.units.commune, capacity: 'citizen' };
    const birth = { birthYear: 1971, birthDate: '1971-04-05' };
    const first = await somebody(context, 'Lý Mỹ Sao', [place], { ...birth, personalNumber: '012071000123' });
    const twin = () => somebody(context, 'Lý Mỹ Sao', [place], { ...birth, phone: '+84912345678' });
    const doubts = await context.get(UnitOfWork).run(async (tx) => {
      const later = [await twin(), await twin()];
      const reason = 'same-name-birth-date';
      await context.get(Doubts).record(
        tx,
        later.map((personId) => ({ personId, otherId: first, reason })),
      );
      return later;
    });
    const path = `/units/${desk.units.commune}/doubts`;
    const [one, two] = await manager.get(path);
    expect(one).toMatchObject({ sameDay: true, own: false, other: { personId: first, numberEnd: '123', phone: null } });
    expect([one.person.personId, two.person.personId].sort()).toEqual(doubts.sort());
    expect(one.person).toMatchObject({
      phone: '0912 *** *78',
      numberEnd: null,
      birthDate: birth.birthDate,
      places: ['Xã Bình Lư (Người dân)'],
      hasAccount: false,
    });
    const looks = await context.db.query(`SELECT 1 FROM access_log WHERE what = 'doubt.compare'`);
    expect(looks).toHaveLength(3);

    const conclude = (doubt: { id: string }, conclusion: string, status: number, who = manager) =>
      who.post(`/doubts/${doubt.id}/conclusion`, { conclusion }, status);
    expect(await conclude(one, 'maybe', 422)).toMatchObject({
      errors: [{ field: 'conclusion', code: 'doubt.choose' }],
    });
    const elsewhere = await Program.of(context, 'Tòng Văn Xa', ['unit_manager'], [desk.units.other]);
    expect(await elsewhere.get(path, 403)).toMatchObject({ code: 'scope.outside' });
    expect(await conclude(one, 'same', 404, elsewhere)).toMatchObject({ code: 'doubt.unknown' });
    expect(await conclude(one, 'same', 403, committee)).toMatchObject({ code: 'access.denied' });
    await conclude(one, 'same', 204);
    await conclude(two, 'different', 204);
    expect(await conclude(two, 'same', 409)).toMatchObject({ code: 'doubt.decided' });
    expect(await manager.get(path)).toEqual([]);
    const merges = await context.db.query(
      'SELECT from_person_id AS "from", into_person_id AS "into" FROM person_merge',
    );
    expect(merges).toEqual([{ from: one.person.personId, into: first }]);
  });
});
