import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChangeUnit, Units } from '#libs/organisation';
import { Clock, UnitOfWork, addDays, formatShortDate } from '#libs/platform';
import { createWebContext, type WebContext } from './web-context.js';
import { committeeDesk, text, visitorAs } from './committee-desk.js';

const PAGE = '/bao-cao/dot-mot/chi-tieu';

describe('the page of targets, without JavaScript', () => {
  let context: WebContext;
  let units: Awaited<ReturnType<typeof committeeDesk>>['units'];
  let committee: Awaited<ReturnType<typeof visitorAs>>;
  beforeAll(async () => {
    context = await createWebContext();
    ({ units } = await committeeDesk(context));
    committee = await visitorAs(context, 'Lê Thị Thanh', 'committee', [units.province]);
  });
  afterAll(() => context.close());

  const form = (change: Record<string, string> = {}) => ({
    clientKey: randomUUID(),
    unitId: units.commune,
    line: 'citizen',
    denominator: 'roster',
    declaredNumber: '',
    definition: '',
    sourceDocument: '',
    sourceDate: '',
    goalPercent: '80',
    dueOn: '2026-12-31',
    ...change,
  });
  const declared = (change: Record<string, string> = {}) =>
    form({
      denominator: 'declared',
      declaredNumber: '3.120',
      definition: 'người từ 18 tuổi biết chữ',
      sourceDocument: 'Báo cáo 112-BC/ĐU',
      sourceDate: '2026-06-30',
      goalPercent: '97,5',
      ...change,
    });
  const set = async (fields: Record<string, string>, options = {}) => {
    await committee.get(`${PAGE}?don-vi=${units.province}`);
    return committee.post(`${PAGE}?don-vi=${units.province}`, fields, options);
  };

  it('is led to from the desk, and says where nothing has been set', async () => {
    expect((await committee.get('/bao-cao')).body).toContain(`${PAGE}?don-vi&#x3D;${units.province}`);
    const shown = text((await committee.get(PAGE)).body);
    expect(shown).toContain('Chỉ tiêu: Tỉnh Lai Châu');
    expect(shown).toContain('Chưa đặt chỉ tiêu nào ở đây.');
  });

  it('sets a target once however often the form is sent, audited, and the desk reckons with it', async () => {
    const fields = declared();
    const first = await set(fields, { follow: false });
    expect(first.location).toBe(`${PAGE}?don-vi=${units.commune}&thong-bao=target-set`);
    expect((await set(fields, { follow: false })).location).toBe(first.location);
    expect(await context.db.query('SELECT declared_number AS n, goal_percent AS goal FROM target')).toEqual([
      { n: 3120, goal: 97.5 },
    ]);
    const audit = await context.db.query(
      `SELECT actor_id AS by, subject_id AS id FROM audit WHERE action = 'target.set'`,
    );
    expect(audit).toEqual([{ by: committee.personId, id: fields.clientKey }]);
    const listed = text((await committee.get(`${PAGE}?don-vi=${units.province}`)).body);
    expect(listed).toContain('Xã Bình Lư Người dân 3.120 người: người từ 18 tuổi biết chữ 97,5% 31/12/2026');
    expect(text((await committee.get(`/bao-cao?don-vi=${units.commune}`)).body)).toMatch(
      /Người dân 0 0 0 0 0,0% 97,5%/,
    );
  });

  it('says beside each field what is wrong, and keeps what was typed', async () => {
    const answer = await set(
      declared({ declaredNumber: 'ba nghìn', goalPercent: '120', sourceDocument: '', dueOn: '' }),
    );
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('value="ba nghìn"');
    expect(answer.body).toContain('value="người từ 18 tuổi biết chữ"');
    expect(answer.body).toMatch(/id="e-declaredNumber">Hãy nhập số người/);
    expect(answer.body).toMatch(/id="e-dueOn">Ngày chưa đúng/);
    const unfounded = await set(declared({ goalPercent: '120', sourceDocument: ' ', sourceDate: '' }));
    expect(unfounded.status).toBe(422);
    expect(unfounded.body).toMatch(/id="e-goalPercent">Tỷ lệ từ 0 đến 100/);
    expect(unfounded.body).toMatch(/id="e-sourceDocument">Hãy ghi văn bản/);
    expect(unfounded.body).toMatch(/id="e-sourceDate">Hãy ghi ngày/);
    expect(unfounded.body).toMatch(/<option value="declared" selected>/);
    const both = await set(form({ declaredNumber: '12' }));
    expect(both.body).toMatch(/id="e-declaredNumber">Tính theo danh sách thì không nhập số người/);
    expect((await context.db.query('SELECT count(*)::int AS n FROM target'))[0].n).toBe(1);
  });

  it('begins the form with what stands, and tells who replaced what when', async () => {
    const address = `don-vi=${units.commune}&doi-tuong=citizen`;
    const again = await committee.get(`${PAGE}?${address}`);
    expect(again.body).toContain('value="97,5"');
    expect(again.body).toMatch(/<option value="citizen" selected>/);
    const second = await visitorAs(context, 'Đèo Văn Long', 'committee', [units.commune]);
    await second.get(PAGE);
    expect((await second.post(PAGE, form({ goalPercent: '60' }))).status).toBe(200);
    const history = text((await committee.get(`${PAGE}/lich-su?${address}`)).body);
    expect(history).toMatch(/Đèo Văn Long Theo danh sách 60% 31\/12\/2026 đang áp dụng/);
    expect(history).toMatch(/Lê Thị Thanh 3\.120 người: .* Bị thay .*, bởi Đèo Văn Long/);
  });

  it('stays within the scope and the role, and knows what is nothing', async () => {
    expect((await committee.get(`${PAGE}?don-vi=${units.department}`)).status).toBe(403);
    expect((await set(form({ unitId: units.department }))).status).toBe(403);
    const history = (unitId: string) => committee.get(`${PAGE}/lich-su?don-vi=${unitId}`);
    expect((await history(units.department)).status).toBe(403);
    expect((await history(units.other)).status).toBe(404);
    expect((await committee.get('/bao-cao/khong-co/chi-tieu')).status).toBe(404);
    expect((await committee.get(`${PAGE}?don-vi=x`)).status).toBe(404);
    const manager = await visitorAs(context, 'Vàng Thị Dợ', 'unit_manager', [units.commune]);
    expect((await manager.get('/bao-cao')).body).not.toContain(PAGE);
    expect((await manager.get(PAGE)).status).toBe(403);
  });

  it('takes one for a unit that is to begin while the campaign runs, and only for that', async () => {
    const today = context.get(Clock).today();
    const plan = (code: string, name: string, validFrom: string) =>
      context.get(UnitOfWork).run((tx) => {
        const unit = { tree: 'territory' as const, code, kind: 'commune', name, parentId: units.province, validFrom };
        return context.get(Units).create(tx, unit);
      });
    const from = addDays(today, 20);
    const soon = await plan('03400', 'Xã Sắp Có', from);
    const late = await plan('03401', 'Xã Có Sau', '2027-07-01');
    const shown = await committee.get(`${PAGE}?don-vi=${units.province}`);
    expect(shown.body).toContain(`<option value="${soon}">Xã Sắp Có (bắt đầu ${formatShortDate(from)})</option>`);
    expect(shown.body).not.toContain('Xã Có Sau');
    const early = await set(form({ unitId: soon, dueOn: addDays(from, -1) }));
    expect(early.body).toMatch(/id="e-dueOn">Ngày này trước ngày đơn vị bắt đầu/);
    const after = await set(form({ unitId: late, dueOn: '2027-12-31' }));
    expect([after.status, after.body]).toEqual([422, expect.stringContaining('bắt đầu sau khi đợt kết thúc')]);
    const saved = await set(form({ unitId: soon, dueOn: addDays(from, 10) }));
    expect(text(saved.body)).toContain(`Đơn vị này bắt đầu từ ngày ${formatShortDate(from)}`);
    const listed = text((await committee.get(`${PAGE}?don-vi=${units.province}`)).body);
    expect(listed).toContain(`Xã Sắp Có từ ${formatShortDate(from)} Người dân Theo danh sách 80%`);
    const own = (await committee.get(`${PAGE}?don-vi=${soon}`)).body;
    expect(text(own).match(/Theo danh sách 80%/g)).toHaveLength(1);
    const elsewhere = await visitorAs(context, 'Đèo Văn Long', 'committee', [units.commune]);
    await elsewhere.get(PAGE);
    expect((await elsewhere.post(PAGE, form({ unitId: soon }))).status).toBe(403);
    expect((await elsewhere.get(`${PAGE}?don-vi=${soon}`)).status).toBe(403);
  });

  it('shows those of a unit that is no more apart, and leads to where a new one is to be set', async () => {
    const day = context.get(Clock).today();
    await context.get(UnitOfWork).run((tx) => context.get(ChangeUnit).merge(tx, [units.commune], units.other, day));
    const shown = await committee.get(PAGE);
    expect(text(shown.body)).toMatch(/Chỉ tiêu của đơn vị không còn .* Xã Bình Lư \S+, nhập vào Xã Sin Suối Hồ/);
    expect(shown.body).toContain(`href="${PAGE}?don-vi&#x3D;${units.other}"`);
    const history = await committee.get(`${PAGE}/lich-su?don-vi=${units.commune}&doi-tuong=citizen`);
    expect(history.body).not.toContain('>Đặt lại<');
    expect(history.body).toContain(`href="${PAGE}"`);
  });
});
