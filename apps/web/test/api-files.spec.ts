import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock, JobRunner, addDays } from '#libs/platform';
import { committeeDesk, finish, somebody } from './committee-desk.js';
import { Program } from './program.js';
import { createWebContext, type WebContext } from './web-context.js';

const CSV = Buffer.from('Họ và tên;Ngày sinh\nLò Thị Mai;12/03/1968\n;1980\n');
const QUERY = 'capacity=citizen&effectiveOn=2026-01-15';

describe('what a program takes back, checks and sends as a file', () => {
  let context: WebContext;
  let desk: Awaited<ReturnType<typeof committeeDesk>>;
  let committee: Program;
  let manager: Program;
  beforeAll(async () => {
    context = await createWebContext();
    desk = await committeeDesk(context);
    committee = await Program.of(context, 'Lê Thị Thanh', ['committee', 'administrator'], [desk.units.province]);
    manager = await Program.of(context, 'Vàng Thị Dợ', ['unit_manager'], [desk.units.commune]);
  });
  afterAll(() => context.close());

  it('takes a roster as a CSV body or in a form, and can be told to drop it', async () => {
    const path = `/units/${desk.units.commune}/roster-files?${QUERY}`;
    const body = await manager.upload(`${path}&fileName=dan.csv`, CSV, 'text/csv', 201);
    expect(body).toMatchObject({ fileName: 'dan.csv', summary: { counts: { add: 1, error: 1 } } });
    const form = await manager.attach(path, 'csv', CSV, 'danh sách.csv', 201);
    expect(form).toMatchObject({ fileName: 'danh sách.csv', summary: { counts: { add: 1, error: 1 } } });
    await manager.delete(`/roster-imports/${form.id}`);
    expect(await manager.get(`/roster-imports/${form.id}`)).toMatchObject({ status: 'discarded' });
  });

  it('refuses a roster that is none, too large, or of another unit', async () => {
    const path = `/units/${desk.units.commune}/roster-files`;
    expect(await manager.upload(`${path}?${QUERY}`, Buffer.alloc(0), 'text/csv', 422)).toMatchObject({
      errors: [{ field: 'csv' }],
    });
    expect(await manager.upload(path, CSV, 'text/csv', 422)).toMatchObject({
      errors: [{ field: 'capacity' }, { field: 'effectiveOn', code: 'import.day' }],
    });
    expect(await manager.attach(`${path}?${QUERY}`, 'tep', CSV, 'x.csv', 422)).toMatchObject({
      errors: expect.arrayContaining([expect.objectContaining({ field: 'tep', code: 'field.unknown' })]),
    });
    const large = Buffer.alloc(20 * 1024 * 1024 + 1, 'a');
    expect(await manager.upload(`${path}?${QUERY}`, large, 'text/csv', 413)).toMatchObject({ status: 413 });
    const elsewhere = `/units/${desk.units.other}/roster-files?${QUERY}`;
    expect(await manager.upload(elsewhere, CSV, 'text/csv', 403)).toMatchObject({ code: 'scope.outside' });
    expect(await committee.post(path, { csv: 'Họ và tên' }, 422)).toBeDefined();
  });

  it('gives a roster away as the page does, for a purpose that is kept with everybody in it', async () => {
    const place = { unitId: desk.units.commune, capacity: 'citizen' };
    const phone = '+84912345678';
    const id = await somebody(context, 'Lò Thị Mai', [place], { birthDate: '1968-03-12', birthYear: 1968, phone });
    await somebody(context, 'Vừ A Xa', [{ ...place, unitId: desk.units.other }]);
    const path = `/units/${desk.units.commune}/roster-export`;
    const query = `capacity=citizen&purpose=${encodeURIComponent('Đối chiếu với sổ hộ')}`;
    const { text, headers } = await manager.get(`${path}?${query}&format=csv`);
    expect(headers['content-disposition']).toContain('danh-sach.csv');
    expect(text.split('\r\n')[1]).toBe('Lò Thị Mai;12/03/1968;0912345678;;03390;;');
    expect(text).not.toContain('Vừ A Xa');
    const taken = `/units/${desk.units.commune}/roster-files?${QUERY}`;
    expect(await manager.upload(taken, Buffer.from(text), 'text/csv', 201)).toMatchObject({
      summary: { counts: { add: 0, change: 0, skip: 1, error: 0 } },
    });
    const book = await manager.get(`${path}?${query}&format=xlsx`);
    expect(book.headers['content-type']).toContain('spreadsheetml');
    expect(book.text).toMatch(/^PK/);
    const looks = await context.db.query('SELECT what, purpose FROM access_log WHERE subject_id = $1', [id]);
    expect(looks).toEqual(Array(2).fill({ what: 'roster-export.citizen', purpose: 'Đối chiếu với sổ hộ' }));
    expect(await manager.get(`${path}?capacity=citizen&format=pdf`, 422)).toMatchObject({
      errors: [
        { field: 'format', code: 'field.invalid' },
        { field: 'purpose', code: 'purpose.required' },
      ],
    });
    const elsewhere = `/units/${desk.units.other}/roster-export?${query}&format=csv`;
    expect(await manager.get(elsewhere, 403)).toMatchObject({ code: 'scope.outside' });
  });

  it('recounts a snapshot from the facts', async () => {
    const day = addDays(context.get(Clock).today(), -1);
    const request = { unitId: desk.units.province, day, title: 'Tháng một' };
    const { id, sha256 } = await committee.post('/campaigns/dot-mot/snapshots', request, 201);
    expect(await committee.get(`/snapshots/${id}/recount`)).toEqual({ sha256, same: true });
    expect(await manager.get(`/snapshots/${id}/recount`, 403)).toMatchObject({ code: 'scope.outside' });
    await somebody(context, 'Vừ A Mới', [{ unitId: desk.units.commune, capacity: 'citizen', from: addDays(day, 1) }]);
    const next = await committee.post('/campaigns/dot-mot/snapshots', { ...request, day: addDays(day, 1) }, 201);
    const compared = await committee.get(`/snapshots/${next.id}/comparison?with=${id}`);
    expect(compared).toMatchObject({ first: { id }, second: { id: next.id }, lateCompletions: 0, targets: [] });
    expect(compared.lines[0]).toMatchObject({ line: 'all', since: { joined: 1, left: 0 }, late: { joined: 0 } });
    expect(await committee.get(`/snapshots/${id}/comparison?with=${id}`, 409)).toMatchObject({
      code: 'comparison.same',
    });
    const order = { with: id, purpose: 'Giải trình hai lần chốt', clientKey: randomUUID() };
    const file = await committee.post(`/snapshots/${next.id}/comparison/reports`, order, 202);
    expect(file).toMatchObject({ kind: 'comparison', snapshotId: next.id, otherSnapshotId: id, draft: true });
    expect(await committee.post(`/snapshots/${id}/comparison/reports`, order, 409)).toMatchObject({
      code: 'comparison.same',
    });
    expect(await manager.post(`/snapshots/${next.id}/comparison/reports`, order, 403)).toMatchObject({
      code: 'access.denied',
    });
  });

  it('reads what came about in a period', async () => {
    const today = context.get(Clock).today();
    const personId = await somebody(context, 'Lò Văn Học', [{ unitId: desk.units.other, capacity: 'citizen' }]);
    await finish(context, personId, desk.modules[0]!);
    const path = `/campaigns/dot-mot/flow?unit=${desk.units.other}`;
    const { rows } = await committee.get(`${path}&from=${today}&to=${today}`);
    expect(rows[0]).toMatchObject({ name: 'Xã Sin Suối Hồ', line: 'all', completions: 1, people: 1, finished: 0 });
    expect(await committee.get(`${path}&from=${today}&to=${addDays(today, -1)}`, 422)).toMatchObject({
      errors: [{ field: 'to', code: 'period.backwards' }],
    });
    const order = {
      unitId: desk.units.other,
      from: today,
      to: today,
      purpose: 'Báo cáo tuần',
      clientKey: randomUUID(),
    };
    const asked = await committee.post('/campaigns/dot-mot/flow/reports', order, 202);
    expect(await committee.post('/campaigns/dot-mot/flow/reports', order, 202)).toMatchObject({ id: asked.id });
    while (await context.get(JobRunner).runNext());
    expect(await committee.get(`/reports/${asked.id}`)).toMatchObject({ kind: 'flow', format: 'xlsx', state: 'ready' });
    expect(await committee.post('/campaigns/dot-mot/flow/reports', { ...order, purpose: '' }, 422)).toMatchObject({
      errors: [{ field: 'purpose', code: 'purpose.required' }],
    });
    expect(await manager.post('/campaigns/dot-mot/flow/reports', order, 403)).toMatchObject({ code: 'access.denied' });
    const list = await committee.post('/completion-files', { from: today, to: today, purpose: 'Kiểm tra số liệu' });
    expect(list.headers['content-disposition']).toContain(`hoan-thanh-${today}-${today}.csv`);
    expect(list.text).toContain('Xã Sin Suối Hồ');
    expect(await manager.get(`${path}&from=${today}&to=${today}`, 403)).toMatchObject({ code: 'scope.outside' });
  });

  it('shows everybody the rounded board', async () => {
    const anonymous = await Program.anonymous(context);
    for (let n = 0; n < 52; n += 1)
      await somebody(context, 'Lò Văn Dân', [{ unitId: desk.units.commune, capacity: 'citizen' }]);
    const { campaign, rows } = await anonymous.get('/campaigns/dot-mot/board');
    expect(campaign.slug).toBe('dot-mot');
    expect(rows).toContainEqual(
      expect.objectContaining({ name: 'Xã Bình Lư', line: 'all', onRoster: 50, completed: 0, tenths: null }),
    );
    expect(await anonymous.get('/campaigns/khong-co/board', 404)).toMatchObject({ code: 'campaign.unknown' });
  });

  it('revokes a certificate for a reason that everybody reads', async () => {
    const personId = await somebody(context, 'Giàng A Páo', [{ unitId: desk.units.commune, capacity: 'citizen' }]);
    for (const module of desk.modules) await finish(context, personId, module);
    const [{ code }] = await context.db.query('SELECT code FROM certificate WHERE person_id = $1', [personId]);
    const path = `/certificates/${code}/revocation`;
    expect(await manager.post(path, { reason: 'Người khác làm bài hộ' }, 403)).toMatchObject({ code: 'access.denied' });
    expect(await committee.post(path, { reason: 'ngắn' }, 422)).toMatchObject({
      errors: [{ field: 'reason', code: 'revocation.reason-required' }],
    });
    const revoked = await committee.post(path, { reason: 'Người khác làm bài hộ' });
    expect(revoked).toMatchObject({ state: 'revoked', revokedReason: 'Người khác làm bài hộ' });
    expect(await committee.post(path, { reason: 'Người khác làm bài hộ' })).toEqual(revoked);
    expect(await committee.post(path, { reason: 'Một lý do khác hẳn' }, 409)).toMatchObject({
      code: 'certificate.already-revoked',
    });
    const verified = await (await Program.anonymous(context)).get(`/certificates/${code}`);
    expect(verified).toMatchObject({ state: 'revoked', printed: null });
  });

  it('withdraws what waits for review', async () => {
    const author = await Program.of(context, 'Lò Văn Soạn', ['author', 'reviewer']);
    const [{ moduleId }] = await author.get('/modules');
    const { content, revision } = await author.get(`/modules/${moduleId}/draft`);
    const saved = await author.put(`/modules/${moduleId}/draft`, {
      revision,
      content: { ...content, title: 'Tên mới' },
    });
    const { id } = await author.post(`/modules/${moduleId}/submissions`, { revision: saved.revision }, 201);
    expect(await committee.delete(`/submissions/${id}`, 403)).toMatchObject({ code: 'access.denied' });
    await author.delete(`/submissions/${id}`);
    expect(await author.get('/submissions')).toEqual([]);
    expect(await author.delete(`/submissions/${id}`, 409)).toMatchObject({ code: 'review.already-decided' });
  });
});
