import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countStatements } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { learnerActions, newPerson, openConnections, publishCourse } from './learning.fixtures.js';
import { LearningModule } from './learning.module.js';
import { Resume } from './resume.service.js';

let context: TestContext;
const { open, takeQuiz } = learnerActions(() => context);
beforeAll(async () => {
  context = await createTestContext({ imports: [LearningModule] });
  await openConnections(context);
});
afterAll(() => context.close());

describe('học tiếp', () => {
  it('goes to the very page, to the quiz, to what is missing, to the next module, and ends', async () => {
    const course = await publishCourse(context, [2, 2]);
    const person = await newPerson(context.db);
    const after = async () => {
      const { courses } = await context.get(Resume).home(person);
      expect(courses.map(({ slug }) => slug)).toContain(course.slug);
      return context.get(Resume).next(person);
    };
    await open(person, course, 1, 1);
    expect(await after()).toMatchObject({
      kind: 'lesson',
      courseSlug: course.slug,
      moduleSlug: 'bai-2',
      page: 1,
      begun: true,
    });
    context.clock.advance(10);
    await open(person, course, 2, 0);
    expect(await after()).toMatchObject({ kind: 'lesson', moduleSlug: 'bai-1', page: 2 });
    await takeQuiz(person, course, 0);
    expect(await after()).toMatchObject({ kind: 'lesson', moduleSlug: 'bai-1', page: 1 });
    await open(person, course, 1, 0);
    expect(await after()).toMatchObject({ kind: 'lesson', moduleSlug: 'bai-2', page: 1 });
    await open(person, course, 2, 1);
    expect(await after()).toMatchObject({ kind: 'quiz', moduleSlug: 'bai-2' });
    await takeQuiz(person, course, 1);
    expect(await context.get(Resume).after(person, course.slug, course.modules[1]!.id)).toMatchObject({
      next: null,
      course: { completedModules: 2 },
    });
  });

  it('answers in one statement while the courses are remembered', async () => {
    const person = await newPerson(context.db);
    await context.get(Resume).home(person);
    const { statements } = await countStatements(() => context.get(Resume).home(person));
    expect(statements).toHaveLength(1);
  });
});
