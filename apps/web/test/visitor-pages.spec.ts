import { afterEach, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { VisitorPages } from '../src/shell/visitor-pages.js';

const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

/** A lesson route that numbers its renderings, beside a route that is not kept. */
async function site() {
  let now = 0;
  let rendered = 0;
  const pages = new VisitorPages(() => now);
  const app = Fastify();
  pages.answer(app);
  pages.keep(app);
  for (const url of ['/hoc/:course/:module/trang/:page', '/khac']) {
    app.get(url, (request, reply) => {
      rendered += 1;
      void reply.type('text/html').header('x-policy', 'strict');
      if (request.url.endsWith('/9')) void reply.code(404);
      if (request.url.endsWith('/8')) void reply.header('set-cookie', 'a=b');
      return `${request.url} ${rendered}`;
    });
  }
  open.push(app);
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const get = async (url: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(address + url, { headers });
    const [policy, type] = ['x-policy', 'content-type'].map((name) => answer.headers.get(name));
    return { statusCode: answer.status, policy, type, body: await answer.text() };
  };
  return { get, advance: (ms: number) => (now += ms) };
}

const PAGE = '/hoc/an-toan/mat-khau/trang/1';

describe('lesson pages for visitors', () => {
  it('are rendered once a second, with the same headers each time', async () => {
    const { get, advance } = await site();
    const first = await get(PAGE);
    expect(first).toEqual({ statusCode: 200, policy: 'strict', type: 'text/html', body: `${PAGE} 1` });
    expect(await get(PAGE)).toEqual(first);
    advance(1_000);
    expect((await get(PAGE)).body).toBe(`${PAGE} 2`);
  });

  it.each<Record<string, string>>([
    { cookie: 'hvs_session=a' },
    { authorization: 'Bearer a' },
    { 'x-no-compression': '1' },
  ])('are rendered for whoever brings %p, and not kept for others', async (headers) => {
    const { get } = await site();
    expect((await get(PAGE, headers)).body).toBe(`${PAGE} 1`);
    expect((await get(PAGE)).body).toBe(`${PAGE} 2`);
    expect((await get(PAGE, headers)).body).toBe(`${PAGE} 3`);
  });

  it('are told apart by address and by compression', async () => {
    const { get } = await site();
    await get(PAGE);
    expect((await get(`${PAGE}?a=1`)).body).toBe(`${PAGE}?a=1 2`);
    expect((await get(PAGE, { 'accept-encoding': 'br' })).body).toBe(`${PAGE} 3`);
  });

  it.each(['/khac', '/hoc/an-toan/mat-khau/trang/9', '/hoc/an-toan/mat-khau/trang/8'])(
    'do not include %s: another route, an error, a cookie',
    async (url) => {
      const { get } = await site();
      await get(url);
      expect((await get(url)).body).toBe(`${url} 2`);
    },
  );
});
