import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Completion } from '#libs/learning';
import { committeeDesk, finish, somebody, text, visitorAs } from './committee-desk.js';
import { createWebContext, type WebContext } from './web-context.js';

const DESK = '/bao-cao/dieu-chinh';

describe('adjusting completions, without JavaScript', () => {
  let context: WebContext;
  let desk: Awaited<ReturnType<typeof committeeDesk>>;
  let committee: Awaited<ReturnType<typeof visitorAs>>;
  let person: string;
  let completions: Completion[];
  beforeAll(async () => {
    context = await createWebContext();
    desk = await committeeDesk(context);
    committee = await visitorAs(context, 'Lê Thị Thanh', 'committee', [desk.units.province]);
    person = await somebody(context, 'Lò Thị Mai', [{ unitId: desk.units.commune, capacity: 'citizen' }]);
    completions = [];
    for (const module of desk.modules) completions.push(await finish(context, person, module));
  });
  afterAll(() => context.close());

  const form = (kind: string, change: Record<string, string> = {}) => ({
    clientKey: randomUUID(),
    kind,
    reason: 'Người khác làm bài hộ',
    documentNumber: '05-BB/ĐU',
    documentDate: '2026-01-05',
    ...change,
  });
  const path = () => `${DESK}/luot/${completions[0]!.id}`;
  const post = async (fields: Record<string, string>) => {
    await committee.get(path());
    return committee.post(path(), fields);
  };
  const completed = async () => text((await committee.get(`/bao-cao?don-vi=${desk.units.commune}`)).body);

  it('leads from the desk of a unit to its people, by name', async () => {
    const { body } = await committee.get(`/bao-cao?don-vi=${desk.units.commune}`);
    expect(body).toContain(`${DESK}?don-vi&#x3D;${desk.units.commune}`);
    const search = await committee.get(`${DESK}?don-vi=${desk.units.commune}`);
    expect(text(search.body)).toContain('Tìm trong: Xã Bình Lư');
    const found = await committee.get(`${DESK}?don-vi=${desk.units.commune}&ten=lo+thi`);
    expect(text(found.body)).toContain(`Lò Thị Mai 1970 Xã Bình Lư ${desk.modules.length}`);
    const shown = await committee.get(found.body.match(/\/bao-cao\/dieu-chinh\/nguoi\/[0-9a-f-]+/)![0]);
    expect(shown.body.match(/được tính/g)).toHaveLength(desk.modules.length);
    expect(shown.body).toContain(path());
    const log = await context.db.query(
      'SELECT actor_id AS by, subject_id AS whom, what, purpose FROM access_log ORDER BY at',
    );
    const look = { by: committee.personId, whom: person, purpose: 'Điều chỉnh lượt hoàn thành' };
    expect(log).toEqual([
      { ...look, what: 'completions.search' },
      { ...look, what: 'completions' },
    ]);
    expect(text((await committee.get(`${DESK}?ten=vang`)).body)).toContain('Không có ai khớp');
  });

  it('voids and restores, and the figures follow', async () => {
    expect(await completed()).toMatch(/Người dân 1 0 0 1 chưa có chỉ tiêu/);
    const voided = await post(form('void'));
    expect(voided.status).toBe(200);
    expect(text(voided.body)).toContain('Đã hủy lượt hoàn thành.');
    expect(text(voided.body)).toMatch(
      /Hủy , .* bởi Lê Thị Thanh: Người khác làm bài hộ \(văn bản số 05-BB\/ĐU, ngày 05 tháng 01 năm 2026\)/,
    );
    expect(await completed()).toMatch(/Người dân 1 0 1 0/);
    expect((await post(form('void'))).status).toBe(409);
    expect(text((await post(form('restore', { reason: 'Nhầm người' }))).body)).toContain(
      'Đã khôi phục lượt hoàn thành.',
    );
    expect(await completed()).toMatch(/Người dân 1 0 0 1/);
    const audit = await context.db.query(`SELECT action, actor_id AS by FROM audit WHERE subject_id = $1 ORDER BY id`, [
      completions[0]!.id,
    ]);
    expect(audit.map(({ action, by }: { action: string; by: string }) => [action, by])).toEqual([
      ['completion.void', committee.personId],
      ['completion.restore', committee.personId],
    ]);
  });

  it('says beside each field what is wrong, and keeps what was typed', async () => {
    const empty = await post(form('void', { reason: ' ', documentNumber: '', documentDate: '2099-01-01' }));
    expect(empty.status).toBe(422);
    expect(empty.body).toMatch(/id="e-reason">Bạn ghi lý do/);
    expect(empty.body).toMatch(/id="e-documentNumber">Bạn ghi số văn bản/);
    expect(empty.body).toMatch(/id="e-documentDate">Ngày của văn bản chưa đến/);
    expect(empty.body).toContain('value="2099-01-01"');
    const undated = await post(form('void', { documentDate: '' }));
    expect(undated.body).toMatch(/id="e-documentDate">Hãy ghi ngày/);
    expect(undated.body).toContain('Người khác làm bài hộ</textarea>');
    const short = await committee.get(`${DESK}?ten=l`);
    expect(short.status).toBe(422);
    expect(short.body).toMatch(/id="e-ten">Hãy gõ ít nhất hai chữ cái/);
    expect((await committee.get(`${DESK}?ten=mai&don-vi=x`)).status).toBe(422);
  });

  it('stays within the scope and the role', async () => {
    const elsewhere = await visitorAs(context, 'Đèo Văn Long', 'committee', [desk.units.other]);
    expect((await elsewhere.get(path())).status).toBe(403);
    expect((await elsewhere.get(`${DESK}/nguoi/${person}`)).status).toBe(403);
    expect((await elsewhere.get(`${DESK}?ten=mai&don-vi=${desk.units.commune}`)).status).toBe(403);
    expect(text((await elsewhere.get(`${DESK}?ten=mai`)).body)).toContain('Không có ai khớp');
    await elsewhere.get(DESK);
    expect((await elsewhere.post(path(), form('void'))).status).toBe(403);
    const manager = await visitorAs(context, 'Vàng Thị Dợ', 'unit_manager', [desk.units.province]);
    expect((await manager.get(DESK)).status).toBe(403);
    expect((await committee.get(`${DESK}/luot/${randomUUID()}`)).status).toBe(404);
    expect((await committee.get(`${DESK}/luot/x`)).status).toBe(404);
  });
});
