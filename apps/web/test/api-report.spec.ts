import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Campaigns } from '#libs/campaigns';
import { ImportCourse } from '#libs/catalogue';
import { Units } from '#libs/organisation';
import { JobRunner, UnitOfWork } from '#libs/platform';
import { Program } from './program.js';
import { createWebContext, type WebContext } from './web-context.js';

const CSV =
  'Họ và tên;Ngày sinh;Số điện thoại\nLò Thị Mai;12/03/1968;0912345678\nGiàng A Páo;1975;0912345679\n;1980;\n';
const DAY = '2026-01-15';

describe('rosters, figures and reports by a program', () => {
  let context: WebContext;
  let units: { province: string; commune: string; other: string };
  let manager: Program;
  let committee: Program;
  let second: Program;
  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportCourse).fromFolder('seed/courses/b-an-toan-thong-tin');
    units = await makeUnits();
    await makeCampaign();
    manager = await Program.of(context, 'Vàng Thị Dợ', ['unit_manager'], [units.commune]);
    committee = await Program.of(context, 'Nguyễn Văn An', ['committee'], [units.province]);
    second = await Program.of(context, 'Trần Thị Bình', ['committee'], [units.province]);
  });
  afterAll(() => context.close());

  const makeUnits = () =>
    context.get(UnitOfWork).run(async (tx) => {
      const make = (code: string, kind: string, name: string, parentId: string | null) =>
        context.get(Units).create(tx, { tree: 'territory', code, kind, name, parentId, validFrom: '2025-07-01' });
      const province = await make('12', 'province', 'Tỉnh Lai Châu', null);
      const commune = await make('03390', 'commune', 'Xã Bình Lư', province);
      return { province, commune, other: await make('03394', 'commune', 'Xã Sin Suối Hồ', province) };
    });
  async function makeCampaign() {
    const [{ id: courseVersionId }] = await context.db.query('SELECT id FROM course_version');
    await context.get(UnitOfWork).run(async (tx) => {
      const dates = { startsOn: '2025-10-01', endsOn: '2027-06-30' };
      const campaignId = await context.get(Campaigns).create(tx, { slug: 'dot-mot', name: 'Đợt một', ...dates });
      await context.get(Campaigns).require(tx, { campaignId, capacity: 'citizen', courseVersionId });
    });
  }
  const roster = (change = {}) => ({ capacity: 'citizen', fileName: 'dan.csv', effectiveOn: DAY, csv: CSV, ...change });

  it('explains a roster, then applies it once', async () => {
    const clientKey = randomUUID();
    const staged = await manager.post(`/units/${units.commune}/roster-imports`, roster({ clientKey }), 201);
    expect(staged).toMatchObject({ status: 'staged', summary: { counts: { add: 2, error: 1 } } });
    const again = await manager.post(`/units/${units.commune}/roster-imports`, roster({ clientKey }), 201);
    expect(again.id).toBe(staged.id);
    const [bad] = await manager.get(`/roster-imports/${staged.id}/rows?outcome=error`);
    expect(bad).toMatchObject({ rowNumber: 4, reasons: [{ code: expect.any(String), detail: expect.any(String) }] });
    const application = `/roster-imports/${staged.id}/application`;
    expect(await manager.post(application, {}, 202)).toMatchObject({ status: 'applying', rowsDone: 0 });
    await context.get(JobRunner).drain();
    const applied = await manager.get(`/roster-imports/${staged.id}`);
    expect(applied).toMatchObject({ status: 'applied', failure: null, summary: { counts: { add: 2, error: 1 } } });
    expect(await manager.post(application, {}, 202)).toEqual(applied);
    expect(await manager.delete(`/roster-imports/${staged.id}`, 409)).toMatchObject({ code: 'import.already-applied' });
  });

  it('keeps everybody within their scope and their permissions', async () => {
    expect(await manager.post(`/units/${units.other}/roster-imports`, roster(), 403)).toMatchObject({
      code: 'scope.outside',
    });
    expect(await manager.get(`/campaigns/dot-mot/figures?unit=${units.other}`, 403)).toMatchObject({
      code: 'scope.outside',
    });
    expect(await committee.post(`/units/${units.commune}/roster-imports`, roster(), 403)).toMatchObject({
      code: 'access.denied',
    });
    expect(await manager.post('/campaigns/dot-mot/snapshots', {}, 403)).toMatchObject({ code: 'access.denied' });
  });

  it('refuses what is not a request', async () => {
    const problem = await manager.post(`/units/${units.commune}/roster-imports`, roster({ csv: 7, extra: 1 }), 422);
    expect(problem.errors.map(({ field, code }: any) => [field, code])).toEqual(
      expect.arrayContaining([
        ['csv', 'import.empty'],
        ['extra', 'field.unknown'],
      ]),
    );
    expect(await committee.get('/campaigns/dot-mot/figures?unit=x', 422)).toMatchObject({
      errors: [{ field: 'unit', code: 'unit.unknown' }],
    });
    expect(await committee.get(`/campaigns/khong-co/figures?unit=${units.province}`, 404)).toMatchObject({
      code: 'campaign.unknown',
    });
  });

  it('reads figures, of today and of another day', async () => {
    expect((await committee.get('/campaigns')).map(({ slug }: any) => slug)).toEqual(['dot-mot']);
    expect((await manager.get('/campaigns/units')).map(({ id }: any) => id)).toEqual([units.commune]);
    const figures = await committee.get(`/campaigns/dot-mot/figures?unit=${units.province}`);
    expect(figures.rows[0]).toMatchObject({ unitId: units.province, line: 'all', onRoster: 2, completed: 0 });
    const before = await committee.get(`/campaigns/dot-mot/figures?unit=${units.province}&day=2026-01-14`);
    expect(before.rows[0].onRoster).toBe(0);
  });

  it('freezes figures, has a second person sign them off, and exports them', async () => {
    const request = { unitId: units.province, day: DAY, title: 'Tháng một', clientKey: randomUUID() };
    const snapshot = await committee.post('/campaigns/dot-mot/snapshots', request, 201);
    expect(await committee.post('/campaigns/dot-mot/snapshots', request, 201)).toEqual(snapshot);
    const { id, sha256 } = snapshot;
    expect(await committee.post(`/snapshots/${id}/signoff`, { sha256 }, 403)).toMatchObject({ code: 'snapshot.own' });
    expect(await second.post(`/snapshots/${id}/signoff`, { sha256: '0'.repeat(64) }, 409)).toMatchObject({
      code: 'snapshot.hash-differs',
    });
    expect(await second.post(`/snapshots/${id}/signoff`, { sha256 })).toMatchObject({ signedBy: second.personId });
    expect(await committee.get('/campaigns/dot-mot/snapshots')).toHaveLength(1);
    expect((await second.get(`/snapshots/${id}`)).document).toEqual(snapshot.document);

    const order = { format: 'csv', purpose: 'Báo cáo Ban Thường vụ tháng một', clientKey: randomUUID() };
    const report = await committee.post(`/snapshots/${id}/reports`, order, 202);
    expect(report).toMatchObject({ state: 'waiting', draft: false });
    expect(await committee.get(`/reports/${report.id}/file`, 409)).toMatchObject({ code: 'report.not-ready' });
    while (await context.get(JobRunner).runNext());
    expect(await committee.get(`/reports/${report.id}`)).toMatchObject({ state: 'ready' });
    expect(await committee.get(`/snapshots/${id}/reports`)).toHaveLength(1);
    const file = await committee.get(`/reports/${report.id}/file`);
    expect(file.headers['content-disposition']).toContain(report.fileName);
    expect(file.text).toContain('Xã Bình Lư');
    expect(await manager.get(`/reports/${report.id}`, 403)).toMatchObject({ code: 'access.denied' });
  });
});
