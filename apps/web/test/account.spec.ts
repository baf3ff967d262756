import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { LEARNING_CONSENT } from '#libs/identity';
import { Messages } from '#libs/notifications';
import { consentTexts } from '../src/account/consent-texts.js';
import { Visitor } from './browserless.js';
import { oneCommune } from './one-commune.js';
import { createWebContext, type WebContext } from './web-context.js';

const PASSWORD = 'ruộng bậc thang';
const NEW_PASSWORD = 'chợ phiên San Thàng';

describe('an account', () => {
  let context: WebContext;
  let communeId: string;
  let next = 912_000_000;

  beforeAll(async () => {
    context = await createWebContext();
    communeId = await oneCommune(context);
  });
  afterAll(() => context.close());

  const freshPhone = () => `0${(next += 1)}`;
  const server = () => request(context.app.getHttpServer());
  const visitor = () => new Visitor(context.app);
  const hidden = (body: string, name: string) =>
    body.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1].replaceAll('&#x3D;', '=') ?? '';
  const codeFor = async (phone: string) =>
    (await context.get(Messages).inSink(100))
      .find(({ to }) => to === phone.replace(/^0/, '+84'))!
      .text.match(/\d{6}/)![0];
  const form = (phone: string, tiep: string) => ({
    fullName: 'Lò Thị Mai',
    phone,
    password: PASSWORD,
    birthYear: '1968',
    communeId,
    consent: 'yes',
    tiep,
  });
  async function signedUp(phone = freshPhone()) {
    const who = visitor();
    await who.get('/dang-ky');
    const codePage = await who.post('/dang-ky', form(phone, '/ca-nhan'));
    const answer = await who.post('/dang-ky/ma', {
      requestId: hidden(codePage.body, 'requestId'),
      tiep: hidden(codePage.body, 'tiep'),
      code: await codeFor(phone),
    });
    return { who, phone, answer };
  }

  it('is made on the way to where its owner wanted to go', async () => {
    const { answer } = await signedUp();
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('Lò Thị Mai');
    expect(answer.body).toContain('Đăng ký xong');
  });

  it('offers the communes and a box that is not ticked', async () => {
    const { body } = await visitor().get('/dang-ky');
    expect(body).toContain(`<option value="${communeId}">Xã Bình Lư</option>`);
    expect(body).toContain(consentTexts[LEARNING_CONSENT.textVersion].statement);
    expect(body).not.toMatch(/name="consent"[^>]*checked/);
  });

  it('says everything that is wrong at once and keeps what was typed', async () => {
    const who = visitor();
    await who.get('/dang-ky');
    const { status, body } = await who.post('/dang-ky', {
      fullName: 'Lò <b>',
      phone: '12',
      password: 'ngắn',
      birthYear: 'sáu tám',
      communeId: '',
      tiep: '/hoc/a/b',
    });
    expect(status).toBe(422);
    for (const sentence of [
      'Số điện thoại chưa đúng',
      'ít nhất 14 ký tự',
      'Năm sinh gồm bốn chữ số',
      'Hãy chọn xã hoặc phường',
      'Cần bạn đồng ý',
    ]) {
      expect(body).toContain(sentence);
    }
    expect(body).toContain('value="Lò &lt;b&gt;"');
    expect(hidden(body, 'tiep')).toBe('/hoc/a/b');
    expect(body).not.toContain('ngắn"');
  });

  it('is one account when the code is sent twice, and the second press says so', async () => {
    const who = visitor();
    const phone = freshPhone();
    await who.get('/dang-ky');
    const codePage = await who.post('/dang-ky', form(phone, '/ca-nhan'));
    const fields = { requestId: hidden(codePage.body, 'requestId'), tiep: '/ca-nhan', code: await codeFor(phone) };
    await who.post('/dang-ky/ma', fields, { follow: false });
    const own = await who.get('/ca-nhan/phien');
    expect(own.status).toBe(200);
    const again = await who.post('/dang-ky/ma', fields);
    expect(again.body).toContain('đã được xác nhận');
    const elsewhere = visitor();
    await elsewhere.get('/dang-nhap');
    expect((await elsewhere.post('/dang-ky/ma', fields, { follow: false })).location).toMatch(
      /^\/dang-nhap\?tiep=%2Fca-nhan&thong-bao=/,
    );
  });

  it('gets another code in place of the first, within a minute only one', async () => {
    const who = visitor();
    const phone = freshPhone();
    await who.get('/dang-ky');
    const first = hidden((await who.post('/dang-ky', form(phone, '/'))).body, 'requestId');
    const page = await who.post('/dang-ky/ma-moi', { requestId: first, tiep: '/ca-nhan' });
    expect(page.body).toContain('Đã gửi mã khác');
    const second = hidden(page.body, 'requestId');
    expect(second).not.toBe(first);
    expect((await who.post('/dang-ky/ma-moi', { requestId: second, tiep: '/' })).status).toBe(429);
    expect(
      (await who.post('/dang-ky/ma', { requestId: second, tiep: '/ca-nhan', code: await codeFor(phone) })).body,
    ).toContain('Đăng ký xong');
    expect((await visitor().get('/dang-ky/ma')).location).toBe('/dang-ky');
  });

  it('leads back to the page of this site one came from, and nowhere else', async () => {
    const { phone } = await signedUp();
    const after = async (tiep: string) => {
      const who = visitor();
      await who.get('/dang-nhap');
      return (await who.post('/dang-nhap', { phone, password: PASSWORD, tiep }, { follow: false })).location;
    };
    expect(await after('/ca-nhan/phien')).toBe('/ca-nhan/phien');
    for (const evil of ['//evil.vn', 'https://evil.vn', '/\\evil.vn', '/.//evil.vn', '/\t/evil.vn'])
      expect(await after(evil)).toBe('/');
    const withReferer = async (referer: string) =>
      hidden((await server().get('/dang-nhap').set({ referer, host: 'hocvuso.example' })).text, 'tiep');
    expect(await withReferer('https://hocvuso.example/hoc/a/b?trang=2')).toBe('/hoc/a/b?trang=2');
    expect(await withReferer('https://evil.example/hoc/a/b')).toBe('/');
  });

  it('that is signed in is not asked to sign in again', async () => {
    const { who } = await signedUp();
    expect((await who.get('/dang-nhap?tiep=/ca-nhan')).location).toBe('/ca-nhan');
    expect((await who.get('/dang-ky?tiep=/ca-nhan')).location).toBe('/ca-nhan');
    for (const door of ['/dang-nhap', '/dang-ky']) expect((await who.get(`${door}?tiep=//evil.vn`)).location).toBe('/');
  });

  it('is led to no other site by the last form of signing up or of a forgotten password', async () => {
    const [who, phone] = [visitor(), freshPhone()];
    const last = async (first: string, form: Record<string, string>, path: string, more: object) => {
      await who.get(first);
      const { body } = await who.post(first, form);
      const fields = { ...more, requestId: hidden(body, 'requestId'), code: await codeFor(phone), tiep: '//evil.vn' };
      return (await who.post(path, fields, { follow: false })).location;
    };
    expect(await last('/dang-ky', form(phone, '/ca-nhan'), '/dang-ky/ma', {})).toMatch(/^\/(\?|$)/);
    expect(await last('/quen-mat-khau', { phone, tiep: '/' }, '/quen-mat-khau/ma', { password: NEW_PASSWORD })).toMatch(
      /^\/(\?|$)/,
    );
  });

  it('can end another place where it is signed in', async () => {
    const { who, phone } = await signedUp();
    const other = visitor();
    await other.signIn(phone, PASSWORD);
    const { body } = await who.get('/ca-nhan/phien');
    expect(body.match(/máy bạn đang dùng<\/span>/g)).toHaveLength(1);
    await who.post(body.match(/action="(\/ca-nhan\/phien\/[^"]+\/ket-thuc)"/)![1], {});
    expect((await other.get('/ca-nhan')).location).toContain('/dang-nhap');
    expect((await who.get('/ca-nhan')).status).toBe(200);
  });

  it('changes its password and stays signed in here only', async () => {
    const { who, phone } = await signedUp();
    const other = visitor();
    await other.signIn(phone, PASSWORD);
    await who.get('/ca-nhan/mat-khau');
    const refused = await who.post('/ca-nhan/mat-khau', { currentPassword: 'sai', password: NEW_PASSWORD });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('Mật khẩu đang dùng chưa đúng');
    expect((await who.post('/ca-nhan/mat-khau', { currentPassword: PASSWORD, password: NEW_PASSWORD })).body).toContain(
      'Đã đổi mật khẩu',
    );
    expect((await other.get('/ca-nhan')).location).toContain('/dang-nhap');
  });

  it('changes its phone by the password and a code sent to the new one, and signs in with it', async () => {
    const { who, phone } = await signedUp();
    const [other, mine] = [visitor(), freshPhone()];
    await other.signIn(phone, PASSWORD);
    await who.get('/ca-nhan/so-dien-thoai');
    const refused = await who.post('/ca-nhan/so-dien-thoai', { phone: mine, currentPassword: 'sai' });
    expect(refused.status).toBe(422);
    for (const words of ['Mật khẩu đang dùng chưa đúng', `value="${mine}"`]) expect(refused.body).toContain(words);
    const asked = await who.post('/ca-nhan/so-dien-thoai', { phone: mine, currentPassword: PASSWORD });
    const requestId = hidden(asked.body, 'requestId');
    const wrong = await who.post('/ca-nhan/so-dien-thoai/ma', { requestId, code: '12' });
    expect([wrong.status, hidden(wrong.body, 'requestId')]).toEqual([422, requestId]);
    const done = await who.post('/ca-nhan/so-dien-thoai/ma', { requestId, code: await codeFor(mine) });
    expect(done.body).toContain('đăng nhập bằng số điện thoại mới');
    expect((await other.get('/ca-nhan')).location).toContain('/dang-nhap');
    const again = visitor();
    await again.signIn(mine, PASSWORD);
    expect((await again.get('/ca-nhan')).body).toContain('đã xác nhận');
  });

  it('sets a forgotten password by a code, and a phone without an account looks the same', async () => {
    const { phone } = await signedUp();
    const who = visitor();
    await who.get('/quen-mat-khau?tiep=/ca-nhan');
    const page = await who.post('/quen-mat-khau', { phone, tiep: '/ca-nhan' });
    const stranger = visitor();
    await stranger.get('/quen-mat-khau');
    const strangerPage = await stranger.post('/quen-mat-khau', { phone: '0987654321', tiep: '/ca-nhan' });
    const bare = (body: string) => body.replace(/value="[^"]*"/g, '').replace(/yeu-cau=[\w-]+/g, '');
    expect(bare(strangerPage.body)).toBe(bare(page.body));
    const fields = { requestId: hidden(page.body, 'requestId'), tiep: '/ca-nhan', password: NEW_PASSWORD };
    const done = await who.post('/quen-mat-khau/ma', { ...fields, code: await codeFor(phone) });
    expect(done.body).toContain('Lò Thị Mai');
    const again = visitor();
    await again.signIn(phone, NEW_PASSWORD);
    expect((await again.get('/ca-nhan')).status).toBe(200);
  });

  it('shows a new token once; a program uses it until it is revoked', async () => {
    const { who } = await signedUp();
    const { body } = await who.get('/ca-nhan/ma-truy-cap');
    const fields = { clientKey: hidden(body, 'clientKey'), name: 'Bảng của văn phòng', days: '30' };
    const made = await who.post('/ca-nhan/ma-truy-cap', fields);
    const token = made.body.match(/<code>([\w-]{43})<\/code>/)![1];
    expect((await who.post('/ca-nhan/ma-truy-cap', fields)).status).toBe(409);
    const list = await who.get('/ca-nhan/ma-truy-cap');
    expect(list.body).not.toContain(token);
    const ask = async (value: string) =>
      (
        await server()
          .get('/ca-nhan')
          .set({ authorization: `Bearer ${value}`, accept: 'application/json' })
      ).status;
    expect(await ask(token)).toBe(200);
    await who.post(list.body.match(/action="(\/ca-nhan\/ma-truy-cap\/[^"]+\/thu-hoi)"/)![1], {});
    expect(await ask(token)).toBe(401);
    expect(await ask('made-up')).toBe(401);
  });

  it('has a telephone of its own only in the demo', async () => {
    const { phone } = await signedUp();
    expect((await visitor().get('/tin-nhan-thu')).body).toContain(phone.slice(1));
    context.config.demo = 'no';
    expect((await visitor().get('/tin-nhan-thu')).status).toBe(404);
    context.config.demo = 'yes';
  });
});
