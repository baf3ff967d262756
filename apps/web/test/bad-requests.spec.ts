import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { newId } from '#libs/platform';
import { Program } from './program.js';
import { createWebContext, type WebContext } from './web-context.js';
import { signedIn } from './people.js';
import type { Visitor } from './browserless.js';

/** Requests that no browser makes: refused in words, never a fault of ours, never work for the program. */
describe('a request made to harm', () => {
  let context: WebContext;
  beforeAll(async () => {
    context = await createWebContext();
  });
  afterAll(() => context.close());

  const server = () => request(context.app.getHttpServer());
  const cookieOf = (visitor: Visitor) => `hvs_session=${visitor.cookies.get('hvs_session')}`;
  const form = (content: string) =>
    `--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${content}\r\n`;

  it.each(['/hoc/%00/%00/trang/1', '/hoc/%00/%00', '/chien-dich/%00', '/hoc/%00/%00/ap-phich.pdf'])(
    'with a zero byte in its address is a mistake of the sender (%s)',
    async (path) => {
      const { status, text } = await server().get(path).set('accept', 'text/html');
      expect({ status, page: text.includes('Về trang đầu') }).toEqual({ status: 422, page: true });
    },
  );

  it.each(['foo', 'http://[', 'http://site:port', 'http://127.0.0.1.evil.example'])(
    'whose origin is %s comes from another site',
    async (origin) => {
      const { status, body } = await server()
        .post('/dang-nhap')
        .set({ origin, accept: 'application/json' })
        .type('form')
        .send('phone=0900000001');
      expect({ status, code: body.code }).toEqual({ status: 403, code: 'form.cross-site' });
    },
  );

  it.each([
    ['multipart/form-data', form('a')],
    ['multipart/form-data; boundary=x', 'no such boundary'],
    ['multipart/form-data; boundary=x', form('cut off')],
    ['multipart/mixed; boundary=x', form('a')],
  ])('with a form that is not what its head says (%s) is refused', async (type, body) => {
    const manager = await signedIn(context, 'Lò Văn Tệp', 'unit_manager');
    const call = server()
      .post('/don-vi/nhap-danh-sach')
      .set({ cookie: cookieOf(manager), accept: 'application/json', 'content-type': type });
    const { status, body: problem } = await call.send(body);
    expect({ status, code: problem.code }).toEqual({ status: 422, code: 'request.malformed' });
  });

  it('with a file is not read from a stranger, nor from a learner', async () => {
    const sent = { accept: 'application/json', 'content-type': 'multipart/form-data; boundary=x' };
    const file = `${form('a')}--x--\r\n`;
    const stranger = await server().post('/dang-nhap').set(sent).send(file);
    expect({ status: stranger.status, code: stranger.body.code }).toEqual({ status: 401, code: 'sign-in.required' });
    const csv = await server().post('/api/v1/rosters').set({ 'content-type': 'text/csv' }).send('a;b');
    expect(csv.body.code).toBe('sign-in.required');
    const cookie = cookieOf(await signedIn(context, 'Lò Thị Học'));
    const learner = await server()
      .post('/ca-nhan/mat-khau')
      .set({ ...sent, cookie })
      .send(file);
    expect({ status: learner.status, code: learner.body.code }).toEqual({ status: 403, code: 'access.denied' });
  });

  it.each([
    ['a depth without end', '['.repeat(3000) + ']'.repeat(3000)],
    ['values without end', `[${'0,'.repeat(200_000)}0]`],
  ])('with an answer of %s is refused before it costs anything', async (_, nested) => {
    const { token } = await Program.of(context, 'Lò Văn Máy');
    const { status, body } = await server()
      .post(`/api/v1/me/attempts/${newId()}/submission`)
      .set({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
      .send(`{"clientKey":"${newId()}","answers":${nested}}`);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'request.malformed' });
  });

  it.each([
    ['a prototype', '{"__proto__":{"via":"session"},"fullName":"a"}'],
    ['a constructor', '{"constructor":{"prototype":{"via":"session"}}}'],
    ['a depth without end', '{"a":'.repeat(150_000)],
    ['a depth that ends', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
  ])('with JSON of %s changes nothing', async (_, body) => {
    const cookie = cookieOf(await signedIn(context, 'Lò Thị Sâu', 'administrator'));
    for (const path of ['/dang-nhap', '/api/v1/me/tokens', '/api/v1/adjustments']) {
      const { status } = await server().post(path).set({ cookie, 'content-type': 'application/json' }).send(body);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
    expect(({} as Record<string, unknown>).via).toBeUndefined();
  });

  it('is not waited for without end', () => {
    const { requestTimeout, headersTimeout } = context.app.getHttpServer();
    expect(requestTimeout).toBe(300_000);
    expect(headersTimeout).toBeGreaterThan(0);
    expect(headersTimeout).toBeLessThanOrEqual(60_000);
  });

  it('names another host, and no page or redirect believes it', async () => {
    const sent = { host: 'evil.example', 'x-forwarded-host': 'evil2.example', 'x-forwarded-proto': 'https' };
    for (const path of ['/', '/dang-nhap', '/xac-minh', '/khong-co', '/ca-nhan', '/dang-nhap?tiep=//evil.example/']) {
      const { text, headers } = await server().get(path).set(sent).redirects(0);
      expect({ path, told: /evil2?\.example/.test(`${text}${JSON.stringify(headers)}`) }).toEqual({
        path,
        told: false,
      });
    }
  });
});
