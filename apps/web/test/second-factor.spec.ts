import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import {
  Grants,
  People,
  SecuritySettings,
  hashPassword,
  phoneIndex,
  totpCode,
  type Actor,
  type Role,
} from '#libs/identity';
import { Units } from '#libs/organisation';
import { KeyRing, UnitOfWork, newId } from '#libs/platform';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

const PASSWORD = 'ruộng bậc thang mùa lúa';

describe('signing in with a second step', () => {
  let context: WebContext;
  let passwordHash: string;
  let unitId: string;
  let administrator: { personId: string; phone: string };
  let next = 973_000_000;

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
    administrator = await account('Hoàng Minh Tuấn', ['administrator']);
  });
  afterAll(() => context.close());

  async function account(fullName: string, roles: Role[] = []) {
    const phone = `+84${(next += 1)}`;
    const personId = await context.get(UnitOfWork).run(async (tx) => {
      const id = await context.get(People).create(tx, { fullName, birthYear: 1980, phone });
      await tx.query('INSERT INTO account (id, person_id, login_index, password_hash) VALUES ($1, $2, $3, $4)', [
        newId(),
        id,
        phoneIndex(context.get(KeyRing), phone),
        passwordHash,
      ]);
      for (const role of roles)
        await context.get(Grants).grant(tx, { personId: id, role, unitIds: [unitId], from: '2025-07-01', by: null });
      return id;
    });
    return { personId, phone: phone.replace('+84', '0') };
  }
  const visitor = () => new Visitor(context.app);
  const compulsory = (value: number) =>
    context
      .get(SecuritySettings)
      .set(
        { personId: administrator.personId, origin: {}, grants: [] } as unknown as Actor,
        'second-factor.compulsory',
        value,
        'Bài kiểm tra tự động cần tắt',
      );
  const secretOn = (body: string) => body.match(/<code>([A-Z2-7 ]{30,})<\/code>/)![1]!.replaceAll(' ', '');
  const codesOn = (body: string) => [...body.matchAll(/<code>([a-z2-9-]{19})<\/code>/g)].map(([, code]) => code!);
  /** Codes are good once within their thirty seconds, and the tests run in real time: take the next one. */
  const later = (secret: string, steps: number) => totpCode(secret, new Date(Date.now() + steps * 30_000));

  async function withFactor(who: { phone: string }) {
    const browser = visitor();
    await browser.signIn(who.phone, PASSWORD);
    await browser.get('/ca-nhan/bao-mat');
    const setUp = await browser.post('/ca-nhan/bao-mat/thiet-lap', { currentPassword: PASSWORD });
    const secret = secretOn(setUp.body);
    const done = await browser.post('/ca-nhan/bao-mat/xac-nhan', { code: later(secret, -1) });
    return { browser, secret, setUp, done, codes: codesOn(done.body) };
  }

  it('is set up at one’s own page with a picture, a key and a first code; the recovery codes are shown once', async () => {
    const who = await account('Trần Thu Hà', ['author']);
    const { browser, setUp, done, codes } = await withFactor(who);
    expect(setUp.body).toMatch(/<svg [^>]*>.*<path/s);
    expect(setUp.body).not.toMatch(/<svg[^>]*style=|<script(?! src)/);
    expect(codes).toHaveLength(10);
    expect(done.headers['cache-control'] ?? '').toMatch(/no-store/);
    const after = await browser.get('/ca-nhan/bao-mat');
    expect(after.body).toContain('Đang bật');
    expect(after.body).toContain('Còn 10 mã dự phòng');
    for (const code of codes) expect(after.body).not.toContain(code);
  });

  it('asks for the code; until then no page opens, and the half-open door is no session', async () => {
    const who = await account('Phạm Quốc Bình', ['reviewer']);
    const { secret, codes } = await withFactor(who);
    const browser = visitor();
    await browser.get('/dang-nhap');
    const half = await browser.post('/dang-nhap', { phone: who.phone, password: PASSWORD, tiep: '/ca-nhan/phien' });
    expect(half.body).toContain('Xác thực bước hai');
    for (const path of ['/ca-nhan', '/ca-nhan/bao-mat', '/kiem-duyet', '/quan-tri/an-toan'])
      expect((await browser.get(path)).location).toMatch(/^\/dang-nhap\?tiep=/);
    expect((await browser.get('/dang-nhap?tiep=%2Fca-nhan')).location).toBe('/dang-nhap/buoc-hai?tiep=%2Fca-nhan');
    expect((await browser.get('/dang-nhap?lai=1')).body).toContain('name="password"');
    await browser.get('/dang-nhap/buoc-hai?tiep=%2Fca-nhan%2Fphien');
    const wrong = await browser.post('/dang-nhap/buoc-hai', { code: '12', tiep: '/ca-nhan/phien' });
    expect([wrong.status, wrong.body.includes('Mã chưa đúng')]).toEqual([422, true]);
    const right = { code: later(secret, 0), tiep: '/ca-nhan/phien' };
    expect((await browser.post('/dang-nhap/buoc-hai', right, { follow: false })).location).toBe('/ca-nhan/phien');
    expect((await browser.get('/ca-nhan')).status).toBe(200);
    await browser.signIn(who.phone, PASSWORD);
    const elsewhere = { recoveryCode: codes[0]!, tiep: '//evil.vn' };
    const led = await browser.post('/dang-nhap/buoc-hai', elsewhere, { follow: false });
    expect(led.location).toMatch(/^\/(\?|$)/);
  });

  it('takes the step’s token for nothing else', async () => {
    const who = await account('Bùi Thị Lan', ['auditor']);
    await withFactor(who);
    const server = request(context.app.getHttpServer());
    const form = await server.get('/dang-nhap');
    const visitorCookie = form.headers['set-cookie']![0]!.split(';')[0]!;
    const _csrf = form.text.match(/name="_csrf" value="([^"]+)"/)![1]!;
    const half = await request(context.app.getHttpServer())
      .post('/dang-nhap')
      .type('form')
      .set('cookie', visitorCookie)
      .send({ phone: who.phone, password: PASSWORD, _csrf });
    const cookies = [half.headers['set-cookie']].flat() as string[];
    const step = cookies.find((line) => line.startsWith('hvs_step='))!;
    expect(step).toMatch(/Path=\/dang-nhap;.*HttpOnly.*SameSite=Lax/);
    expect(cookies.some((line) => /^hvs_session=[^;]/.test(line))).toBe(false);
    const token = step.match(/^hvs_step=([^;]+)/)![1]!;
    const me = (headers: Record<string, string>) => request(context.app.getHttpServer()).get('/ca-nhan').set(headers);
    expect((await me({ cookie: `hvs_session=${token}` })).status).toBe(303);
    expect((await me({ authorization: `Bearer ${token}`, accept: 'application/json' })).status).toBe(401);
  });

  it('takes a recovery code once', async () => {
    const who = await account('Giàng A Páo', ['facilitator']);
    const { codes } = await withFactor(who);
    const enterWith = async (recoveryCode: string) => {
      const browser = visitor();
      await browser.signIn(who.phone, PASSWORD);
      return browser.post('/dang-nhap/buoc-hai', { recoveryCode, tiep: '/ca-nhan' });
    };
    expect((await enterWith(codes[0]!)).body).toContain('Bạn vừa dùng một mã dự phòng');
    expect((await enterWith(codes[0]!)).status).toBe(422);
  });

  it('lets those who must have it in only to set it up', async () => {
    await compulsory(1);
    try {
      const who = await account('Lê Thị Thanh', ['committee']);
      const browser = visitor();
      await browser.get('/dang-nhap');
      const page = await browser.post('/dang-nhap', { phone: who.phone, password: PASSWORD, tiep: '/bao-cao' });
      expect(page.body).toContain('Thiết lập xác thực hai bước');
      expect((await browser.get('/bao-cao')).location).toBe('/dang-nhap?tiep=%2Fbao-cao');
      expect((await browser.get('/dang-nhap?tiep=%2Fbao-cao')).location).toBe('/dang-nhap/thiet-lap?tiep=%2Fbao-cao');
      const form = await browser.get('/dang-nhap/thiet-lap?tiep=%2Fbao-cao');
      const secret = secretOn(form.body);
      const wrong = await browser.post('/dang-nhap/thiet-lap', { code: '000', tiep: '//evil.vn' });
      expect([wrong.status, wrong.body.includes('evil.vn')]).toEqual([422, false]);
      expect(secretOn(wrong.body)).toBe(secret);
      const done = await browser.post('/dang-nhap/thiet-lap', { code: later(secret, 0), tiep: '/bao-cao' });
      expect(codesOn(done.body)).toHaveLength(10);
      expect(done.body).toContain('href="/bao-cao"');
      expect((await browser.get('/ca-nhan')).status).toBe(200);
      expect((await browser.get('/ca-nhan/bao-mat')).body).toContain('bắt buộc có xác thực hai bước');
    } finally {
      await compulsory(0);
    }
  });

  it('never leaves a session that was there before the sign-in (fixation)', async () => {
    const victim = await account('Nạn Nhân');
    const session = async (cookie: string) => {
      const form = await request(context.app.getHttpServer()).get('/quen-mat-khau').set('cookie', cookie);
      const _csrf = form.text.match(/name="_csrf" value="([^"]+)"/)![1]!;
      const visitorCookie = [form.headers['set-cookie'] ?? []].flat().map((line) => String(line).split(';')[0]);
      const answer = await request(context.app.getHttpServer())
        .post('/dang-nhap')
        .type('form')
        .set('cookie', [cookie, ...visitorCookie].join('; '))
        .send({ phone: victim.phone, password: PASSWORD, _csrf });
      return ([answer.headers['set-cookie']].flat() as string[])
        .find((line) => /^hvs_session=[^;]/.test(line))!
        .match(/^hvs_session=([^;]+)/)![1]!;
    };
    const nameAt = async (token: string) =>
      (await request(context.app.getHttpServer()).get('/ca-nhan').set('cookie', `hvs_session=${token}`)).text;
    // A token that the attacker made up is not taken over.
    const chosen = 'a'.repeat(43);
    const fresh = await session(`hvs_session=${chosen}`);
    expect(fresh).not.toBe(chosen);
    expect(await nameAt(chosen)).not.toContain('Nạn Nhân');
    expect(await nameAt(fresh)).toContain('Nạn Nhân');
    // Nor a living one that was there, which ends.
    const living = await session(`hvs_session=${fresh}`);
    expect(living).not.toBe(fresh);
    expect(await nameAt(fresh)).not.toContain('Nạn Nhân');
    expect(await nameAt(living)).toContain('Nạn Nhân');
  });

  it('gives known and unknown phones one page and one status at every door', async () => {
    const who = await account('Người Thật');
    const bare = (body: string) => body.replace(/value="[^"]*"/g, '').replace(/yeu-cau=[\w-]+/g, '');
    const at = async (phone: string, door: string, fields: Record<string, string>) => {
      const browser = visitor();
      await browser.get(door);
      const { status, body } = await browser.post(door, { phone, tiep: '/', ...fields });
      return { status, body: bare(body) };
    };
    for (const [door, fields] of [
      ['/dang-nhap', { password: 'không phải mật khẩu' }],
      ['/quen-mat-khau', {}],
    ] as const)
      expect(await at(who.phone, door, fields)).toEqual(await at('0398765432', door, fields));
  });
});
