import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Courses, ImportCourse, SearchCatalogue, type ModuleContent } from '#libs/catalogue';
import { Visitor } from './browserless.js';
import { hiddenIn, signedIn, wordsOf } from './people.js';
import { createWebContext, type WebContext } from './web-context.js';

describe('finding and reading with little reading', () => {
  let context: WebContext;
  beforeAll(async () => {
    context = await createWebContext();
    for (const folder of readdirSync('seed/courses')) {
      await context.get(ImportCourse).fromFolder(`seed/courses/${folder}`);
    }
  });
  afterAll(() => context.close());

  const contents = async (): Promise<{ path: string; content: ModuleContent }[]> => {
    const modules = (await context.get(Courses).list()).flatMap(({ slug, modules: all }) =>
      all.map((module) => ({ path: `/hoc/${slug}/${module.slug}`, versionId: module.versionId })),
    );
    const rows: { id: string; content: ModuleContent }[] = await context.db.query(
      'SELECT id, content FROM module_version',
    );
    const byId = new Map(rows.map(({ id, content }) => [id, content]));
    return modules.map(({ path, versionId }) => ({ path, content: byId.get(versionId)! }));
  };

  it.each([
    ['lừa đảo', '/hoc/an-toan-thong-tin/gia-danh-va-gia-giong'],
    ['lua dao', '/hoc/an-toan-thong-tin/duong-dan-la'],
    ['mất sim', '/hoc/an-toan-thong-tin/mat-khau-va-ma-otp'],
    ['bi hack', '/hoc/an-toan-thong-tin/mat-khau-va-ma-otp'],
    ['khai sinh', '/hoc/dich-vu-cong-truc-tuyen/nop-ho-so-sau-buoc/trang/2'],
    ['gửi ảnh căn cước', '/hoc/bao-ve-du-lieu-ca-nhan/dong-y-dung-cach/trang/3'],
  ])('finds %s', async (question, path) => {
    const { status, body } = await new Visitor(context.app).get(`/tim?q=${encodeURIComponent(question)}`);
    expect(status).toBe(200);
    expect(body).toContain(`href="${path}"`);
  });

  it('marks what was found in the sentence, whatever its tones', async () => {
    const { body } = await new Visitor(context.app).get('/tim?q=khai%20sinh');
    expect(body).toContain('<mark>khai sinh</mark>');
    expect((await new Visitor(context.app).get('/tim?q=lua%20dao')).body).toContain('<mark>lừa đảo</mark>');
  });

  it('finds every module by each of its own words', async () => {
    for (const { path, content } of await contents()) {
      expect(content.keywords!.length).toBeGreaterThanOrEqual(5);
      for (const word of content.keywords!) {
        const { found } = await context.get(SearchCatalogue).find(word);
        expect([word, found.map((hit) => `/hoc/${hit.courseSlug}/${hit.moduleSlug}`)]).toEqual([
          word,
          expect.arrayContaining([path]),
        ]);
      }
    }
  });

  it('shows what was typed as text, and says what to do when nothing is found', async () => {
    const visitor = new Visitor(context.app);
    const { body } = await visitor.get(`/tim?q=${encodeURIComponent('<b>zzz</b> "qqq"')}`);
    expect(body).not.toContain('<b>zzz');
    expect(wordsOf(body)).toContain('Bạn thử ít chữ hơn');
    for (const url of ['/tim', '/tim?q=', '/tim?q=a&q=b', `/tim?q=${'x'.repeat(3000)}`])
      expect((await visitor.get(url)).status).toBe(200);
    expect((await visitor.get('/')).body.match(/action="\/tim"/g)).toHaveLength(1);
  });

  it('has the gist of every shipped page, in sentences short enough to read', async () => {
    const pages = (await contents()).flatMap(({ content }) => content.lessons);
    expect(pages).toHaveLength(40);
    for (const { gist } of pages) {
      expect([2, 3]).toContain(gist?.length);
      for (const line of gist!) expect(line.split(' ').length).toBeLessThanOrEqual(32);
    }
  });

  const LESSON = '/hoc/an-toan-thong-tin/mat-khau-va-ma-otp/trang/3';
  const GIST = 'Mã OTP không đọc cho bất cứ ai, kể cả người xưng là ngân hàng, công an.';
  const WHOLE = 'Bà Ón và “nhân viên ngân hàng”';

  it.each(['visitor', 'learner'])(
    'shows a %s large type and the gist, with a way to the whole and back',
    async (who) => {
      const reader = who === 'learner' ? await signedIn(context, 'Lò Thị Mai') : new Visitor(context.app);
      const plain = await reader.get(LESSON);
      expect(plain.body).toContain(WHOLE);
      const form = await reader.get(`/cach-doc?ve=${LESSON}`);
      expect(hiddenIn(form.body, 've')).toBe(LESSON);
      const gist = await reader.post('/cach-doc', { cach: 'chu-to', ve: LESSON });
      expect(gist.body).toContain('<html lang="vi" class="large">');
      expect([gist.body.includes(GIST), gist.body.includes(WHOLE)]).toEqual([true, false]);
      const whole = await reader.get(`${LESSON}?ban=day-du`);
      expect([whole.body.includes(WHOLE), whole.body.includes(`href="${LESSON}" rel="nofollow">Về ý chính`)]).toEqual([
        true,
        true,
      ]);
      // Nobody else is shown it, neither from the copy kept for visitors nor from a learner's frame.
      const others = [new Visitor(context.app), await signedIn(context, 'Giàng A Páo')];
      for (const other of others) expect((await other.get(LESSON)).body).toContain(WHOLE);
      await reader.get('/cach-doc');
      const again = await reader.post('/cach-doc', { cach: 'thuong', ve: LESSON });
      expect([again.body.includes(WHOLE), again.body.includes('class="large"')]).toEqual([true, false]);
    },
  );

  it('leads back to this site only', async () => {
    const visitor = new Visitor(context.app);
    for (const elsewhere of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:x']) {
      await visitor.get(`/cach-doc?ve=${encodeURIComponent(elsewhere)}`);
      const { location } = await visitor.post('/cach-doc', { cach: 'chu-to', ve: elsewhere }, { follow: false });
      expect(location).toBe('/?thong-bao=reading-large');
    }
  });
});
