import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ImportCourse } from '#libs/catalogue';
import { People, Sessions } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { Visitor, type Answer } from './browserless.js';
import { answerKey, seededCourses, type SeededCourse, type SeededModule } from './seeded-courses.js';
import { createWebContext, type WebContext } from './web-context.js';

jest.setTimeout(400_000);

const COURSES = seededCourses();

/** Every page of every module that ships, read and tested over plain HTTP; right answers come from the seed's files. */
describe('every seeded course without JavaScript', () => {
  let context: WebContext;
  beforeAll(async () => {
    context = await createWebContext();
    for (const { folder } of COURSES) await context.get(ImportCourse).fromFolder(folder);
  });
  afterAll(() => context.close());

  async function learner(): Promise<Visitor> {
    const { token } = await context.get(UnitOfWork).run(async (tx) => {
      const id = await context.get(People).create(tx, { fullName: 'Lò Văn Đọc', birthYear: 1966 });
      return context.get(Sessions).start(tx, id, {}, 'test');
    });
    return new Visitor(context.app, { hvs_session: token });
  }

  it('has courses to read', () => {
    expect(COURSES.length).toBeGreaterThanOrEqual(3);
    expect(COURSES.every(({ modules }) => modules.length > 0)).toBe(true);
  });

  it.each(COURSES.map((course) => [course.title, course] as const))('%s: to the certificate', async (_, course) => {
    const visitor = await learner();
    const listed = await visitor.get(course.path);
    for (const module of course.modules) expect(words(listed)).toContain(module.title);
    const keys = answerKey(course.folder);
    for (const [index, module] of course.modules.entries()) {
      await readPages(visitor, module);
      const result = await takeQuiz(visitor, module, keys);
      expect(words(result)).toContain(`đúng ${module.questions} trên ${module.questions} câu`);
      const last = index === course.modules.length - 1;
      expect(words(result)).toContain(last ? 'đã hoàn thành cả chuyên đề' : `đã hoàn thành bài “${module.title}”`);
    }
    await hasCertificate(visitor, course);
  });

  /** By the links of the pages only, as a finger would. */
  async function readPages(visitor: Visitor, module: SeededModule): Promise<void> {
    let page = await visitor.get(module.path);
    expect(page.status).toBe(200);
    let href = link(page, new RegExp(`href="(${module.path}/trang/1)"`))!;
    for (const [index, lesson] of module.lessons.entries()) {
      page = await visitor.get(href);
      expect(page.status).toBe(200);
      const shown = words(page);
      expect(lesson.words.length).toBeGreaterThan(10);
      expect(shown).toContain(lesson.title);
      expect(shown).toContain(lesson.words);
      expect(shown).toContain(`Trang ${index + 1} trên ${module.lessons.length}`);
      expect(shown).toContain('Nguồn của bài');
      href = link(page, /rel="next" href="([^"]+)"/) ?? '';
    }
    expect(href).toBe('');
    expect(page.body).toContain(`href="${module.path}/kiem-tra">Làm bài kiểm tra`);
  }

  async function takeQuiz(visitor: Visitor, module: SeededModule, keys: Map<string, string[]>): Promise<Answer> {
    const quiz = `${module.path}/kiem-tra`;
    const intro = await visitor.get(quiz);
    let page = await visitor.post(quiz, { clientKey: hidden(intro, 'clientKey') });
    if (page.location) page = await visitor.get(page.location);
    for (let number = 1; number <= module.questions; number += 1) {
      expect(words(page)).toContain(`Câu ${number} trên ${module.questions}`);
      const right = keys.get(decode(page.body.match(/<legend>([^<]+)</)![1]!).trim());
      const chosen = choices(page).filter(({ label }) => right!.includes(label));
      expect(chosen.map(({ label }) => label).sort()).toEqual([...right!].sort());
      page = await visitor.post(`${quiz}/cau/${number}`, {
        attemptId: hidden(page, 'attemptId'),
        questionId: hidden(page, 'questionId'),
        answer: chosen.map(({ value }) => value),
        toi: number < module.questions ? 'sau' : 'xem-lai',
      });
    }
    expect(page.body).toContain('Nộp bài');
    return visitor.post(`${quiz}/nop`, { attemptId: hidden(page, 'attemptId') });
  }

  async function hasCertificate(visitor: Visitor, course: SeededCourse): Promise<void> {
    const wallet = await visitor.get('/chung-nhan');
    expect(words(wallet)).toContain(course.title);
    const code = wallet.body.match(/LC-[0-9A-Z-]{14}/)![0];
    const verified = words(await new Visitor(context.app).get(`/xac-minh/${code}`));
    expect(verified).toContain('Giấy này có thật và đang có giá trị');
    expect(verified).toContain('Lò Văn Đọc');
    for (const module of course.modules) expect(verified).toContain(module.title);
  }
});

const decode = (html: string) =>
  html
    .replace(/&quot;/g, '"')
    .replace(/&#x27;|&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
const words = ({ body }: Answer) => decode(body.replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');
const link = ({ body }: Answer, pattern: RegExp) => body.match(pattern)?.[1];
const hidden = ({ body }: Answer, name: string) => body.match(new RegExp(`name="${name}" value="([^"]+)"`))![1]!;
const choices = ({ body }: Answer) =>
  [...body.matchAll(/<input type="(?:radio|checkbox)" name="answer" value="([^"]+)"[^>]*><span>([^<]+)<\/span>/g)].map(
    ([, value, label]) => ({ value: value!, label: decode(label!).trim() }),
  );
