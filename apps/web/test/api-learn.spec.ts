import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ImportCourse } from '#libs/catalogue';
import { Grants, People, SecuritySettings, type Actor } from '#libs/identity';
import { Messages } from '#libs/notifications';
import { Units } from '#libs/organisation';
import { UnitOfWork } from '#libs/platform';
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
  }, 400_000);

  it('lists tokens, and a revoked one is worth nothing', async () => {
    const other = await Program.of(context, 'Sùng A Vàng');
    const [{ id }] = await other.get('/me/tokens');
    expect(await learner.delete(`/me/tokens/${id}`, 404)).toMatchObject({ code: 'token.not-found' });
    await other.delete(`/me/tokens/${id}`);
    expect(await other.get('/me', 401)).toMatchObject({ code: 'token.unknown' });
  });

  describe('signed up by an app', () => {
    const PASSWORD = 'bản-tôi-ở-rất-xa';
    const wish = { name: 'Điện thoại của tôi', days: 30 };
    const form = (change = {}) => ({
      fullName: 'Lò Thị Thử',
      phone: '0912 345 678',
      password: PASSWORD,
      birthYear: 1965,
      communeId,
      consent: true,
      ...change,
    });
    let communeId: string;
    let provinceId: string;
    const lastCode = async () => (await context.get(Messages).inSink(1))[0]!.text.match(/\d{6}/)![0];
    const sessionsOpen = async () =>
      (await context.db.query(`SELECT 1 FROM session WHERE revoked_at IS NULL AND user_agent IS DISTINCT FROM 'jest'`))
        .length;

    beforeAll(async () => {
      await context.get(UnitOfWork).run(async (tx) => {
        const make = (code: string, kind: string, name: string, parentId: string | null) =>
          context.get(Units).create(tx, { tree: 'territory', code, kind, name, parentId, validFrom: '2025-07-01' });
        provinceId = await make('12', 'province', 'Tỉnh Lai Châu', null);
        communeId = await make('03390', 'commune', 'Xã Bình Lư', provinceId);
      });
    });

    /** Signs up and gives what the confirmation answers. */
    async function signUp(status: number, change = {}) {
      const { requestId } = await visitor.post('/sign-ups', form(change), 202);
      return visitor.post(`/sign-ups/${requestId}/confirmation`, { ...wish, code: await lastCode() }, status);
    }

    it('is told what the form asks, and what is wrong beside each field', async () => {
      const { communes, consent, minPasswordLength } = await visitor.get('/sign-up-form');
      expect(communes).toEqual([{ id: communeId, name: 'Xã Bình Lư' }]);
      expect(consent).toMatchObject({ textVersion: 'learning-2026-11', statement: expect.stringContaining('đồng ý') });
      const wrong = {
        phone: '123',
        password: 'a'.repeat(minPasswordLength - 1),
        communeId: provinceId,
        consent: false,
      };
      const { errors } = await visitor.post('/sign-ups', form(wrong), 422);
      expect(Object.fromEntries(errors.map(({ field, code }: any) => [field, code]))).toEqual({
        phone: 'phone.invalid',
        password: 'password.too-short',
        communeId: 'commune.required',
        consent: 'consent.required',
      });
    });

    it('becomes a person with a token after the right code, and leaves no session open', async () => {
      const { requestId: first } = await visitor.post('/sign-ups', form(), 202);
      const { requestId } = await visitor.post(`/sign-ups/${first}/codes`, {}, 202);
      const path = `/sign-ups/${requestId}/confirmation`;
      const code = await lastCode();
      expect(await visitor.post(path, { ...wish, name: '\u200b \u200b', code }, 422)).toMatchObject({
        errors: [{ field: 'name', code: 'token-name.required' }],
      });
      const guess = { ...wish, code: code === '000000' ? '111111' : '000000' };
      expect(await visitor.post(path, guess, 422)).toMatchObject({ errors: [{ field: 'code', code: 'code.wrong' }] });
      const made = await visitor.post(path, { ...wish, code }, 201);
      expect(made.awaitsGuardian).toBe(false);
      const own = visitor.with(made.token);
      expect(await own.get('/me')).toMatchObject({ displayName: 'Lò Thị Thử', via: 'token' });
      expect(await own.get('/me/tokens')).toMatchObject([{ id: made.id, name: wish.name }]);
      expect(await visitor.post(path, { ...wish, code }, 409)).toMatchObject({ code: 'code.used' });
      expect(await visitor.post(`/sign-ups/${first}/confirmation`, { ...wish, code }, 410)).toMatchObject({
        code: 'code.ended',
      });
      expect(await sessionsOpen()).toBe(0);
    });

    it('is answered alike whether the phone is known, and guarded as the page is', async () => {
      const known = await visitor.post('/sign-ups', form({ fullName: 'Người khác' }), 202);
      const unknown = await visitor.post('/sign-ups', form({ phone: '0912 000 111' }), 202);
      expect(Object.keys(known)).toEqual(Object.keys(unknown));
      for (let n = 0; n < 4; n += 1)
        await visitor.post('/sign-ups', form({ phone: '0912 000 111', birthYear: 1970 + n }), 202);
      const { requestId } = unknown;
      expect(await visitor.post('/sign-ups', form({ phone: '0912 000 111' }), 429)).toMatchObject({
        code: 'throttled',
      });
      expect(await visitor.post(`/sign-ups/${requestId}/codes`, {}, 429)).toMatchObject({ code: 'throttled' });
    });

    it('waits for a guardian under sixteen', async () => {
      const child = { phone: '0912 345 111', birthYear: new Date().getFullYear() - 12 };
      const { token, awaitsGuardian } = await signUp(201, child);
      expect(awaitsGuardian).toBe(true);
      const quiz = { courseSlug: COURSE, moduleSlug: 'mot-cua-so', clientKey: randomUUID() };
      expect(await visitor.with(token).post('/me/attempts', quiz, 403)).toMatchObject({
        code: 'learn.awaits-guardian',
      });
    });

    it('signs in with phone and password', async () => {
      const who = { ...wish, phone: '+84 912 345 678', clientKey: randomUUID() };
      const wrong = await visitor.post('/tokens', { ...who, password: 'sai rồi nhé' }, 422);
      const nobody = await visitor.post('/tokens', { ...who, phone: '0900000001', password: PASSWORD }, 422);
      expect(wrong).toMatchObject({ code: 'sign-in.refused', errors: [{ field: 'password' }] });
      expect({ ...nobody, correlationId: '' }).toEqual({ ...wrong, correlationId: '' });
      const { token } = await visitor.post('/tokens', { ...who, password: PASSWORD }, 201);
      expect(await visitor.with(token).get('/me')).toMatchObject({ displayName: 'Lò Thị Thử' });
      expect(await visitor.post('/tokens', { ...who, password: PASSWORD }, 409)).toMatchObject({ code: 'token.made' });
      expect(await sessionsOpen()).toBe(0);
    });

    it('is sent to the site where a second step is owed, and given no token', async () => {
      const roster = { fullName: 'Vàng Thị Dợ', phone: '+84912345222', birthYear: 1980 };
      const personId = await context.get(UnitOfWork).run(async (tx) => {
        const id = await context.get(People).create(tx, roster);
        const grant = { role: 'administrator' as const, unitIds: [provinceId], from: '2025-07-01', by: id };
        await context.get(Grants).grant(tx, { personId: id, ...grant });
        return id;
      });
      const by = { personId, via: 'session', grants: [], origin: {} } as unknown as Actor;
      await context.get(SecuritySettings).set(by, 'second-factor.compulsory', 1, '');
      expect(await signUp(403, roster)).toMatchObject({ code: 'token.second-step' });
      const again = { ...wish, phone: roster.phone, password: PASSWORD };
      expect(await visitor.post('/tokens', again, 403)).toMatchObject({ code: 'token.second-step' });
      expect(await context.db.query('SELECT 1 FROM account WHERE person_id = $1', [personId])).toHaveLength(1);
      expect(await context.db.query('SELECT 1 FROM api_token WHERE person_id = $1', [personId])).toEqual([]);
    });
  });
});
