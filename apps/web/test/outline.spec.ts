import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { QuizContent } from '#libs/assessment';
import { Courses, ImportCourse, Modules, type ModuleContent } from '#libs/catalogue';
import { fold } from '#libs/platform';
import { Visitor } from './browserless.js';
import { hiddenIn, signedIn, wordsOf } from './people.js';
import { createWebContext, type WebContext } from './web-context.js';

describe('the speaker’s outline', () => {
  let context: WebContext;
  let visitor: Visitor;
  beforeAll(async () => {
    context = await createWebContext();
    for (const folder of readdirSync('seed/courses')) {
      await context.get(ImportCourse).fromFolder(`seed/courses/${folder}`);
    }
    visitor = new Visitor(context.app);
  });
  afterAll(() => context.close());

  const contentOf = async (versionId: string): Promise<ModuleContent> =>
    (await context.db.query('SELECT content FROM module_version WHERE id = $1', [versionId]))[0].content;

  it('is there for every shipped module: points, things to show, three questions, and no question of its quiz', async () => {
    const courses = await context.get(Courses).list();
    const modules = courses.flatMap(({ slug, modules: all }) => all.map((module) => ({ ...module, course: slug })));
    expect(modules).toHaveLength(12);
    for (const { course, slug, versionId } of modules) {
      const { outline, parts } = await contentOf(versionId);
      expect(outline!.keyPoints.length).toBeGreaterThanOrEqual(3);
      expect(outline!.show.length).toBeGreaterThanOrEqual(2);
      expect(outline!.questions).toHaveLength(3);
      const { status, body } = await visitor.get(`/hoc/${course}/${slug}/de-cuong`);
      expect(status).toBe(200);
      const words = fold(wordsOf(body));
      for (const line of [...outline!.keyPoints, ...outline!.show, ...outline!.questions]) {
        expect(words).toContain(fold(line));
      }
      for (const { stem } of (parts.assessment as QuizContent).questions) expect(words).not.toContain(fold(stem));
    }
  });

  it('is linked from its module, and unknown for another', async () => {
    const path = '/hoc/an-toan-thong-tin/mat-khau-va-ma-otp';
    const { body } = await visitor.get(path);
    expect(body).toContain(`href="${path}/de-cuong"`);
    expect((await visitor.get('/hoc/an-toan-thong-tin/khong-co/de-cuong')).status).toBe(404);
  });

  it('is written in the studio, one line each, kept when refused, and read by the reviewer', async () => {
    const author = await signedIn(context, 'Lò Thị Mai', 'author');
    const { moduleId } = await context.get(Modules).bySlug('an-toan-thong-tin', 'mat-khau-va-ma-otp');
    const path = `/bien-soan/${moduleId}/de-cuong`;
    const form = (await author.get(path)).body;
    expect(form).toContain('Mỗi nơi một mật khẩu; nhiều quá');
    const revision = hiddenIn(form, 'revision');
    const typed = { revision, keyPoints: 'Ý một\r\n\r\nÝ hai', show: '', questions: 'Hỏi gì?' };
    const refused = await author.post(path, { ...typed, show: 'x'.repeat(4001) });
    expect([refused.status, refused.body.includes('Ý hai')]).toEqual([422, true]);
    const saved = await author.post(path, typed, { follow: false });
    expect(saved.status).toBe(303);
    const [{ content }] = await context.db.query('SELECT content FROM module_draft WHERE module_id = $1', [moduleId]);
    expect(content.outline).toEqual({ keyPoints: ['Ý một', 'Ý hai'], show: [], questions: ['Hỏi gì?'] });
    const stale = await author.post(path, { ...typed, questions: 'Khác?' });
    expect([stale.status, stale.body.includes('<ins>Hỏi: Khác?</ins>')]).toEqual([409, true]);
    await author.post(path, { ...typed, revision: '1', keyPoints: 'x'.repeat(301) });
    expect(wordsOf((await author.get(path)).body)).toContain('Mỗi dòng không quá 300 chữ cái.');
    expect(wordsOf((await author.get(`/bien-soan/${moduleId}`)).body)).toContain('Đề cương : Mỗi dòng không quá');
    expect(wordsOf((await author.get(`/bien-soan/${moduleId}/xem-thu`)).body)).toContain('Câu hỏi để cùng nói chuyện');
  });
});
