import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { Attempts, type QuizContent } from '#libs/assessment';
import { PublishCourse, PublishModule, type ModuleContent } from '#libs/catalogue';
import { newId, newPersonId, UnitOfWork, type Tx } from '#libs/platform';
import type { TestContext } from '#libs/testing';
import type { CompletionListener } from './completion-listeners.js';
import type { Completion } from './completion.entity.js';
import { OpenLesson } from './open-lesson.service.js';
import { StartQuiz } from './start-quiz.service.js';
import { SubmitQuiz } from './submit-quiz.service.js';

/** A quiz of one statement, so that a test passes or fails it with one word. */
const QUIZ: QuizContent = {
  rule: { draw: 1, passPercent: 100, maxAttempts: 0, waitMinutes: 0 },
  questions: [
    {
      key: 'cau-1',
      type: 'true_false',
      stem: 'Mã OTP chỉ dành cho bạn.',
      answer: true,
      feedback: { true: 'KHÔNG-LỘ đúng', false: 'KHÔNG-LỘ sai' },
      explanation: 'KHÔNG-LỘ',
    },
  ],
};

export interface PublishedModule {
  id: string;
  slug: string;
  versionId: string;
}

export interface PublishedCourse {
  id: string;
  slug: string;
  modules: PublishedModule[];
}

export async function newPerson(db: DataSource): Promise<string> {
  const personId = newPersonId();
  await db.query('INSERT INTO person (id) VALUES ($1)', [personId]);
  return personId;
}

let courses = 0;

/** A published course; `pages` gives one module per number, with that many lesson pages. */
export async function publishCourse(context: TestContext, pages: number[]): Promise<PublishedCourse> {
  courses += 1;
  const id = newId();
  const slug = `chuyen-de-${courses}`;
  await context.db.query('INSERT INTO course (id, code, slug, position) VALUES ($1, $2, $2, $3)', [id, slug, courses]);
  const modules: PublishedModule[] = [];
  for (const [index, count] of pages.entries()) {
    const module = { id: newId(), slug: `bai-${index + 1}` };
    const code = `${slug}-${index + 1}`;
    const row = [module.id, id, code, module.slug];
    await context.db.query('INSERT INTO module (id, course_id, code, slug) VALUES ($1, $2, $3, $4)', row);
    const texts = Array.from({ length: count }, (_, page) => `Trang ${page + 1}`);
    modules.push({ ...module, versionId: await publishVersion(context, module.id, texts) });
  }
  await context.get(UnitOfWork).run((tx) =>
    context.get(PublishCourse).publish(tx, {
      courseId: id,
      title: `Chuyên đề ${courses}`,
      summary: 'Tóm tắt',
      audience: 'Mọi người',
      moduleIds: modules.map((module) => module.id),
      publishedAt: context.clock.now(),
    }),
  );
  return { id, slug, modules };
}

/** Publishes a version of a module whose lesson pages have these texts. */
export async function publishVersion(context: TestContext, moduleId: string, texts: string[]): Promise<string> {
  const content: ModuleContent = {
    title: 'Bài',
    summary: 'Tóm tắt',
    minutes: 5,
    objectives: ['Bạn giữ được mã OTP.'],
    competence: { domain: 'an-toan', level: 1 },
    sources: [{ title: 'Khung kỹ năng số' }],
    reviewBy: null,
    lessons: texts.map((text, index) => ({ title: `Trang ${index + 1}`, minutes: 1, markdown: text })),
    parts: { assessment: QUIZ },
  };
  const facts = { authors: [], approverId: null, publishedAt: context.clock.now() };
  return context.get(UnitOfWork).run((tx) => context.get(PublishModule).publish(tx, moduleId, content, facts));
}

/** Collects what the port tells. */
export class Heard implements CompletionListener {
  completions: Completion[] = [];
  adjusted: string[] = [];
  fail = false;

  async onCompletion(_tx: Tx, completion: Completion): Promise<void> {
    if (this.fail) throw new Error('listener fails');
    this.completions.push(completion);
  }
  async onAdjustment(_tx: Tx, completion: Completion, kind: string): Promise<void> {
    this.adjusted.push(`${kind} ${completion.id}`);
  }
  forget(): void {
    Object.assign(this, { completions: [], adjusted: [], fail: false });
  }
}

/** Opens every connection of the pool, so that what is sent at once runs at once. */
export async function openConnections(context: TestContext): Promise<void> {
  await onEveryConnection(context, 'SELECT');
}

/** Sent at once, each statement takes a connection of its own. */
export const onEveryConnection = <Row>({ db }: TestContext, sql: string): Promise<Row[][]> =>
  Promise.all(Array.from({ length: 4 }, () => db.query(sql)));

/** How often a prepared statement was answered by a kept plan, by name. */
export async function keptPlans(context: TestContext): Promise<Map<string, number>> {
  const sql = 'SELECT name, generic_plans::int AS kept FROM pg_prepared_statements';
  const answers = await onEveryConnection<{ name: string; kept: number }>(context, sql);
  const all = new Map<string, number>();
  for (const { name, kept } of answers.flat()) all.set(name, (all.get(name) ?? 0) + kept);
  return all;
}

export const withoutFrame = (statements: string[]) => statements.filter((sql) => !/^(START|COMMIT)/.test(sql));

/** What a learner does, in short. */
export function learnerActions(context: () => TestContext) {
  const open = (personId: string | null, course: PublishedCourse, page: number, module = 0) =>
    context().get(OpenLesson).open(personId, course.slug, course.modules[module]!.slug, page);

  async function beginQuiz(personId: string, course: PublishedCourse, module = 0) {
    const address = { courseSlug: course.slug, moduleSlug: course.modules[module]!.slug };
    const { id } = await context()
      .get(StartQuiz)
      .start({ personId, ...address, clientKey: randomUUID() });
    const shown = await context().get(Attempts).presented(personId, id);
    const answer = (value: boolean) => Object.fromEntries(shown.questions.map((question) => [question.id, value]));
    return { id, right: answer(true), wrong: answer(false) };
  }

  async function takeQuiz(personId: string, course: PublishedCourse, module = 0, pass = true) {
    const { id, right, wrong } = await beginQuiz(personId, course, module);
    return context()
      .get(SubmitQuiz)
      .submit(personId, id, pass ? right : wrong);
  }

  async function complete(personId: string, course: PublishedCourse, pages: number, module = 0) {
    for (let page = 1; page <= pages; page += 1) await open(personId, course, page, module);
    return (await takeQuiz(personId, course, module)).completion!;
  }

  const completionsOf = (personId: string) =>
    context().db.query('SELECT * FROM completion WHERE person_id = $1', [personId]);

  return { open, beginQuiz, takeQuiz, complete, completionsOf };
}
