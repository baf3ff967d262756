import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ImportCourse } from '#libs/catalogue';
import { People, Sessions } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { createWebContext, type WebContext } from './web-context.js';

const LESSON = '/hoc/dich-vu-cong-truc-tuyen/mot-cua-so/trang/1';

/** What a browser may keep, and what it is told when it asks again. */
describe('a page asked for again', () => {
  let context: WebContext;
  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportCourse).fromFolder('seed/courses/a-dich-vu-cong-truc-tuyen');
  });
  afterAll(() => context.close());

  const get = (path: string, headers: Record<string, string> = {}) =>
    request(context.app.getHttpServer())
      .get(path)
      .set({ accept: 'text/html', ...headers });

  async function signedIn(fullName: string): Promise<string> {
    const { token } = await context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName, birthYear: 1980 });
      return context.get(Sessions).start(tx, personId, {}, 'test');
    });
    return `hvs_session=${token}`;
  }

  it('is not sent again while it is the same, to a visitor or to a learner', async () => {
    for (const headers of [{} as Record<string, string>, { cookie: await signedIn('Lò Thị Mai') }]) {
      const first = await get(LESSON, headers);
      expect(first.headers['cache-control']).toMatch(/no-cache$/);
      const again = await get(LESSON, { ...headers, 'if-none-match': first.headers.etag! });
      expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' });
      expect(again.headers['content-security-policy']).toBe(first.headers['content-security-policy']);
    }
  });

  it('is sent when another person asks with the copy of the one before', async () => {
    const [mai, pao] = [await signedIn('Lò Thị Mai'), await signedIn('Giàng A Páo')];
    const { headers } = await get(LESSON, { cookie: mai });
    const answer = await get(LESSON, { cookie: pao, 'if-none-match': headers.etag! });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Giàng A Páo');
  });

  it('is never kept when it is personal', async () => {
    const { headers } = await get('/ca-nhan', { cookie: await signedIn('Lò Thị Mai') });
    expect(headers['cache-control']).toBe('private, no-store');
    expect(headers.etag).toBeUndefined();
  });

  it('is asked for anew when it is a step that ends, and so is every redirect', async () => {
    const cookie = await signedIn('Lò Thị Mai');
    const quiz = '/hoc/dich-vu-cong-truc-tuyen/mot-cua-so/kiem-tra';
    const answers = [
      await get(quiz, { cookie }),
      await get(`${quiz}/cau/1`, { cookie }),
      await get(quiz),
      await get('/dang-ky/ma?yeu-cau=00000000-0000-4000-8000-000000000000'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 303, 303, 200]);
    for (const { headers } of answers) expect(headers['cache-control']).toContain('no-store');
  });

  it('is cleared from the phone by signing out', async () => {
    const cookie = await signedIn('Lò Thị Mai');
    const token = (await get('/ca-nhan', { cookie })).text.match(/name="_csrf" value="([^"]+)"/)![1]!;
    const out = await request(context.app.getHttpServer())
      .post('/dang-xuat')
      .set({ cookie, accept: 'text/html' })
      .type('form')
      .send({ _csrf: token });
    expect(out.headers['clear-site-data']).toBe('"cache"');
  });
});
