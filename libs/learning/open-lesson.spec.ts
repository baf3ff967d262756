import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OPEN_ATTEMPT_HOLDS_MS } from '#libs/assessment';
import { People, Sessions } from '#libs/identity';
import { UnitOfWork, countStatements } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import {
  keptPlans,
  learnerActions,
  newPerson,
  onEveryConnection,
  openConnections,
  publishCourse,
  publishVersion,
} from './learning.fixtures.js';
import { LearningModule } from './learning.module.js';
import { ModuleOverview } from './module-overview.service.js';
import { OpenLesson } from './open-lesson.service.js';
import { Resume } from './resume.service.js';
import { SubmitQuiz } from './submit-quiz.service.js';

let context: TestContext;
const { open, beginQuiz, takeQuiz, complete, completionsOf } = learnerActions(() => context);
beforeAll(async () => {
  context = await createTestContext({ imports: [LearningModule] });
  await openConnections(context);
});
afterAll(() => context.close());

describe('a lesson page', () => {
  it('is open to a visitor without a statement while it is remembered, and keeps nothing', async () => {
    const course = await publishCourse(context, [2]);
    await open(null, course, 1);
    const { result, statements } = await countStatements(() => open(null, course, 2));
    expect(result).toMatchObject({
      lesson: { position: 2, html: expect.stringContaining('<p>Trang 2</p>') },
      pagesSeen: [],
      completion: null,
    });
    expect(statements).toHaveLength(0);
  });

  it('takes a learner one read, and one write only when something changed', async () => {
    const course = await publishCourse(context, [3]);
    const person = await newPerson(context.db);
    await open(null, course, 1);
    const first = await countStatements(() => open(person, course, 1));
    expect(first.statements).toHaveLength(2);
    expect(first.result.pagesSeen).toEqual([1]);
    const again = await countStatements(() => open(person, course, 1));
    expect(again.statements).toHaveLength(1);
    const last = await countStatements(async () => [await open(person, course, 2), await open(person, course, 3)]);
    expect(last.statements.length).toBeLessThanOrEqual(2 + 3);
    expect(last.result.at(-1)!.pagesSeen).toEqual([1, 2, 3]);
  });

  it('takes whoever a session names one statement, session included', async () => {
    const course = await publishCourse(context, [2]);
    const work = context.get(UnitOfWork);
    const { token } = await work.run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName: 'Lò Thị Ba', birthYear: 1970 });
      return context.get(Sessions).start(tx, personId, {});
    });
    const openAs = (secret: string) =>
      context.get(OpenLesson).openBySession(secret, {}, course.slug, course.modules[0]!.slug, 1);
    await openAs(token);
    const { result, statements } = await countStatements(() => openAs(token));
    expect(statements).toHaveLength(1);
    expect(result).toMatchObject({ actor: { displayName: 'Lò Thị Ba' }, opened: { pagesSeen: [1], completion: null } });
    await context.get(Sessions).end(token);
    expect(await openAs(token)).toBeNull();
  });

  it('is read by a plan that the database keeps', async () => {
    const course = await publishCourse(context, [2]);
    const token = await context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName: 'Lò Thị Tư' });
      return (await context.get(Sessions).start(tx, personId, {})).token;
    });
    const openAgain = () => context.get(OpenLesson).openBySession(token, {}, course.slug, course.modules[0]!.slug, 1);
    // As on half a million people, where a plan for one row seems cheaper by more than it costs to plan.
    await onEveryConnection(context, 'SET cpu_operator_cost = 0.00001');
    for (let times = 0; times < 40; times += 1) {
      await openAgain();
      await context.get(Sessions).resolve(token, {});
    }
    const kept = await keptPlans(context);
    expect(kept.get('session and learner state')).toBeGreaterThan(0);
    expect(kept.get('session')).toBeGreaterThan(0);
    await onEveryConnection(context, 'RESET cpu_operator_cost');
  });

  it('gives each of many at once their own page, in few statements', async () => {
    const course = await publishCourse(context, [2, 2]);
    const work = context.get(UnitOfWork);
    const readers = await work.run((tx) =>
      Promise.all(
        Array.from({ length: 30 }, async (_, index) => {
          const personId = await context.get(People).create(tx, { fullName: `Lò Văn ${index}`, birthYear: 1970 });
          const { token } = await context.get(Sessions).start(tx, personId, {});
          return { token, module: course.modules[index % 2]!.slug, page: 1 + (index % 3 === 0 ? 1 : 0) };
        }),
      ),
    );
    readers.splice(7, 0, { token: 'nobody', module: course.modules[0]!.slug, page: 1 });
    const openAll = () =>
      Promise.all(
        readers.map(({ token, module, page }) =>
          context.get(OpenLesson).openBySession(token, {}, course.slug, module, page),
        ),
      );
    await openAll();
    const { result, statements } = await countStatements(openAll);
    expect(statements.length).toBeLessThanOrEqual(3);
    expect(result[7]).toBeNull();
    const others = result.filter((_, index) => index !== 7).map((found) => found!);
    for (const [index, { actor, opened }] of others.entries()) {
      expect(actor.displayName).toBe(`Lò Văn ${index}`);
      expect(opened.place.moduleSlug).toBe(course.modules[index % 2]!.slug);
      expect(opened.pagesSeen).toEqual([1 + (index % 3 === 0 ? 1 : 0)]);
    }
  });

  it('keeps the time of the first activity for ever', async () => {
    const course = await publishCourse(context, [2]);
    const person = await newPerson(context.db);
    await open(person, course, 1);
    const before = context.clock.now();
    context.clock.advance(86_400);
    await open(person, course, 2);
    await context.db.query('UPDATE progress SET first_activity_at = now() WHERE person_id = $1', [person]);
    const [row] = await context.db.query('SELECT * FROM progress WHERE person_id = $1', [person]);
    expect(row).toMatchObject({ first_activity_at: before, updated_at: context.clock.now(), pages_seen: [1, 2] });
  });

  it('loses no page when two devices open pages at once', async () => {
    const course = await publishCourse(context, [4]);
    const person = await newPerson(context.db);
    await Promise.all([1, 2, 3, 4].map((page) => open(person, course, page)));
    expect((await open(person, course, 1)).pagesSeen).toEqual([1, 2, 3, 4]);
  });

  it('says what it does not know', async () => {
    const course = await publishCourse(context, [1]);
    await expect(open(null, course, 2)).rejects.toMatchObject({ kind: 'not-found', code: 'lesson.unknown' });
    await expect(context.get(OpenLesson).open(null, course.slug, 'khong-co', 1)).rejects.toMatchObject({
      code: 'module.unknown',
    });
  });
});

describe('a new version', () => {
  it('keeps the pages whose text did not change, and takes no completion away', async () => {
    const course = await publishCourse(context, [3, 1]);
    const person = await newPerson(context.db);
    const done = await newPerson(context.db);
    const completion = await complete(done, course, 3);
    await open(person, course, 1);
    await open(person, course, 2);
    await publishVersion(context, course.modules[0]!.id, ['Trang 1', 'Trang mới', 'Trang 2', 'Trang 3']);
    const opened = await open(person, course, 2);
    expect(opened.pagesSeen).toEqual([1, 2, 3]);
    expect(opened.lesson.html).toContain('<p>Trang mới</p>');
    expect((await context.get(ModuleOverview).of(done, course.slug, 'bai-1')).place).toMatchObject({
      completed: true,
    });
    expect(await context.get(Resume).after(done, course.slug, course.modules[0]!.id)).toMatchObject({
      next: { moduleSlug: 'bai-2' },
    });
    expect(await completionsOf(done)).toMatchObject([
      { id: completion.id, module_version_id: course.modules[0]!.versionId },
    ]);
  });

  it('asks nobody to read again what did not change, when only the questions did', async () => {
    const course = await publishCourse(context, [2]);
    const person = await newPerson(context.db);
    await open(person, course, 1);
    await open(person, course, 2);
    const newer = await publishVersion(context, course.modules[0]!.id, ['Trang 1', 'Trang 2']);
    expect(await context.get(Resume).after(person, course.slug, '')).toMatchObject({ next: { kind: 'quiz' } });
    expect(await takeQuiz(person, course)).toMatchObject({ completion: { moduleVersionId: newer } });
  });

  it('lets a learner finish the version whose quiz they have begun', async () => {
    const course = await publishCourse(context, [2]);
    const person = await newPerson(context.db);
    await open(person, course, 1);
    const { id, right } = await beginQuiz(person, course);
    await publishVersion(context, course.modules[0]!.id, ['Khác 1', 'Khác 2']);
    expect((await open(person, course, 2)).lesson.html).toContain('<p>Trang 2</p>');
    expect(await context.get(SubmitQuiz).submit(person, id, right)).toMatchObject({
      completion: { moduleVersionId: course.modules[0]!.versionId },
    });
  });

  it('moves a learner on when that quiz has lain open for more than a day', async () => {
    const course = await publishCourse(context, [2]);
    const person = await newPerson(context.db);
    await open(person, course, 1);
    const { id } = await beginQuiz(person, course);
    const newer = await publishVersion(context, course.modules[0]!.id, ['Khác 1', 'Khác 2']);
    context.clock.advance(OPEN_ATTEMPT_HOLDS_MS / 1000 + 1);
    expect(await open(person, course, 2)).toMatchObject({
      lesson: { html: expect.stringContaining('<p>Khác 2</p>') },
      pagesSeen: [2],
    });
    expect(await open(person, course, 1)).toMatchObject({ pagesSeen: [1, 2] });
    expect((await beginQuiz(person, course)).id).toBe(id);
    expect(await takeQuiz(person, course)).toMatchObject({ completion: { moduleVersionId: newer } });
  });
});
