import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ImportCourse } from '#libs/catalogue';
import { Program } from './program.js';
import { createWebContext, type WebContext } from './web-context.js';

const COURSE = 'dich-vu-cong-truc-tuyen';

describe('learning by a program', () => {
  let context: WebContext;
  let visitor: Program;
  let learner: Program;
  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportCourse).fromFolder('seed/courses/a-dich-vu-cong-truc-tuyen');
    visitor = await Program.anonymous(context);
    learner = await Program.of(context, 'Lò Thị Mai');
  });
  afterAll(() => context.close());

  const start = (module: string, clientKey: string = randomUUID()) =>
    learner.post('/me/attempts', { courseSlug: COURSE, moduleSlug: module, clientKey }, 201);

  /** The options that the key in the database calls right, as presented; no answer of the API tells them. */
  async function keyOf(attempt: { questions: { id: string; options: { value: string; text: string }[] }[] }) {
    const right: Record<string, string[]> = {};
    for (const { id, options } of attempt.questions) {
      const [{ content }] = await context.db.query('SELECT content FROM question_version WHERE id = $1', [id]);
      const texts =
        content.type === 'true_false'
          ? [content.answer ? 'Đúng' : 'Sai']
          : content.options.filter(({ correct }: any) => correct).map(({ text }: any) => text);
      right[id] = options.filter(({ text }) => texts.includes(text)).map(({ value }) => value);
    }
    return right;
  }

  it('reads courses, modules and lessons without a token', async () => {
    const courses = await visitor.get('/courses');
    expect(courses.map(({ slug }: any) => slug)).toEqual([COURSE]);
    const { modules } = await visitor.get(`/courses/${COURSE}`);
    const module = await visitor.get(`/courses/${COURSE}/modules/${modules[0].slug}`);
    expect(module.standing).toMatchObject({ pagesSeen: [], completed: false });
    const lesson = await visitor.get(`/courses/${COURSE}/modules/${modules[0].slug}/lessons/1`);
    expect(lesson.html).toContain('<p>');
  });

  it('answers what is not there in the way of programs', async () => {
    expect(await visitor.get('/courses/khong-co', 404)).toMatchObject({ code: 'course.unknown' });
    expect(await visitor.get(`/courses/${COURSE}/modules/khong-co`, 404)).toMatchObject({ code: 'module.unknown' });
    expect(await visitor.get(`/courses/${COURSE}/modules/mot-cua-so/lessons/x`, 404)).toMatchObject({
      code: 'lesson.unknown',
    });
    expect(await visitor.get('/certificates/khong-co', 404)).toMatchObject({ code: 'certificate.unknown' });
    expect(await visitor.get('/me', 401)).toMatchObject({ code: 'sign-in.required' });
    expect(await learner.get('/me/attempts/khong-co', 404)).toMatchObject({ status: 404 });
  });

  it('begins one attempt per key, keeps answers and shows no key before submission', async () => {
    const key = randomUUID();
    const attempt = await start('mot-cua-so', key);
    expect((await start('mot-cua-so', key)).id).toBe(attempt.id);
    expect(JSON.stringify(attempt)).not.toMatch(/correct|feedback|explanation/);
    const [question] = attempt.questions;
    await learner.put(
      `/me/attempts/${attempt.id}/answers/${question.id}`,
      { answer: [question.options[0].value] },
      204,
    );
    expect((await learner.get(`/me/attempts/${attempt.id}`)).answered).toBe(1);
    const refused = await learner.put(`/me/attempts/${attempt.id}/answers/${question.id}`, { answer: ['99'] }, 422);
    expect(refused.code).toBe('answer.invalid');
    expect(await learner.put(`/me/attempts/${attempt.id}/answers/${question.id}`, { answer: 'x' }, 422)).toMatchObject({
      errors: [{ field: 'answer', code: 'answer.invalid' }],
    });
    expect(await learner.get(`/me/attempts/${attempt.id}/review`, 409)).toMatchObject({
      code: 'attempt.not-submitted',
    });
    const stranger = await Program.of(context, 'Giàng A Páo');
    expect(await stranger.get(`/me/attempts/${attempt.id}`, 404)).toMatchObject({ code: 'attempt.unknown' });
  });

  it('completes a course, and anybody verifies its certificate', async () => {
    const { modules } = await visitor.get(`/courses/${COURSE}`);
    for (const { slug, lessons } of modules) {
      for (let page = 1; page <= lessons; page += 1)
        await learner.get(`/courses/${COURSE}/modules/${slug}/lessons/${page}`);
      const attempt = await start(slug);
      const submission = { answers: await keyOf(attempt) };
      const result = await learner.post(`/me/attempts/${attempt.id}/submission`, submission);
      expect(result).toMatchObject({ passed: true, alreadySubmitted: false, completionId: expect.any(String) });
      const again = await learner.post(`/me/attempts/${attempt.id}/submission`, {});
      expect(again).toEqual({ ...result, alreadySubmitted: true });
      expect((await learner.get(`/me/attempts/${attempt.id}/review`)).questions[0]).toMatchObject({ right: true });
    }
    const [course] = await learner.get('/me/progress');
    expect(course.completedModules).toBe(modules.length);

    const [certificate] = await learner.get('/me/certificates');
    expect(await learner.get(`/me/certificates/${certificate.code}/file`, 404)).toMatchObject({
      code: 'certificate.not-ready',
    });
    expect(await visitor.get(`/certificates/${certificate.code}`)).toMatchObject({
      state: 'valid',
      printed: { fullName: 'Lò Thị Mai' },
    });
    expect(await learner.get('/me')).toMatchObject({ displayName: 'Lò Thị Mai', via: 'token', grants: [] });
  }, 60_000);

  it('lists tokens, and a revoked one is worth nothing', async () => {
    const other = await Program.of(context, 'Sùng A Vàng');
    const [{ id }] = await other.get('/me/tokens');
    expect(await learner.delete(`/me/tokens/${id}`, 404)).toMatchObject({ code: 'token.not-found' });
    await other.delete(`/me/tokens/${id}`);
    expect(await other.get('/me', 401)).toMatchObject({ code: 'token.unknown' });
  });
});
