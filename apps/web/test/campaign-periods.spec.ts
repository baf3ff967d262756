import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock, JobRunner, UnitOfWork, addDays, startOfLocalDay } from '#libs/platform';
import { Memberships } from '#libs/rosters';
import { committeeDesk, finish, somebody, text, visitorAs } from './committee-desk.js';
import { createWebContext, type WebContext } from './web-context.js';

const PAGE = '/bao-cao/dot-mot/phat-sinh';

describe('figures of a period, without JavaScript', () => {
  let context: WebContext;
  let desk: Awaited<ReturnType<typeof committeeDesk>>;
  let committee: Awaited<ReturnType<typeof visitorAs>>;
  let today: string;
  let on: string;
  beforeAll(async () => {
    context = await createWebContext();
    desk = await committeeDesk(context);
    committee = await visitorAs(context, 'Lê Thị Thanh', 'committee', [desk.units.province]);
    today = context.get(Clock).today();
    on = addDays(today, -10);
    await moveAfterwards();
  });
  afterAll(() => context.close());

  /** Finishes the course in one commune ten days ago, and lives in the other since five days. */
  async function moveAfterwards() {
    const place = { unitId: desk.units.commune, capacity: 'citizen' };
    const personId = await somebody(context, 'Lò Thị Mai');
    await context.get(UnitOfWork).run(async (tx) => {
      const moved = { personId, source: 'roster' as const };
      const on5 = addDays(today, -5);
      await context.get(Memberships).add(tx, { ...moved, ...place, from: '2025-07-01', to: on5 });
      await context.get(Memberships).add(tx, { ...moved, unitId: desk.units.other, capacity: 'citizen', from: on5 });
    });
    for (const module of desk.modules) await finish(context, personId, module, startOfLocalDay(on));
  }
  const show = async (from: string, to: string, unit = desk.units.province) =>
    committee.get(`${PAGE}?don-vi=${unit}&tu=${from}&den=${to}`);

  it('credits the unit of the day it was done, and is led to from the desk', async () => {
    expect((await committee.get('/bao-cao')).body).toContain(`${PAGE}?don-vi&#x3D;${desk.units.province}`);
    const n = desk.modules.length;
    const words = text((await show(on, on)).body);
    expect(words).toContain(`Người dân ${n} ${n} 1 1`);
    expect(words).toContain(`Xã Bình Lư ${n} 1 1`);
    expect(words).not.toContain('Xã Sin Suối Hồ');
    expect(text((await show(on, today, desk.units.other)).body)).toContain('Người dân 0 0 0 0');
    expect(text((await show(addDays(on, 1), today)).body)).toContain('Tất cả 0 0 0 0');
  });

  it('begins with this month', async () => {
    const { body } = await committee.get(PAGE);
    expect(body).toContain(`value="${today.slice(0, 8)}01"`);
    expect(body).toContain(`value="${today}"`);
  });

  it('says beside the field what is wrong with a period', async () => {
    const backwards = await show(today, addDays(today, -1));
    expect(backwards.status).toBe(422);
    expect(backwards.body).toMatch(/id="e-den">Ngày cuối phải từ ngày đầu/);
    expect(backwards.body).toContain(`value="${today}"`);
    const early = await show('2019-05-01', '2019-05-31');
    expect(early.status).toBe(422);
    expect(early.body).toMatch(/id="e-den">Vào ngày này đơn vị chưa có/);
    expect((await show(addDays(today, -366), today)).body).toMatch(/id="e-tu">Kỳ dài nhất là 366 ngày/);
    expect((await show(addDays(today, -365), today)).status).toBe(200);
    expect((await show('2026-02-30', today)).body).toMatch(/id="e-tu">Ngày chưa đúng/);
    expect((await show(today, addDays(today, 1))).body).toMatch(/id="e-den">Chưa có số liệu/);
  });

  it('is taken away as a workbook, asked for with a purpose', async () => {
    const page = await show(on, today);
    const form = Object.fromEntries(
      ['clientKey', 'unitId', 'from', 'to'].map((name) => [
        name,
        page.body.match(new RegExp(`name="${name}" value="([^"]*)"`))![1]!,
      ]),
    );
    expect(form).toMatchObject({ unitId: desk.units.province, from: on, to: today });
    const refused = await committee.post(`${PAGE}/tep`, { ...form, purpose: '' });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatch(/id="e-purpose">Hãy ghi rõ dùng vào việc gì/);
    expect(refused.body).toContain(`name="from" value="${on}"`);
    const { location } = await committee.post(`${PAGE}/tep`, { ...form, purpose: 'Báo cáo tuần' }, { follow: false });
    await context.get(JobRunner).drain();
    const ready = await committee.get(location!);
    expect(text(ready.body)).toContain(`phat-sinh-${on}-den-${today}.xlsx`);
    expect(ready.body).not.toContain('DỰ THẢO');
    expect((await committee.get(`${location}/tai`)).headers['content-type']).toContain('spreadsheetml');
  });

  it('offers no file to whoever may not take one away', async () => {
    const auditor = await visitorAs(context, 'Hà Văn Kiểm', 'auditor', [desk.units.province]);
    const page = await auditor.get(`${PAGE}?don-vi=${desk.units.province}&tu=${on}&den=${today}`);
    expect(page.status).toBe(200);
    expect(page.body).not.toContain('phat-sinh/tep');
  });

  it('stays within the scope', async () => {
    expect((await show(on, today, desk.units.department)).status).toBe(403);
    expect((await committee.get('/bao-cao/khong-co/phat-sinh')).status).toBe(404);
  });
});
