import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Consents, LEARNING_CONSENT, hashPassword } from '#libs/identity';
import { JobRunner, UnitOfWork } from '#libs/platform';
import { committeeDesk, text, visitorAs } from './committee-desk.js';
import type { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

const PASSWORD = 'ruộng bậc thang';
const HOME = '/ca-nhan/du-lieu';
const DESK = '/quan-tri/yeu-cau';

describe('own data', () => {
  let context: WebContext;
  let units: Awaited<ReturnType<typeof committeeDesk>>['units'];
  let admin: Visitor & { personId: string };
  beforeAll(async () => {
    context = await createWebContext();
    ({ units } = await committeeDesk(context));
    admin = await visitorAs(context, 'Đèo Văn Long', 'administrator', [units.province]);
  });
  afterAll(() => context.close());

  /** Somebody with a password and the base consent. */
  async function owner(fullName = 'Lò Thị Mai') {
    const who = await visitorAs(context, fullName, 'facilitator', [units.commune]);
    const hash = await hashPassword(PASSWORD);
    await context.get(UnitOfWork).run(async (tx) => {
      await tx.query(
        'INSERT INTO account (id, person_id, login_index, password_hash) VALUES (gen_random_uuid(), $1, $2, $3)',
        [who.personId, who.personId, hash],
      );
      await context.get(Consents).give(tx, who.personId, { ...LEARNING_CONSENT, method: 'sign-up-form' });
    });
    return who;
  }
  const caseOf = async (personId: string): Promise<string> =>
    (
      await context.db.query('SELECT id FROM rights_case WHERE person_id = $1 ORDER BY opened_at DESC, id DESC', [
        personId,
      ])
    )[0].id;

  it('is shown to its owner and asked about, with both terms', async () => {
    const who = await owner();
    expect(text((await who.get(`${HOME}/xem`)).body)).toContain('Lò Thị Mai');
    await who.get(`${HOME}/yeu-cau`);
    const missing = await who.post(`${HOME}/yeu-cau`, { kind: 'correct', wish: '' });
    expect(missing.status).toBe(422);
    expect(missing.body).toContain('Hãy viết rõ chỗ nào sai');
    const opened = await who.post(`${HOME}/yeu-cau`, { kind: 'correct', wish: 'Tên đúng là <Mây>' });
    expect(opened.status).toBe(200);
    expect(opened.body).toContain('Tên đúng là &lt;Mây&gt;');
    expect(text(opened.body)).toMatch(/Hạn phản hồi .*Hạn thực hiện/);
    const again = await who.post(`${HOME}/yeu-cau`, { kind: 'correct', wish: 'lần nữa' });
    expect(again.status).toBe(409);
    expect(text((await (await owner()).get(`${HOME}/yeu-cau/${await caseOf(who.personId)}`)).body)).toContain(
      'Không thấy yêu cầu này',
    );
  });

  it('is handled at the desk, where the look is logged and its owner can read of it', async () => {
    const who = await owner();
    await who.get(`${HOME}/yeu-cau`);
    await who.post(`${HOME}/yeu-cau`, { kind: 'correct', wish: 'Sai tên' });
    const id = await caseOf(who.personId);
    const list = await admin.get(DESK);
    expect(list.body).toContain(`${DESK}/${id}`);
    expect(list.body).not.toContain('Lò Thị Mai');
    expect(text((await admin.get(`${DESK}/${id}`)).body)).toContain('Lò Thị Mai');
    expect(text((await who.get(`${HOME}/xem`)).body)).toContain('Giải quyết yêu cầu về dữ liệu cá nhân');
    await admin.get(`${DESK}/${id}/buoc/tiep-nhan`);
    expect((await admin.post(`${DESK}/${id}/buoc/tiep-nhan`, { text: '' })).body).toContain(
      'Hãy viết nội dung trả lời',
    );
    await admin.post(`${DESK}/${id}/buoc/tiep-nhan`, { text: 'Đã nhận.' });
    await admin.get(`${DESK}/${id}/buoc/gia-han`);
    await admin.post(`${DESK}/${id}/buoc/gia-han`, { reason: 'Chờ xã xác nhận.' });
    await admin.get(`${DESK}/${id}/buoc/hoan-tat`);
    const bad = await admin.post(`${DESK}/${id}/buoc/hoan-tat`, { text: 'Đã sửa.', birth: '31/6/1970', phone: '12' });
    expect(bad.status).toBe(422);
    for (const words of ['Không có ngày này', 'Số điện thoại chưa đúng', 'value="31/6/1970"', 'Đã sửa.'])
      expect(bad.body).toContain(words);
    await admin.post(`${DESK}/${id}/buoc/hoan-tat`, {
      text: 'Đã sửa.',
      fullName: 'Lò Thị Mây',
      birth: '',
      evidence: '1/PYC',
    });
    const view = text((await who.get(`${HOME}/yeu-cau/${id}`)).body);
    for (const words of ['Đã thực hiện', 'Đã nhận.', 'Chờ xã xác nhận.', 'Đã sửa.', '1/PYC', 'đã gia hạn'])
      expect(view).toContain(words);
    expect((await who.get('/ca-nhan')).body).toContain('Lò Thị Mây');
    expect((await who.get(`${DESK}/${id}`)).status).toBe(403);
  });

  it('is asked about by many, whose requests the desk reads page by page', async () => {
    await context.db.query(
      `WITH made AS (INSERT INTO person (id) SELECT gen_random_uuid() FROM generate_series(1, 51) RETURNING id)
       INSERT INTO rights_case (id, person_id, kind, opened_at, opened_by, reply_due_on, due_on)
       SELECT gen_random_uuid(), id, 'view', now(), id, '2099-01-01', '2099-01-02' FROM made`,
    );
    const rows = (body: string) => body.match(/<th scope="row">/g)?.length ?? 0;
    const first = await admin.get(DESK);
    expect([rows(first.body), first.body.includes('rel="next"')]).toEqual([50, true]);
    const second = await admin.get(`${DESK}?trang=2`);
    expect(rows(second.body)).toBeGreaterThan(0);
    expect(text(second.body)).toContain('Trang 2/2');
  });

  it('stops being used when the base consent is taken back, after its owner was told what follows', async () => {
    const who = await owner();
    expect(text((await who.get(`${HOME}/rut/learning`)).body)).toContain('bị xóa hẳn');
    const answer = await who.post(`${HOME}/rut/learning`, {});
    expect(answer.body).toContain('Đã rút lại đồng ý');
    await who.get('/hoc/an-toan-thong-tin/mat-khau-manh/trang/1');
    expect(await context.db.query('SELECT 1 FROM progress WHERE person_id = $1', [who.personId])).toEqual([]);
    const home = await who.get(HOME);
    expect(text(home.body)).toContain('đang bị hạn chế');
    await who.post(`${HOME}/dong-y/learning`, {});
    expect(text((await who.get(HOME)).body)).not.toContain('đang bị hạn chế');
  });

  it('is gone after a request to delete, and its owner signed out', async () => {
    const who = await owner();
    await who.get(`${HOME}/yeu-cau`);
    await who.post(`${HOME}/yeu-cau`, { kind: 'delete', wish: '' });
    const id = await caseOf(who.personId);
    await admin.get(`${DESK}/${id}/buoc/hoan-tat`);
    const done = await admin.post(`${DESK}/${id}/buoc/hoan-tat`, { text: 'Đã xóa.', evidence: '2/PYC' });
    expect(done.status).toBe(200);
    expect((await who.get('/ca-nhan')).location).toContain('/dang-nhap');
    expect(await context.db.query('SELECT 1 FROM identity WHERE person_id = $1', [who.personId])).toEqual([]);
  });

  it('is taken along as a file, with the password only', async () => {
    const who = await owner();
    await who.get(HOME);
    await who.post(`${HOME}/ban-sao`, {});
    await context.get(JobRunner).drain();
    const path = (await who.get(HOME)).body.match(/\/ca-nhan\/du-lieu\/ban-sao\/[0-9a-f-]+/)![0];
    await who.get(path);
    const wrong = await who.post(path, { password: 'sai' });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toContain('Mật khẩu đang dùng chưa đúng');
    const file = await who.post(path, { password: PASSWORD });
    expect(file.headers['content-type']).toContain('application/zip');
    expect(file.headers['content-disposition']).toContain('.zip');
    const stranger = await owner();
    await stranger.get(path);
    expect((await stranger.post(path, { password: PASSWORD })).status).toBe(404);
  });
});

describe('the desk for data', () => {
  let context: WebContext;
  let admin: Visitor;
  beforeAll(async () => {
    context = await createWebContext();
    const { units } = await committeeDesk(context);
    admin = await visitorAs(context, 'Đèo Văn Long', 'administrator', [units.province]);
  });
  afterAll(() => context.close());

  it('keeps terms and days off as data', async () => {
    const page = await admin.get('/quan-tri/lich-lam-viec');
    expect(text(page.body)).toContain('Tết Đinh Mùi');
    const bad = await admin.post('/quan-tri/lich-lam-viec', {
      day: '2027-02-30',
      kind: 'off',
      name: 'Thử',
      source: '',
    });
    expect(bad.status).toBe(422);
    for (const words of ['Ngày chưa đúng', 'căn cứ', 'value="Thử"']) expect(bad.body).toContain(words);
    await admin.post('/quan-tri/lich-lam-viec', { day: '2027-02-12', kind: 'off', name: 'Nghỉ thêm', source: 'TB 1' });
    expect(text((await admin.get('/quan-tri/lich-lam-viec')).body)).toContain('Nghỉ thêm');
    await admin.post('/quan-tri/lich-lam-viec/xoa', { day: '2027-02-12' });
    expect(text((await admin.get('/quan-tri/lich-lam-viec')).body)).not.toContain('Nghỉ thêm');
    await context.db.query(
      `INSERT INTO calendar_day (day, kind, name, source, certain) VALUES (current_date + 9, 'off', 'Nghỉ đoán', 'Suy từ luật', false)
       ON CONFLICT (day) DO UPDATE SET certain = false`,
    );
    expect(text((await admin.get('/quan-tri/yeu-cau')).body)).toMatch(
      /\d ngày nghỉ sắp tới còn chờ xác nhận, sớm nhất/,
    );
    await admin.get('/quan-tri/lich-lam-viec/han/delete');
    await admin.post('/quan-tri/lich-lam-viec/han/delete', { days: '30', basis: 'calendar', extensionDays: '0' });
    expect(text((await admin.get('/quan-tri/lich-lam-viec')).body)).toMatch(/Xóa dữ liệu 30 ngày không/);
  });

  it('has words for every kind of data that goes by itself', async () => {
    const page = await admin.get('/quan-tri/luu-tru');
    expect(text(page.body)).toContain('Nhật ký xem dữ liệu');
    expect(page.body).not.toMatch(/<th scope="row">[a-z-]+<\/th>/);
    await admin.get('/quan-tri/luu-tru/message');
    const short = await admin.post('/quan-tri/luu-tru/message', { days: '0', reason: 'x' });
    expect(short.body).toContain('Số ngày từ 1 đến 3650');
    await admin.post('/quan-tri/luu-tru/message', { days: '7', reason: 'Quyết định 1' });
    expect(text((await admin.get('/quan-tri/luu-tru')).body)).toContain('mặc định 30');
  });

  it('keeps a breach with its clock', async () => {
    await admin.get('/quan-tri/su-co/moi');
    const empty = await admin.post('/quan-tri/su-co/moi', {
      title: '',
      discoveredAt: 'hôm qua',
      facts: '',
      dataKinds: '',
      affectedCount: '',
    });
    expect(empty.status).toBe(422);
    expect(empty.body).toContain('Thời điểm chưa đúng');
    const made = await admin.post('/quan-tri/su-co/moi', {
      title: 'Gửi nhầm tệp',
      discoveredAt: '2026-01-05T08:00',
      facts: 'Gửi nhầm hộp thư.',
      dataKinds: 'họ tên',
      affectedCount: '12',
    });
    expect(text(made.body)).toMatch(/quá hạn [\d.]+ giờ/);
    expect(text(made.body)).toContain('Ảnh hưởng 12 người');
    const id = (await context.db.query('SELECT id FROM breach'))[0].id;
    await admin.post(`/quan-tri/su-co/${id}`, {
      kind: 'authority',
      at: '2026-01-06T09:00',
      text: 'Công văn 1',
      count: '',
    });
    expect(text((await admin.get(`/quan-tri/su-co/${id}`)).body)).toContain('đã báo');
    const closed = await admin.post(`/quan-tri/su-co/${id}`, {
      kind: 'close',
      at: '2026-01-07T09:00',
      text: 'Xong',
      count: '',
    });
    expect(closed.body).not.toContain('Ghi vào hồ sơ</button>');
  });
});
