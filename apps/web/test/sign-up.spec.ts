import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Guardians, OpenCase, type Actor } from '#libs/identity';
import { Messages } from '#libs/notifications';
import { ImportUnits, Units } from '#libs/organisation';
import { UnitOfWork } from '#libs/platform';
import { createWebContext, type WebContext } from './web-context.js';
import { Visitor } from './browserless.js';
import { somebody, text, visitorAs } from './committee-desk.js';

describe('signing up without JavaScript', () => {
  let context: WebContext;
  let communeId: string;
  const form = (over: Record<string, string> = {}) => ({
    fullName: 'Lò Thị Thử',
    phone: '0912 345 678',
    password: 'bản-tôi-ở-rất-xa',
    birthYear: '1965',
    communeId,
    consent: 'yes',
    ...over,
  });
  const actor = (personId: string) => ({ personId, grants: [], origin: {} }) as unknown as Actor;
  const lastCode = async () => (await context.get(Messages).inSink(1))[0].text.match(/\d{6}/)![0];

  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportUnits).territory('seed/units');
    communeId = (await context.get(Units).byCode('territory', '03390'))!.id;
  });
  afterAll(() => context.close());

  it('keeps what was typed, except the password, and says beside each field what is wrong', async () => {
    const visitor = new Visitor(context.app);
    const page = await visitor.get('/dang-ky');
    expect(page.body).not.toMatch(/name="consent"[^>]*checked/);
    const again = await visitor.post('/dang-ky', { ...form({ phone: '123', birthYear: '3020' }), consent: [] });
    expect(again.status).toBe(422);
    expect(again.body).toContain('value="Lò Thị Thử"');
    expect(again.body).toContain('Số điện thoại chưa đúng');
    expect(again.body).toContain('Năm sinh gồm bốn chữ số');
    expect(again.body).toContain('Cần bạn đồng ý');
    expect(again.body).not.toContain('bản-tôi-ở-rất-xa');
    const [{ count }] = await context.db.query('SELECT count(*)::int AS count FROM person');
    expect(count).toBe(0);
  });

  it('makes the account only after the right code, and counts wrong ones', async () => {
    const visitor = new Visitor(context.app);
    await visitor.get('/dang-ky');
    const codePage = await visitor.post('/dang-ky', form());
    const requestId = codePage.body.match(/name="requestId" value="([^"]+)"/)![1];
    const right = await lastCode();
    const wrong = await visitor.post('/dang-ky/ma', { requestId, code: right === '000000' ? '111111' : '000000' });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toContain('còn 4 lần');
    const home = await visitor.post('/dang-ky/ma', { requestId, code: right });
    expect(home.status).toBe(200);
    const me = await visitor.get('/ca-nhan');
    expect(me.body).toContain('Lò Thị Thử');
    expect(me.body).toContain('0912 *** *78');
    expect(me.body).not.toContain('0912345678');
  });

  it('lets somebody under sixteen read, and do quizzes once a guardian has given the code', async () => {
    const child = new Visitor(context.app);
    await child.get('/dang-ky');
    const birthYear = String(new Date().getFullYear() - 12);
    const codePage = await child.post('/dang-ky', form({ phone: '0912345111', birthYear }));
    const idOn = (body: string) => body.match(/name="requestId" value="([^"]+)"/)![1];
    const home = await child.post('/dang-ky/ma', { requestId: idOn(codePage.body), code: await lastCode() });
    expect(home.body).toContain('/ca-nhan/nguoi-giam-ho');
    const quiz = await child.post('/hoc/a/b/kiem-tra', {});
    expect(quiz.status).toBe(403);
    expect(quiz.body).toContain('Đọc bài thì không cần');
    expect((await child.get('/ca-nhan/nguoi-giam-ho')).status).toBe(200);
    const own = await child.post('/ca-nhan/nguoi-giam-ho', {
      name: 'Lò Văn Bố',
      relation: 'parent',
      phone: '0912345111',
    });
    expect(own.body).toContain('không phải số của bạn');
    expect(own.body).toContain('value="Lò Văn Bố"');
    const ask = await child.post('/ca-nhan/nguoi-giam-ho', {
      name: 'Lò Văn Bố',
      relation: 'parent',
      phone: '0987111222',
    });
    const done = await child.post('/ca-nhan/nguoi-giam-ho/ma', { requestId: idOn(ask.body), code: await lastCode() });
    expect(done.body).toContain('Bạn học được đầy đủ');
    expect(done.body).not.toContain('/ca-nhan/nguoi-giam-ho');
    await child.get('/ca-nhan/phien');
    expect((await child.post('/hoc/a/b/kiem-tra', { clientKey: '01934b5e-0000-4000-8000-000000000001' })).status).toBe(
      404,
    );
  });

  it('has the guardian corrected at the desk, by itself or with a case, masked until a purpose is given', async () => {
    const places = [{ unitId: communeId, capacity: 'citizen' }];
    const personId = await somebody(context, 'Lò Thị Con', places, { birthYear: new Date().getFullYear() - 12 });
    const manager = await visitorAs(context, 'Đèo Văn Long', 'unit_manager', [communeId]);
    const guardian = { name: 'Lò Văn Bố', relation: 'parent', phone: '0987111222' };
    await context
      .get(UnitOfWork)
      .run((tx) => context.get(Guardians).attest(tx, actor(manager.personId), personId, guardian));
    const path = `/don-vi/nguoi/${personId}`;
    const masked = text((await manager.get(path)).body);
    expect(masked).toContain('Bố hoặc mẹ đã đồng ý L. V. B., 0987 *** *22');
    const form = await manager.get(`${path}/nguoi-giam-ho`);
    expect(form.body + masked).not.toMatch(/Văn Bố|111222/);
    const bad = await manager.post(`${path}/nguoi-giam-ho`, { guardianName: 'Bá', guardianPhone: '12', reason: 'sai' });
    expect([bad.status, bad.body.includes('value="Bá"')]).toEqual([422, true]);
    expect(bad.body).toContain('Số điện thoại của người lớn chưa đúng');
    const done = await manager.post(`${path}/nguoi-giam-ho`, {
      guardianName: 'Lò Văn Bá',
      guardianRelation: '',
      guardianPhone: '',
      reason: 'Ghi nhầm lúc lập thẻ',
    });
    expect(text(done.body)).toMatch(/Việc đồng ý vẫn giữ nguyên.*thông tin sửa lúc/);
    const shown = text((await manager.post(`${path}/hien`, { purpose: 'Gọi cho bố' })).body);
    expect(shown).toContain('Lò Văn Bá, +84987111222');
    const caseId = await context.get(OpenCase).open(actor(personId), { kind: 'correct', wish: 'Sai tên bố' });
    const admin = await visitorAs(context, 'Lò Văn Quản', 'administrator', [communeId]);
    const step = `/quan-tri/yeu-cau/${caseId}/buoc/hoan-tat`;
    expect((await admin.get(step)).body).toContain('name="guardianPhone"');
    await admin.post(step, { text: 'Đã sửa.', guardianPhone: '0987 333 444' });
    expect(text((await manager.post(`${path}/hien`, { purpose: 'Gọi cho bố' })).body)).toContain('+84987333444');
  });

  it('answers a phone that has an account like one that has none', async () => {
    const known = new Visitor(context.app);
    await known.get('/dang-ky');
    const a = await known.post('/dang-ky', form(), { follow: false });
    const unknown = new Visitor(context.app);
    await unknown.get('/dang-ky');
    const b = await unknown.post('/dang-ky', form({ phone: '0987654321' }), { follow: false });
    expect([a.status, a.location?.replace(/=.*/, '')]).toEqual([b.status, b.location?.replace(/=.*/, '')]);
  });

  it('stores neither the phone nor the code in plain', async () => {
    const rows = await context.db.query(
      'SELECT row_to_json(i)::text AS text FROM identity i UNION ALL SELECT row_to_json(v)::text FROM verification_code v UNION ALL SELECT row_to_json(o)::text FROM outbound_message o',
    );
    for (const { text } of rows) expect(text).not.toMatch(/912345678|987654321/);
  });

  it('signs in with any way of writing the number, and ends the session at sign-out', async () => {
    const visitor = new Visitor(context.app);
    await visitor.get('/dang-nhap');
    const refused = await visitor.post('/dang-nhap', { phone: '0912345678', password: 'sai rồi nhé' });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('chưa đúng');
    const home = await visitor.post('/dang-nhap?tiep=x', {
      phone: '+84 912 345 678',
      password: 'bản-tôi-ở-rất-xa',
      tiep: '//evil.example',
    });
    expect(home.status).toBe(200);
    await visitor.get('/ca-nhan');
    await visitor.post('/dang-xuat', {});
    expect((await visitor.get('/ca-nhan')).location).toBe('/dang-nhap?tiep=%2Fca-nhan');
  });
});
