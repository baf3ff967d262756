import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SaveAnswer } from '#libs/assessment';
import { ImportCourse } from '#libs/catalogue';
import { People, Sessions } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { Visitor } from './browserless.js';
import { hiddenIn, wordsOf } from './people.js';
import { createWebContext, type WebContext } from './web-context.js';

const QUIZ = '/hoc/an-toan-thong-tin/mat-khau-va-ma-otp/kiem-tra';

describe('a quiz that something happens to', () => {
  let context: WebContext;
  let personId: string;
  let learner: Visitor;
  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportCourse).fromFolder('seed/courses/b-an-toan-thong-tin');
  });
  afterAll(() => context.close());

  const work = <T>(run: Parameters<UnitOfWork['run']>[0]) => context.get(UnitOfWork).run(run) as Promise<T>;
  const cookiesOf = (visitor: Visitor) => visitor.cookies;

  /** As signing in does: a new session in the same browser. */
  async function signInAgain(visitor: Visitor, person = personId): Promise<void> {
    const { token } = await work<{ token: string }>((tx) => context.get(Sessions).start(tx, person, {}, 'test'));
    cookiesOf(visitor).set('hvs_session', token);
  }

  const endSessions = () => context.db.query('UPDATE session SET expires_at = created_at');

  beforeEach(async () => {
    personId = await work<string>((tx) => context.get(People).create(tx, { fullName: 'Lò Thị Mai', birthYear: 1962 }));
    learner = new Visitor(context.app);
    await signInAgain(learner);
    await learner.get(QUIZ);
    await learner.post(QUIZ, { clientKey: randomUUID() });
  });

  const question = async (number: number, visitor = learner) => {
    const { body } = await visitor.get(`${QUIZ}/cau/${number}`);
    const values = [...body.matchAll(/name="answer" value="([^"]+)"/g)].map(([, value]) => value);
    const chosen = [...body.matchAll(/name="answer" value="([^"]+)" checked/g)].map(([, value]) => value);
    return {
      body,
      values,
      chosen,
      ids: { attemptId: hiddenIn(body, 'attemptId'), questionId: hiddenIn(body, 'questionId') },
    };
  };
  const send = async (number: number, toi = 'sau') => {
    const { ids, values } = await question(number);
    const path = `${QUIZ}/cau/${number}`;
    return {
      path,
      value: values[1],
      answer: await learner.post(path, { ...ids, answer: values[1], toi }, { follow: false }),
    };
  };

  it('keeps what was answered and what was just sent when the session ends within it', async () => {
    const first = await send(1);
    const { ids, values } = await question(2);
    await endSessions();
    const path = `${QUIZ}/cau/2`;
    const refused = await learner.post(path, { ...ids, answer: values[0], toi: 'sau' }, { follow: false });
    expect(refused).toMatchObject({
      status: 303,
      location: `/dang-nhap?tiep=${encodeURIComponent(path)}&thong-bao=session-over`,
    });
    const held = [refused.headers['set-cookie']].flat().find((line) => line?.startsWith('hvs_cho='));
    expect(held).toMatch(new RegExp(`Path=${path};.*HttpOnly; SameSite=Lax`));
    expect(wordsOf((await learner.get(refused.location!)).body)).toContain('những gì đã lưu vẫn còn');
    expect((await learner.get(`${QUIZ}/cau/3`)).location).toContain('&thong-bao=session-over');
    await signInAgain(learner);
    const back = await question(2);
    expect(back.chosen).toEqual([values[0]]);
    expect(back.body).toContain('Câu trả lời bạn vừa chọn vẫn còn đây');
    expect((await question(1)).chosen).toEqual([first.value]);
    // Shown once, and saved only by its button.
    expect((await question(2)).chosen).toEqual([]);
    const saved = await learner.post(path, { ...ids, answer: values[0], toi: 'sau' }, { follow: false });
    expect(saved.location).toBe(`${QUIZ}/cau/3`);
    expect((await question(2)).chosen).toEqual([values[0]]);
  });

  it('shows what was held to nobody else who signs in on that phone', async () => {
    const { ids, values } = await question(1);
    await endSessions();
    await learner.post(`${QUIZ}/cau/1`, { ...ids, answer: values[0], toi: 'sau' }, { follow: false });
    const other = await work<string>((tx) =>
      context.get(People).create(tx, { fullName: 'Giàng A Páo', birthYear: 1990 }),
    );
    await signInAgain(learner, other);
    await learner.get(QUIZ);
    await learner.post(QUIZ, { clientKey: randomUUID() });
    const { chosen, body } = await question(1);
    expect([chosen, body.includes('vẫn còn đây')]).toEqual([[], false]);
  });

  it('leads to signing in and then to the answers when the session ends before they are handed in', async () => {
    const { body } = await learner.get(`${QUIZ}/xem-lai`);
    expect(body).toContain('Chưa trả lời');
    const { ids } = await question(1);
    await endSessions();
    const refused = await learner.post(`${QUIZ}/nop`, { attemptId: ids.attemptId }, { follow: false });
    expect([refused.status, refused.location]).toEqual([303, '/dang-nhap?tiep=%2F&thong-bao=session-over']);
    expect(refused.headers['set-cookie'] ?? []).not.toContain('hvs_cho');
  });

  it('leads back to the question, the answer still chosen, when the server could not take it', async () => {
    const path = `${QUIZ}/cau/1`;
    const { ids, values } = await question(1);
    const form = { ...ids, answer: values[1]!, toi: 'sau' };
    const saves = context.get(SaveAnswer);
    saves.save = () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
    const refused = await learner
      .post(path, form, { follow: false })
      .finally(() => Reflect.deleteProperty(saves, 'save'));
    const stale = await learner.post(path, form, { follow: false, token: 'x'.repeat(43) });
    expect([refused.status, stale.status]).toEqual([503, 403]);
    for (const { body } of [refused, stale]) {
      expect(wordsOf(body)).toContain('Điều bạn vừa gửi có thể chưa được ghi. Bạn quay lại trang vừa rồi');
      expect(body).toContain(`<a class="btn btn-primary" href="${path}">`);
    }
    const back = await question(1);
    expect([back.chosen, back.body.includes('vẫn còn đây')]).toEqual([[values[1]], true]);
    const saved = await learner.post(path, form, { follow: false });
    expect([saved.location, (await question(1)).chosen]).toEqual([`${QUIZ}/cau/2`, [values[1]]]);
  });

  it('says nothing of sending again where nothing was sent', async () => {
    const { status, body } = await learner.get('/hoc/an-toan-thong-tin/khong-co/kiem-tra');
    expect([status, body.includes('Quay lại trang vừa rồi')]).toEqual([404, false]);
  });

  it('does not take a strange form for one of a session that ended', async () => {
    const { ids, values } = await question(1);
    await endSessions();
    const form = { ...ids, answer: values[0], toi: 'sau' };
    const strange = await learner.post(`${QUIZ}/cau/1`, form, { follow: false, token: 'x'.repeat(43) });
    expect([strange.status, strange.location]).toEqual([403, undefined]);
  });

  it.each(['not json', '', 'bnVsbA', 'eyJhdHRlbXB0SWQiOnsiYSI6MX0sImFuc3dlciI6eyJiIjpbXX19'])(
    'is not disturbed by a held answer of nobody: %j',
    async (value) => {
      cookiesOf(learner).set('hvs_cho', value);
      const { body, chosen } = await question(1);
      expect([chosen, body.includes('name="answer"')]).toEqual([[], true]);
    },
  );

  it('saves an answer sent twice once, and goes to the same next question', async () => {
    const { ids, values } = await question(1);
    const form = { ...ids, answer: values[1], toi: 'sau' };
    const twice = await Promise.all([1, 2].map(() => learner.post(`${QUIZ}/cau/1`, form, { follow: false })));
    expect(twice.map(({ location }) => location)).toEqual([`${QUIZ}/cau/2`, `${QUIZ}/cau/2`]);
    expect((await question(1)).chosen).toEqual([values[1]]);
  });

  it('goes back a step at every question with what was chosen, and after handing in leads to the result', async () => {
    const total = Number((await question(1)).body.match(/Câu 1 trên (\d+)/)![1]);
    for (let number = 1; number <= total; number += 1) {
      const { value } = await send(number, number === total ? 'xem-lai' : 'sau');
      expect((await question(number)).chosen).toEqual([value]);
    }
    const { ids, values } = await question(total);
    const handedIn = await learner.post(`${QUIZ}/nop`, { attemptId: ids.attemptId }, { follow: false });
    expect(handedIn.location).toMatch(/\/ket-qua\/[0-9a-f-]{36}$/);
    // With the browser's back button the old pages are still there.
    const again = await learner.post(`${QUIZ}/nop`, { attemptId: ids.attemptId }, { follow: false });
    expect(again.location).toBe(handedIn.location);
    const late = await learner.post(
      `${QUIZ}/cau/${total}`,
      { ...ids, answer: values[0], toi: 'xem-lai' },
      { follow: false },
    );
    expect(late.location).toBe(`${handedIn.location}?thong-bao=attempt-submitted`);
    for (const old of [`${QUIZ}/cau/1`, `${QUIZ}/xem-lai`]) expect((await learner.get(old)).location).toBe(QUIZ);
  });
});

describe('a browser that refuses cookies', () => {
  let context: WebContext;
  beforeAll(async () => {
    context = await createWebContext();
  });
  afterAll(() => context.close());

  it.each(['/dang-nhap', '/dang-ky', QUIZ, '/cach-doc'])(
    'is told at %s what still works and what to do',
    async (path) => {
      const visitor = new Visitor(context.app);
      await visitor.get(path);
      visitor.cookies.clear();
      const { status, body } = await visitor.post(path, { phone: '0900000001', password: 'x' });
      expect(status).toBe(403);
      const words = wordsOf(body);
      expect(words).not.toContain('không có quyền');
      for (const told of [
        'Chưa gửi được',
        'Vẫn dùng được',
        'Đọc tất cả các bài',
        'Cần cookie',
        'cho phép cookie của trang này',
      ])
        expect(words).toContain(told);
    },
  );
});
