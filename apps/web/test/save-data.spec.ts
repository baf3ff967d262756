import { brotliDecompressSync, constants, brotliCompressSync } from 'node:zlib';
import { get as ask } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ImportCourse } from '#libs/catalogue';
import { People, Sessions } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { eventually } from '#libs/testing';
import { createWebContext, type WebContext } from './web-context.js';

const LESSON = '/hoc/dich-vu-cong-truc-tuyen/mot-cua-so/trang';

/** What a page costs, and what it leaves out for a phone that counts every byte. */
describe('bytes of a page', () => {
  let context: WebContext;
  let address: string;
  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportCourse).fromFolder('seed/courses/a-dich-vu-cong-truc-tuyen');
    await context.app.listen(0, '127.0.0.1');
    address = (await context.app.getUrl()).replace('[::1]', '127.0.0.1');
  });
  afterAll(() => context.close());

  /** As it comes over the wire. */
  const bytes = (path: string) =>
    new Promise<Buffer>((done, fail) => {
      ask(address + path, { headers: { 'accept-encoding': 'br' } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk) => chunks.push(chunk)).on('end', () => done(Buffer.concat(chunks)));
      }).on('error', fail);
    });

  const page = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(address + path, { headers: { accept: 'text/html', ...headers } });
    return { html: await answer.text(), vary: answer.headers.get('vary'), etag: answer.headers.get('etag') };
  };

  async function learner(): Promise<string> {
    const { token } = await context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName: 'Lò Thị Mai', birthYear: 1980 });
      return context.get(Sessions).start(tx, personId, {}, 'test');
    });
    return `hvs_session=${token}`;
  }

  it('are as few as brotli makes them, from soon after a version is first read', async () => {
    const quick = await bytes(`${LESSON}/1`);
    const html = brotliDecompressSync(quick);
    const best = brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } });
    expect(best.length).toBeLessThan(quick.length * 0.95);
    // What is kept is kept for a second.
    const later = await eventually(async () => {
      const answer = await bytes(`${LESSON}/1`);
      expect(answer.length).toBeLessThanOrEqual(best.length);
      return answer;
    });
    expect(brotliDecompressSync(later).equals(html)).toBe(true);
  });

  it.each(['visitor', 'learner'])('are fewer for a %s whose browser saves data', async (who) => {
    const cookie = who === 'learner' ? { cookie: await learner() } : ({} as Record<string, string>);
    const saving = { ...cookie, 'save-data': 'on' };
    // Asked in both orders: neither is answered with what was kept for the other.
    for (const number of [1, 2]) {
      const path = `${LESSON}/${number}`;
      const [first, second] = number === 1 ? [cookie, saving] : [saving, cookie];
      await page(path, first);
      const answers = [await page(path, first), await page(path, second)];
      const [usual, saved] = number === 1 ? answers : answers.reverse();
      expect(usual!.html).toContain('/tinh/read-aloud');
      expect(usual!.html).not.toContain('?nghe=1');
      expect(saved!.html).not.toMatch(/tinh\/(read-aloud|icon)/);
      expect(saved!.html).toContain('href="?nghe=1"');
      expect(saved!.etag).not.toBe(usual!.etag);
      for (const { vary } of answers) expect(vary).toContain('save-data');
    }
    expect((await page(`${LESSON}/1?nghe=1`, saving)).html).toContain('/tinh/read-aloud');
  });
});
