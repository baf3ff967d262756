import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '#libs/platform';
import { countStatements } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { publishedQuiz, publishVersion, quiz, SECRET } from './assessment.fixtures.js';
import { AssessmentModule } from './assessment.module.js';
import { AttemptReview } from './attempt-review.service.js';
import { Attempts } from './attempts.service.js';
import { GradeAttempt } from './grade-attempt.service.js';
import { OPEN_ATTEMPT_HOLDS_MS } from './grading.policy.js';
import { PublishQuiz } from './publish-quiz.service.js';
import { PublishedQuizzes } from './published-quizzes.service.js';
import { QuestionTypes } from './question-types.service.js';
import { SaveAnswer, type AnswerTurn } from './save-answer.service.js';
import { StartAttempt } from './start-attempt.service.js';

describe('attempts on a real database', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext({ imports: [AssessmentModule] });
    // Opens every connection of the pool, so that what is sent at once runs at once.
    await Promise.all([1, 2, 3, 4].map((number) => context.db.query('SELECT $1::int', [number])));
  });
  afterAll(() => context.close());

  const published = (content = quiz()) => publishedQuiz(context.db, context.get(PublishQuiz), content);
  type Learner = Awaited<ReturnType<typeof published>>;

  const start = (learner: Learner, clientKey: string = randomUUID()) =>
    context.get(UnitOfWork).run((tx) => context.get(StartAttempt).start(tx, { ...learner, clientKey }));
  const submit = (learner: Learner, attemptId: string, answers?: Record<string, unknown>) =>
    context.get(UnitOfWork).run((tx) => context.get(GradeAttempt).submit(tx, learner.personId, attemptId, answers));
  const save = (learner: Learner, attemptId: string, questionId: string, raw: unknown, turn?: AnswerTurn) =>
    context.get(SaveAnswer).save(learner.personId, attemptId, questionId, raw, turn);
  const current = async (learner: Learner) =>
    (await context.get(Attempts).current(learner.personId, learner.moduleId))!;

  /** What a learner would send who knows (or just misses) the first `right` questions. */
  async function answersFor(learner: Learner, right: number): Promise<Record<string, unknown>> {
    const shown = await current(learner);
    const { questions } = await context.get(PublishedQuizzes).of(shown.moduleVersionId);
    const types = context.get(QuestionTypes);
    const [row] = await context.db.query('SELECT draw FROM attempt WHERE id = $1', [shown.id]);
    return Object.fromEntries(
      shown.questions.map(({ id, number, options }, index) => {
        const reviewed = types.review(questions.get(id)!, row.draw.questions[index], number);
        const correct = reviewed.options.filter((option) => option.correct).map(({ value }) => value);
        const wrong = options.map(({ value }) => value).filter((value) => !correct.includes(value));
        const values = number <= right ? correct : wrong.slice(0, 1);
        return [id, values.length === 1 ? values[0] : values];
      }),
    );
  }

  it('draws the rule’s number of questions and shows them without key or feedback', async () => {
    const learner = await published();
    const { id } = await start(learner);
    const shown = await current(learner);
    expect(shown).toMatchObject({ id, total: 4, answered: 0, needed: 3, submittedAt: null });
    expect(new Set(shown.questions.map((question) => question.id)).size).toBe(4);
    const [question] = shown.questions;
    await save(learner, id, question!.id, question!.options[0]!.value);
    for (const payload of [await current(learner), await context.get(Attempts).presented(learner.personId, id)]) {
      expect(JSON.stringify(payload)).not.toMatch(new RegExp(`${SECRET}|"correct|feedback|explanation|"answer"|"key"`));
    }
    await expect(context.get(AttemptReview).of(learner.personId, id)).rejects.toMatchObject({
      code: 'attempt.not-submitted',
    });
  });

  it('is one attempt for a double tap, for two keys, and on another device', async () => {
    const learner = await published();
    const key = randomUUID();
    const taps = await Promise.all([start(learner, key), start(learner, key), start(learner)]);
    expect(new Set(taps.map(({ id }) => id)).size).toBe(1);
    expect(taps.filter(({ isNew }) => isNew)).toHaveLength(1);
    const [{ count }] = await context.db.query('SELECT count(*) FROM attempt WHERE person_id = $1', [learner.personId]);
    expect(count).toBe(1);
  });

  it('answers a key after submission with the attempt it began, and refuses another’s key', async () => {
    const learner = await published();
    const key = randomUUID();
    const { id } = await start(learner, key);
    await submit(learner, id, await answersFor(learner, 4));
    expect(await start(learner, key)).toMatchObject({ id, isNew: false, passed: true });
    await expect(start(await published(), key)).rejects.toMatchObject({ code: 'attempt.client-key-taken' });
  });

  it('keeps the later of two sendings of one page, whichever arrives last', async () => {
    const learner = await published();
    const { id } = await start(learner);
    const question = (await current(learner)).questions[0]!;
    const [first, second] = question.options.map(({ value }) => value);
    const chosen = async () =>
      (await current(learner)).questions[0]!.options.filter((option) => option.chosen).map(({ value }) => value);
    const turn = (number: number, senderId = 'a') => ({ senderId, turn: number });
    await save(learner, id, question.id, second, turn(2));
    await save(learner, id, question.id, first, turn(1));
    expect(await chosen()).toEqual([second]);
    await save(learner, id, question.id, second, turn(2));
    await save(learner, id, question.id, '', turn(1));
    expect(await chosen()).toEqual([second]);
    // Turns of one page say nothing about those of another, nor about a form's.
    await save(learner, id, question.id, first, turn(1, 'b'));
    expect(await chosen()).toEqual([first]);
    await save(learner, id, question.id, second);
    expect(await chosen()).toEqual([second]);
    await submit(learner, id, await answersFor(learner, 4));
    const [row] = await context.db.query('SELECT answer_turns FROM attempt WHERE id = $1', [id]);
    expect(row.answer_turns).toEqual({});
  });

  it('keeps each answer as given, and goes on from there', async () => {
    const learner = await published();
    const { id } = await start(learner);
    const shown = await current(learner);
    const [first, second] = shown.questions;
    await Promise.all([
      save(learner, id, first!.id, first!.options[1]!.value),
      save(learner, id, second!.id, second!.options[0]!.value),
    ]);
    expect((await current(learner)).answered).toBe(2);
    await save(learner, id, first!.id, first!.options[0]!.value);
    await save(learner, id, second!.id, '');
    const later = await current(learner);
    expect(later.answered).toBe(1);
    expect(later.questions[0]!.options.map(({ chosen }) => chosen).indexOf(true)).toBe(0);
    expect(later.questions.map((question) => question.options)).toEqual(
      shown.questions.map((question, index) =>
        question.options.map((option, place) => ({ ...option, chosen: index === 0 && place === 0 })),
      ),
    );
  });

  it('refuses foreign questions, foreign values and foreign people', async () => {
    const learner = await published();
    const { id } = await start(learner);
    const [question] = (await current(learner)).questions;
    await expect(save(learner, id, randomUUID(), '1')).rejects.toMatchObject({ code: 'attempt.question-unknown' });
    await expect(save(learner, id, question!.id, 'x')).rejects.toMatchObject({ code: 'answer.invalid' });
    const stranger = await published();
    await expect(save(stranger, id, question!.id, '1')).rejects.toMatchObject({ code: 'attempt.unknown' });
    await expect(submit(stranger, id)).rejects.toMatchObject({ code: 'attempt.unknown' });
    await expect(context.get(AttemptReview).of(stranger.personId, id)).rejects.toMatchObject({
      code: 'attempt.unknown',
    });
  });

  it.each([
    [4, true],
    [3, true],
    [2, false],
    [0, false],
  ])('grades %i of 4 at 75 %% as passed=%s', async (right, passed) => {
    const learner = await published();
    const { id } = await start(learner);
    const answers = await answersFor(learner, right);
    expect(await submit(learner, id, answers)).toMatchObject({
      passed,
      correct: right,
      total: 4,
      needed: 3,
      alreadySubmitted: false,
    });
    const review = await context.get(AttemptReview).of(learner.personId, id);
    expect(review.questions.map((question) => question.right)).toEqual([1, 2, 3, 4].map((number) => number <= right));
    for (const question of review.questions) {
      const chosen = question.options.filter((option) => option.chosen);
      expect(chosen.length).toBeGreaterThan(0);
      expect(chosen.every(({ feedback }) => feedback?.startsWith(SECRET))).toBe(true);
    }
  });

  it('waits for every answer', async () => {
    const learner = await published();
    const { id } = await start(learner);
    const answers = await answersFor(learner, 4);
    const [first, ...rest] = Object.entries(answers);
    await expect(submit(learner, id, Object.fromEntries(rest))).rejects.toMatchObject({
      code: 'attempt.incomplete',
      data: { missing: [1] },
    });
    await save(learner, id, first![0], first![1]);
    expect(await submit(learner, id, Object.fromEntries(rest))).toMatchObject({ correct: 4 });
  });

  it('makes one result however often it is submitted', async () => {
    const learner = await published();
    const { id } = await start(learner);
    const [good, bad] = [await answersFor(learner, 4), await answersFor(learner, 0)];
    const results = await Promise.all([
      submit(learner, id, good),
      submit(learner, id, good),
      submit(learner, id, good),
    ]);
    expect(results.filter(({ alreadySubmitted }) => !alreadySubmitted)).toHaveLength(1);
    expect(await submit(learner, id, bad)).toMatchObject({ passed: true, correct: 4, alreadySubmitted: true });
    await expect(save(learner, id, Object.keys(bad)[0]!, '1')).rejects.toMatchObject({
      code: 'attempt.already-submitted',
    });
    await expect(context.db.query('UPDATE attempt SET correct_count = 0 WHERE id = $1', [id])).rejects.toThrow(
      /never changes/,
    );
  });

  it('grades in two statements once the quiz is known', async () => {
    const learner = await published();
    const { id } = await start(learner);
    const answers = await answersFor(learner, 4);
    const { statements } = await countStatements(() => submit(learner, id, answers));
    expect(statements.filter((sql) => !/^(START|COMMIT)/.test(sql))).toHaveLength(2);
  });

  it('holds to the number of attempts and the wait', async () => {
    const learner = await published(quiz({ maxAttempts: 2, waitMinutes: 10 }));
    const fail = async () => submit(learner, (await start(learner)).id, await answersFor(learner, 0));
    await fail();
    await expect(start(learner)).rejects.toMatchObject({ code: 'attempt.wait', data: { minutes: 10 } });
    context.clock.advance(600);
    await fail();
    context.clock.advance(600);
    await expect(start(learner)).rejects.toMatchObject({ code: 'attempt.none-left', data: { max: 2 } });
    const standing = await context.get(Attempts).standing(learner.personId, learner.moduleId, learner.moduleVersionId);
    expect(standing).toMatchObject({ open: null, passed: null, used: 2, permission: { allowed: false, left: 0 } });
  });

  it('lets a begun attempt finish after a new version, and draws anew when it is old', async () => {
    const learner = await published();
    const begun = await start(learner);
    const newer = await publishVersion(context.db, context.get(PublishQuiz), learner.moduleId, 2, quiz({ draw: 2 }));
    const moved = { ...learner, moduleVersionId: newer };
    expect(await start(moved)).toMatchObject({
      id: begun.id,
      moduleVersionId: learner.moduleVersionId,
      questionCount: 4,
    });
    context.clock.advance(OPEN_ATTEMPT_HOLDS_MS / 1000 + 1);
    expect(await start(moved)).toMatchObject({ id: begun.id, moduleVersionId: newer, questionCount: 2 });
    expect(await current(learner)).toMatchObject({ answered: 0, total: 2 });
  });

  it('says so when a version has no quiz', async () => {
    const learner = await published();
    await expect(start({ ...learner, moduleVersionId: randomUUID() })).rejects.toMatchObject({ code: 'quiz.none' });
  });
});
