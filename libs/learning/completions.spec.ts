import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countStatements, UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { CompletionListeners } from './completion-listeners.js';
import { Completions } from './completions.service.js';
import { Heard, learnerActions, newPerson, openConnections, publishCourse, withoutFrame } from './learning.fixtures.js';
import { LearningModule } from './learning.module.js';
import { SubmitQuiz } from './submit-quiz.service.js';

let context: TestContext;
const { open, beginQuiz, takeQuiz, completionsOf } = learnerActions(() => context);
const heard = new Heard();
beforeAll(async () => {
  context = await createTestContext({ imports: [LearningModule] });
  await openConnections(context);
  context.get(CompletionListeners).register(heard);
});
afterEach(() => heard.forget());
afterAll(() => context.close());

describe('a completion', () => {
  it('is made by the quiz when the pages were seen first', async () => {
    const course = await publishCourse(context, [2]);
    const person = await newPerson(context.db);
    await open(person, course, 1);
    await open(person, course, 2);
    const { id, right } = await beginQuiz(person, course);
    const { result, statements } = await countStatements(() => context.get(SubmitQuiz).submit(person, id, right));
    expect(withoutFrame(statements)).toHaveLength(3);
    expect(result).toMatchObject({
      passed: true,
      completion: { source: 'self', timeQuality: 'server', attemptId: id },
    });
    expect(result.completion!.completedAt).toEqual(context.clock.now());
    expect(heard.completions).toEqual([result.completion]);
  });

  it('is made by the last page when the quiz was passed first', async () => {
    const course = await publishCourse(context, [2]);
    const person = await newPerson(context.db);
    await open(person, course, 1);
    expect(await takeQuiz(person, course)).toMatchObject({ passed: true, completion: null });
    context.clock.advance(60);
    const { completion } = await open(person, course, 2);
    expect(completion).toMatchObject({ personId: person, completedAt: context.clock.now() });
    expect(heard.completions).toHaveLength(1);
  });

  it('is made when the last page and the quiz arrive at the same moment', async () => {
    for (let turn = 0; turn < 12; turn += 1) {
      const course = await publishCourse(context, [2]);
      const person = await newPerson(context.db);
      await open(person, course, 1);
      const { id, right } = await beginQuiz(person, course);
      await Promise.all([open(person, course, 2), context.get(SubmitQuiz).submit(person, id, right)]);
      expect(await completionsOf(person)).toHaveLength(1);
    }
  });

  it.each([1, 2])('is not lost when the last of %i pages is opened while the quiz is being graded', async (pages) => {
    const course = await publishCourse(context, [pages]);
    const person = await newPerson(context.db);
    for (let page = 1; page < pages; page += 1) await open(person, course, page);
    const { id, right } = await beginQuiz(person, course);
    const opening = await context.get(UnitOfWork).run(async (tx) => {
      await context.get(SubmitQuiz).submit(person, id, right, undefined, tx);
      const state = { ended: false };
      const opened = open(person, course, pages).finally(() => (state.ended = true));
      const waiting = 'SELECT count(*) FROM pg_locks WHERE NOT granted';
      while (!state.ended && (await context.db.query(waiting))[0].count === 0);
      return { opened };
    });
    await opening.opened;
    expect(await completionsOf(person)).toHaveLength(1);
  });

  it('is made exactly when every page was seen and the quiz passed, in whatever order', async () => {
    const course = await publishCourse(context, [3]);
    const deeds = fc.array(fc.constantFrom<number | boolean>(1, 2, 3, true, false), { maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(deeds, async (done) => {
        const person = await newPerson(context.db);
        for (const deed of done) {
          if (typeof deed === 'number') await open(person, course, deed);
          else await takeQuiz(person, course, 0, deed);
        }
        const due = [1, 2, 3, true].every((deed) => done.includes(deed));
        expect(await completionsOf(person)).toHaveLength(due ? 1 : 0);
      }),
      { numRuns: 40 },
    );
  });

  it('needs both: neither a failed quiz nor unseen pages make one', async () => {
    const course = await publishCourse(context, [1, 2]);
    const person = await newPerson(context.db);
    await open(person, course, 1);
    expect(await takeQuiz(person, course, 0, false)).toMatchObject({ passed: false, completion: null });
    await takeQuiz(person, course, 1);
    expect(await completionsOf(person)).toEqual([]);
    expect(await takeQuiz(person, course, 0)).toMatchObject({ completion: { moduleId: course.modules[0]!.id } });
  });

  it('is one, and told once, however often the quiz is submitted', async () => {
    const course = await publishCourse(context, [1]);
    const person = await newPerson(context.db);
    await open(person, course, 1);
    const { id, right, wrong } = await beginQuiz(person, course);
    const submit = (answers: Record<string, unknown>) => context.get(SubmitQuiz).submit(person, id, answers);
    const results = await Promise.all([submit(right), submit(right), submit(right)]);
    results.push(await submit(wrong));
    expect(new Set(results.map(({ completion }) => completion!.id)).size).toBe(1);
    expect(results.every(({ passed, correct }) => passed && correct === 1)).toBe(true);
    expect(await completionsOf(person)).toHaveLength(1);
    expect(heard.completions).toHaveLength(1);
  });

  it('is undone with the quiz when a listener fails, and can be made again', async () => {
    const course = await publishCourse(context, [1]);
    const person = await newPerson(context.db);
    await open(person, course, 1);
    const { id, right } = await beginQuiz(person, course);
    heard.fail = true;
    await expect(context.get(SubmitQuiz).submit(person, id, right)).rejects.toThrow('listener fails');
    expect(await completionsOf(person)).toEqual([]);
    heard.fail = false;
    expect(await context.get(SubmitQuiz).submit(person, id, right)).toMatchObject({
      alreadySubmitted: false,
      completion: { attemptId: id },
    });
  });

  it('answers the existing one when recorded again, as a group session may', async () => {
    const course = await publishCourse(context, [1]);
    const [person, facilitator] = [await newPerson(context.db), await newPerson(context.db)];
    const [module] = course.modules;
    const input = { personId: person, moduleId: module!.id, moduleVersionId: module!.versionId };
    const at = new Date('2026-11-01T02:00:00Z');
    const record = (source: 'group' | 'self', completedAt?: Date) =>
      context
        .get(UnitOfWork)
        .run((tx) =>
          context
            .get(Completions)
            .record(tx, { ...input, source, completedAt, attestedBy: facilitator, timeQuality: 'attested' }),
        );
    const first = await record('group', at);
    const second = await record('self');
    expect(first).toMatchObject({
      isNew: true,
      completion: { completedAt: at, source: 'group', timeQuality: 'attested' },
    });
    expect(second).toEqual({ isNew: false, completion: first.completion });
    expect(heard.completions).toHaveLength(1);
    await expect(context.db.query('UPDATE completion SET completed_at = now()')).rejects.toThrow(/permission denied/);
    await expect(context.db.query('DELETE FROM completion')).rejects.toThrow(/permission denied/);
  });
});
