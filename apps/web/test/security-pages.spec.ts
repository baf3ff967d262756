import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Grants, People, SecondFactors, hashPassword, phoneIndex, totpCode, type Role } from '#libs/identity';
import { Units } from '#libs/organisation';
import { KeyRing, UnitOfWork, newId } from '#libs/platform';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

const PASSWORD = 'ruộng bậc thang mùa lúa';
const REASON = 'Đã gặp trực tiếp để xác nhận';

describe('the desk of security', () => {
  let context: WebContext;
  let passwordHash: string;
  let unitId: string;
  let next = 974_000_000;

  beforeAll(async () => {
    context = await createWebContext();
    passwordHash = await hashPassword(PASSWORD);
    unitId = await context.get(UnitOfWork).run((tx) =>
      context.get(Units).create(tx, {
        tree: 'territory',
        code: '12',
        kind: 'province',
        name: 'Tỉnh Lai Châu',
        parentId: null,
        validFrom: '2025-07-01',
      }),
    );
  });
  afterAll(() => context.close());

  async function account(fullName: string, role: Role) {
    const phone = `+84${(next += 1)}`;
    const personId = await context.get(UnitOfWork).run(async (tx) => {
      const id = await context.get(People).create(tx, { fullName, birthYear: 1980, phone });
      await tx.query('INSERT INTO account (id, person_id, login_index, password_hash) VALUES ($1, $2, $3, $4)', [
        newId(),
        id,
        phoneIndex(context.get(KeyRing), phone),
        passwordHash,
      ]);
      await context.get(Grants).grant(tx, { personId: id, role, unitIds: [unitId], from: '2025-07-01', by: null });
      return id;
    });
    const browser = new Visitor(context.app);
    await browser.signIn(phone.replace('+84', '0'), PASSWORD);
    return { personId, browser, phone: phone.replace('+84', '0') };
  }

  it('shows every setting with its value, bounds and source, and says that the demo asks for no second factor', async () => {
    const { browser } = await account('Hoàng Minh Tuấn', 'administrator');
    const { status, body } = await browser.get('/quan-tri/an-toan');
    expect(status).toBe(200);
    expect(body.match(/<tr>/g)!.length).toBe(17);
    for (const text of [
      '14 ký tự',
      '8 đến 64 ký tự',
      'Luật: ít nhất 14 ký tự',
      'Luật An ninh mạng 116/2025',
      'HVS_REQUIRE_TOTP',
    ])
      expect(body).toContain(text);
  });

  it('changes a setting within its bounds, and weaker than the law only with a reason', async () => {
    const { browser } = await account('Hoàng Minh Tú', 'administrator');
    const path = '/quan-tri/an-toan/thiet-dat/password.length';
    expect((await browser.get(path)).body).toContain('name="value"');
    const refused = await browser.post(path, { value: '10', reason: 'ngắn' });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('yếu hơn mức luật định');
    expect(refused.body).toContain('value="10"');
    expect((await browser.post(path, { value: 'mười' })).body).toContain('Hãy ghi một số nguyên');
    const done = await browser.post(path, { value: '12', reason: 'Đợt tập huấn cho bà con tháng 12' });
    expect(done.body).toContain('Đã đổi thiết đặt');
    expect(done.body).toContain('<strong>12 ký tự</strong> <span class="badge badge-warning">yếu hơn luật</span>');
    expect(done.body).toContain('Hoàng Minh Tú');
    expect((await new Visitor(context.app).get('/dang-ky')).body).toContain('Ít nhất 12 ký tự');
    await browser.get(path);
    expect((await browser.post(path, { value: '14' })).body).toContain('<strong>14 ký tự</strong><br>');
    expect((await browser.get('/quan-tri/an-toan/thiet-dat/toString')).status).toBe(404);
  });

  it('is the administrator’s alone', async () => {
    for (const role of ['committee', 'auditor', 'unit_manager'] as const) {
      const { browser } = await account('Người Khác', role);
      for (const path of [
        '/quan-tri/an-toan',
        '/quan-tri/an-toan/tai-khoan',
        '/quan-tri/an-toan/thiet-dat/log.retention',
      ])
        expect((await browser.get(path)).status).toBe(403);
    }
  });

  it('opens a closed account with a reason, and notes who looked', async () => {
    const admin = await account('Hoàng Minh Tâm', 'administrator');
    const author = await account('Trần Thu Hà', 'author');
    await context.db.query(`UPDATE account SET disabled_at = now(), disabled_reason = 'idle' WHERE person_id = $1`, [
      author.personId,
    ]);
    const path = `/quan-tri/an-toan/tai-khoan/${author.personId}`;
    const list = await admin.browser.get('/quan-tri/an-toan/tai-khoan');
    expect(list.body).toContain(`href="${path}"`);
    expect((await admin.browser.get(path)).body).toContain('lâu không dùng');
    const refused = await admin.browser.post(`${path}/mo-lai`, { reason: 'vì' });
    expect([refused.status, refused.body.includes('Hãy ghi lý do')]).toEqual([422, true]);
    expect((await admin.browser.post(`${path}/mo-lai`, { reason: REASON })).body).toContain('Đã mở lại tài khoản');
    const [{ looks }] = await context.db.query(
      'SELECT count(*)::int AS looks FROM access_log WHERE actor_id = $1 AND subject_id = $2',
      [admin.personId, author.personId],
    );
    expect(looks).toBeGreaterThan(0);
    const back = new Visitor(context.app);
    await back.signIn(author.phone, PASSWORD);
    expect((await back.get('/ca-nhan')).status).toBe(200);
  });

  it('resets a second factor; an administrator’s waits for another', async () => {
    const [one, two, target] = [
      await account('Quản Trị Một', 'administrator'),
      await account('Quản Trị Hai', 'administrator'),
      await account('Quản Trị Ba', 'administrator'),
    ];
    const factors = context.get(SecondFactors);
    await factors.begin(target.personId);
    const { secret } = (await factors.state(target.personId)).pending!;
    await context.get(UnitOfWork).run((tx) => factors.confirm(tx, target.personId, totpCode(secret, new Date()), {}));
    const path = `/quan-tri/an-toan/tai-khoan/${target.personId}`;
    expect((await one.browser.get(path)).body).toContain('một quản trị viên thứ hai phải duyệt');
    const asked = await one.browser.post(`${path}/dat-lai-buoc-hai`, { reason: REASON });
    expect(asked.body).toContain('Một quản trị viên khác cần duyệt');
    const action = (await two.browser.get('/quan-tri/an-toan/tai-khoan')).body.match(
      /action="(\/quan-tri\/an-toan\/dat-lai\/[^"]+)"/,
    )![1]!;
    expect((await one.browser.post(action, { outcome: 'done' })).status).toBe(403);
    await two.browser.get('/quan-tri/an-toan/tai-khoan');
    expect((await two.browser.post(action, { outcome: 'done' })).body).toContain('Đã đặt lại bước hai');
    expect((await factors.state(target.personId)).confirmedAt).toBeNull();
    expect((await target.browser.get('/ca-nhan')).location).toContain('/dang-nhap');
  });
});
