import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Visitor } from './browserless.js';
import {
  MODULE,
  SECRET,
  answer,
  device,
  hidden,
  learner,
  learningContext,
  options,
  start,
  text,
} from './learning-context.js';
import type { WebContext } from './web-context.js';

describe('learning without JavaScript', () => {
  let context: WebContext;
  beforeAll(async () => {
    context = await learningContext();
  });
  afterAll(() => context.close());

  it('shows a visitor the courses and every lesson page, with its source', async () => {
    const visitor = new Visitor(context.app);
    const home = await visitor.get('/');
    expect(home.status).toBe(200);
    expect(home.body).toContain('href="/chuyen-de/an-toan"');
    expect((await visitor.get('/chuyen-de/an-toan')).body).toContain(`href="${MODULE}"`);
    const module = await visitor.get(MODULE);
    expect(text(module.body)).toContain('3 câu, lấy ngẫu nhiên. Trả lời đúng từ 2 câu là đạt.');
    const page = await visitor.get(`${MODULE}/trang/1`);
    expect(page.body).toContain('<p>Nội dung 1</p>');
    expect(page.body).toContain(`href="${MODULE}/trang/2"`);
    expect(text(page.body)).toContain('Trang 1 trên 2');
    expect(text(page.body)).toContain('Khung kỹ năng số, số 757/QĐ-BKHCN, ngày 29/4/2025');
    expect(text(page.body)).toContain('Rà soát lại trước 31/3/2099');
    const [{ count }] = await context.db.query('SELECT count(*) FROM progress');
    expect(count).toBe(0);
    expect(await visitor.get(`${MODULE}/kiem-tra`)).toMatchObject({
      status: 303,
      location: expect.stringContaining('/dang-nhap?tiep='),
    });
  });

  it.each([
    '/chuyen-de/khong-co',
    '/hoc/an-toan/khong-co',
    `${MODULE}/trang/9`,
    `${MODULE}/trang/0`,
    `${MODULE}/trang/hai`,
  ])('answers 404 to %s', async (path) => {
    expect(await new Visitor(context.app).get(path)).toMatchObject({
      status: 404,
    });
  });

  it('takes a learner from the first page to the result, and shows no key before it', async () => {
    const { visitor, personId } = await learner(context);
    expect((await visitor.get('/')).body).toContain(`href="${MODULE}/trang/1"`);
    await visitor.get(`${MODULE}/trang/1`);
    await visitor.get(`${MODULE}/trang/2`);
    expect((await visitor.get('/')).body).toMatch(/btn-primary[^>]+href="\/hoc\/an-toan\/mat-khau\/kiem-tra"/);

    const seen = [await visitor.get(`${MODULE}/kiem-tra`)];
    expect(await start(visitor)).toMatchObject({ status: 303 });
    for (const number of [1, 2, 3]) {
      seen.push(await visitor.get(`${MODULE}/kiem-tra/cau/${number}`));
      expect((await answer(visitor, number, true)).status).toBe(303);
      seen.push(await visitor.get(`${MODULE}/kiem-tra/cau/${number}`));
    }
    const check = await visitor.get(`${MODULE}/kiem-tra/xem-lai`);
    seen.push(check, await visitor.get(MODULE));
    for (const { body } of seen) expect(body).not.toMatch(new RegExp(`${SECRET}|correct|feedback|explanation`, 'i'));

    const attemptId = hidden(check.body, 'attemptId');
    const result = await visitor.post(`${MODULE}/kiem-tra/nop`, { attemptId });
    expect(result.status).toBe(200);
    expect(text(result.body)).toContain('Bạn trả lời đúng 3 trên 3 câu');
    expect(result.body).toContain(SECRET);
    expect(result.body).toMatch(/btn-primary[^>]+href="\/hoc\/an-toan\/duong-dan-la\/trang\/1"/);
    const again = await visitor.post(`${MODULE}/kiem-tra/nop`, { attemptId });
    expect(again.status).toBe(200);
    expect(text(again.body)).toContain('Bạn trả lời đúng 3 trên 3 câu');
    const rows = await context.db.query('SELECT * FROM completion WHERE person_id = $1', [personId]);
    expect(rows).toHaveLength(1);
    expect(await new Visitor(context.app).get(`${MODULE}/ket-qua/${attemptId}`)).toMatchObject({ status: 303 });
    expect((await (await learner(context)).visitor.get(`${MODULE}/ket-qua/${attemptId}`)).status).toBe(404);
  });

  it('goes on with an interrupted quiz on another device', async () => {
    const { visitor, personId } = await learner(context);
    await start(visitor);
    await answer(visitor, 1, true);
    const phone = await device(context, personId);
    const resumed = await phone.get(`${MODULE}/kiem-tra`);
    expect(resumed).toMatchObject({
      status: 303,
      location: `${MODULE}/kiem-tra/cau/2`,
    });
    const first = await phone.get(`${MODULE}/kiem-tra/cau/1`);
    expect(options(first.body).some(({ checked }) => checked)).toBe(true);
    expect(options(first.body)).toEqual(options((await visitor.get(`${MODULE}/kiem-tra/cau/1`)).body));
    await answer(phone, 2, true);
    await answer(phone, 3, true, 'xem-lai');
    const check = await phone.get(`${MODULE}/kiem-tra/xem-lai`);
    const attemptId = hidden(check.body, 'attemptId');
    const stale = await visitor.get(`${MODULE}/kiem-tra/cau/3`);
    const done = await phone.post(`${MODULE}/kiem-tra/nop`, { attemptId });
    expect(text(done.body)).toContain('Còn 2 trang bạn chưa đọc');
    const late = await visitor.post(`${MODULE}/kiem-tra/cau/3`, {
      attemptId,
      questionId: hidden(stale.body, 'questionId'),
      answer: '1',
      toi: 'xem-lai',
    });
    expect(text(late.body)).toContain('Bài này đã được nộp trước đó');
  });

  it('makes one attempt of a form sent twice, and one result of two submissions at once', async () => {
    const { visitor, personId } = await learner(context);
    const intro = await visitor.get(`${MODULE}/kiem-tra`);
    const clientKey = hidden(intro.body, 'clientKey');
    await Promise.all([1, 2, 3].map(() => visitor.post(`${MODULE}/kiem-tra`, { clientKey }, { follow: false })));
    for (const number of [1, 2, 3]) await answer(visitor, number, number === 1);
    const check = await visitor.get(`${MODULE}/kiem-tra/xem-lai`);
    const attemptId = hidden(check.body, 'attemptId');
    const sent = await Promise.all(
      [1, 2, 3].map(() => visitor.post(`${MODULE}/kiem-tra/nop`, { attemptId }, { follow: false })),
    );
    expect(sent.map(({ status, location }) => [status, location])).toEqual(
      Array(3).fill([303, `${MODULE}/ket-qua/${attemptId}`]),
    );
    const attempts = await context.db.query('SELECT passed, correct_count FROM attempt WHERE person_id = $1', [
      personId,
    ]);
    expect(attempts).toEqual([{ passed: false, correct_count: 1 }]);
    expect(text((await visitor.get(`${MODULE}/ket-qua/${attemptId}`)).body)).toContain('Chưa đạt lần này');
  });

  it('does not take a quiz with an unanswered question, and says which', async () => {
    const { visitor } = await learner(context);
    await start(visitor);
    await answer(visitor, 1, true);
    const check = await visitor.get(`${MODULE}/kiem-tra/xem-lai`);
    expect(check.body).not.toContain('Nộp bài');
    const question = await visitor.get(`${MODULE}/kiem-tra/cau/2`);
    const refused = await visitor.post(`${MODULE}/kiem-tra/nop`, {
      attemptId: hidden(question.body, 'attemptId'),
    });
    expect(refused.status).toBe(422);
    expect(text(refused.body)).toContain('Còn 2 câu chưa trả lời');
    expect(refused.body).toContain('Trả lời câu 2');
  });

  it('refuses what no page of ours sends', async () => {
    const { visitor } = await learner(context);
    await start(visitor);
    const question = await visitor.get(`${MODULE}/kiem-tra/cau/1`);
    const fields = {
      attemptId: hidden(question.body, 'attemptId'),
      questionId: hidden(question.body, 'questionId'),
    };
    const post = (extra: Record<string, string | string[]>) =>
      visitor.post(`${MODULE}/kiem-tra/cau/1`, { ...fields, ...extra }, { follow: false });
    expect((await post({ answer: '99' })).status).toBe(422);
    expect((await post({ answer: Array(20).fill('1') })).status).toBe(422);
    expect((await post({ score: '100' })).status).toBe(422);
    expect((await post({ questionId: fields.attemptId })).status).toBe(422);
  });

  it('answers a lesson page in one statement, two when the place changes, and a submission in few', async () => {
    const { visitor } = await learner(context);
    const sent = jest.spyOn(context.db.logger, 'logQuery');
    // The security settings are read again by a clock, beside any request.
    const statementsSent = () =>
      sent.mock.calls.map(([sql]) => sql).filter((sql) => !sql.includes('FROM security_setting'));
    const get = async (path: string) => {
      sent.mockClear();
      const result = await visitor.get(path);
      return { result, statements: statementsSent() };
    };
    await get(`${MODULE}/trang/1`);
    await get(`${MODULE}/trang/2`);
    for (const [before, path, most] of [
      [`${MODULE}/trang/2`, `${MODULE}/trang/1`, 2],
      [`${MODULE}/trang/1`, `${MODULE}/trang/1`, 1],
      ['/', '/', 2],
      [MODULE, MODULE, 3],
    ] as const) {
      await get(before);
      const { result, statements } = await get(path);
      expect(result.status).toBe(200);
      expect({
        path,
        few: statements.length <= most ? 'yes' : statements,
      }).toEqual({ path, few: 'yes' });
      expect(statements.length).toBeGreaterThan(0);
    }
    await start(visitor);
    const { statements } = await get(`${MODULE}/kiem-tra/cau/1`);
    expect(statements.length).toBeLessThanOrEqual(4);
    for (const number of [1, 2, 3]) await answer(visitor, number, true);
    const attemptId = hidden((await visitor.get(`${MODULE}/kiem-tra/xem-lai`)).body, 'attemptId');
    sent.mockClear();
    await visitor.post(`${MODULE}/kiem-tra/nop`, { attemptId }, { follow: false });
    // The session; the transaction's frame; read, result, completion; then a lock and a statement of each listener:
    // the campaigns' states, the course's certificate.
    expect(statementsSent().map((sql) => sql.trim().split(' ', 1)[0])).toEqual([
      'SELECT',
      'START',
      'SELECT',
      'UPDATE',
      'WITH',
      'SELECT',
      'WITH',
      'SELECT',
      'SELECT',
      'COMMIT',
    ]);
  });

  it('has no inline script or style on its pages', async () => {
    for (const template of [
      'welcome',
      'home',
      'course',
      'module',
      'lesson',
      'quiz-intro',
      'question',
      'check',
      'result',
    ]) {
      expect(readFileSync(`apps/web/src/learn/${template}.hbs`, 'utf8')).not.toMatch(/<script|<style|style=| on\w+=/);
    }
  });
});
