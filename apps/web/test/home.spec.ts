import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Attempts } from '#libs/assessment';
import { PublishCourse, PublishModule, type ModuleContent } from '#libs/catalogue';
import { People, Sessions } from '#libs/identity';
import { OpenLesson, StartQuiz, SubmitQuiz } from '#libs/learning';
import { newId, UnitOfWork } from '#libs/platform';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

const COURSE = 'an-toan';
/** One statement; whoever fails waits half an hour, and `ba` may be tried once only. */
const content = (slug: string): ModuleContent => ({
  title: `Bài ${slug}`,
  summary: 'Tóm tắt',
  minutes: 7,
  objectives: ['Bạn giữ được mã OTP.'],
  competence: { domain: 'an-toan', level: 1 },
  sources: [{ title: 'Khung kỹ năng số' }],
  reviewBy: null,
  lessons: [1, 2].map((page) => ({ title: `Trang số ${page}`, minutes: 2, markdown: `Nội dung ${page}` })),
  parts: {
    assessment: {
      rule: { draw: 1, passPercent: 100, maxAttempts: slug === 'ba' ? 1 : 0, waitMinutes: 30 },
      questions: [
        {
          key: 'mot',
          type: 'true_false',
          stem: 'Mã OTP chỉ dành cho bạn.',
          answer: true,
          feedback: { true: 'Đúng vậy.', false: 'Chưa đúng.' },
          explanation: 'Mã OTP chỉ dành cho bạn.',
        },
      ],
    },
  },
});

describe('the one next step on the home page', () => {
  let context: WebContext;
  beforeAll(async () => {
    context = await createWebContext();
    await publish();
  });
  afterAll(() => context.close());

  const inOne = <T>(work: Parameters<UnitOfWork['run']>[0]) => context.get(UnitOfWork).run(work) as Promise<T>;

  async function publish(): Promise<void> {
    const courseId = newId();
    const facts = { authors: [], approverId: null, publishedAt: new Date() };
    await inOne(async (tx) => {
      await tx.query(`INSERT INTO course (id, code, slug) VALUES ($1, 'B', $2)`, [courseId, COURSE]);
      const moduleIds: string[] = [];
      for (const slug of ['mot', 'hai', 'ba']) {
        moduleIds.push(newId());
        const row = [moduleIds.at(-1), courseId, slug];
        await tx.query('INSERT INTO module (id, course_id, code, slug) VALUES ($1, $2, $3, $3)', row);
        await context.get(PublishModule).publish(tx, moduleIds.at(-1)!, content(slug), facts);
      }
      const course = { courseId, title: 'An toàn', summary: 'Giữ tài khoản', audience: 'Mọi người', moduleIds };
      await context.get(PublishCourse).publish(tx, { ...course, publishedAt: new Date() });
    });
  }

  async function learner() {
    const personId = await inOne<string>((tx) =>
      context.get(People).create(tx, { fullName: 'Lò Thị Mai', birthYear: 1965 }),
    );
    const { token } = await inOne<{ token: string }>((tx) => context.get(Sessions).start(tx, personId, {}, 'test'));
    const visitor = new Visitor(context.app, { hvs_session: token });
    const read = (module: string, ...pages: number[]) =>
      Promise.all(pages.map((page) => context.get(OpenLesson).open(personId, COURSE, module, page)));
    const begin = async (moduleSlug: string) =>
      (await context.get(StartQuiz).start({ personId, courseSlug: COURSE, moduleSlug, clientKey: randomUUID() })).id;
    const take = async (module: string, answer: boolean) => {
      const attempt = await begin(module);
      const { questions } = await context.get(Attempts).presented(personId, attempt);
      await context.get(SubmitQuiz).submit(personId, attempt, { [questions[0]!.id]: answer });
    };
    return { visitor, read, begin, take };
  }

  /** The only button that stands out in the page's own part, and what is said before the list of courses. */
  async function step(visitor: Visitor): Promise<{ label: string; href: string; said: string }> {
    const { body } = await visitor.get('/');
    const main = body.slice(body.indexOf('<main'), body.indexOf('</main>'));
    const links = [...main.matchAll(/<(?:a|button)[^>]*class="[^"]*btn-primary[^"]*"[^>]*>([^<]*)</g)];
    expect(links).toHaveLength(1);
    const [link] = links;
    const said = main.slice(0, main.indexOf('role="search"'));
    return { label: link![1]!, href: link![0].match(/href="([^"]*)"/)![1]!, said };
  }

  it('is the first lesson for who is new and for a visitor', async () => {
    const { visitor } = await learner();
    expect(await step(visitor)).toMatchObject({ label: 'Bắt đầu học', href: '/hoc/an-toan/mot/trang/1' });
    expect(await step(new Visitor(context.app))).toMatchObject({
      label: 'Đọc thử bài đầu tiên',
      href: '/hoc/an-toan/mot/trang/1',
    });
  });

  it('is the very page in the middle, then the quiz, and the quiz still when it lies open', async () => {
    const { visitor, read, begin } = await learner();
    await read('hai', 1);
    expect(await step(visitor)).toMatchObject({ label: 'Học tiếp: trang 1', href: '/hoc/an-toan/hai/trang/1' });
    await read('hai', 2);
    const quiz = { label: 'Học tiếp: làm bài kiểm tra', href: '/hoc/an-toan/hai/kiem-tra' };
    expect(await step(visitor)).toMatchObject(quiz);
    await begin('hai');
    expect(await step(visitor)).toMatchObject(quiz);
  });

  it('is another lesson while the quiz must wait, which is said; with nothing else it is reading again', async () => {
    const { visitor, read, take } = await learner();
    await read('mot', 1, 2);
    await take('mot', false);
    expect(await step(visitor)).toEqual({
      label: 'Bắt đầu học',
      href: '/hoc/an-toan/hai/trang/1',
      said: expect.stringContaining('Bài kiểm tra “Bài mot”: bạn làm lại được từ'),
    });
    for (const module of ['hai', 'ba']) {
      await read(module, 1, 2);
      await take(module, true);
    }
    expect(await step(visitor)).toEqual({
      label: 'Đọc lại bài',
      href: '/hoc/an-toan/mot/trang/1',
      said: expect.stringContaining('Bạn làm lại được bài kiểm tra từ'),
    });
  });

  it('is reading again, and whom to ask, when no attempt is left', async () => {
    const { visitor, read, take } = await learner();
    for (const module of ['mot', 'hai']) {
      await read(module, 1, 2);
      await take(module, true);
    }
    await read('ba', 1, 2);
    await take('ba', false);
    expect(await step(visitor)).toEqual({
      label: 'Đọc lại bài',
      href: '/hoc/an-toan/ba/trang/1',
      said: expect.stringContaining('hỏi người phụ trách đơn vị'),
    });
  });

  it('is the certificate when all is done', async () => {
    const { visitor, read, take } = await learner();
    for (const module of ['mot', 'hai', 'ba']) {
      await read(module, 1, 2);
      await take(module, true);
    }
    expect(await step(visitor)).toMatchObject({ label: 'Xem giấy chứng nhận', href: '/chung-nhan' });
  });
});
