import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ImportCourse } from '#libs/catalogue';
import { Messages } from '#libs/notifications';
import { Visitor } from './browserless.js';
import { oneCommune } from './one-commune.js';
import { hiddenIn } from './people.js';
import { createWebContext, type WebContext } from './web-context.js';

const MODULE = '/hoc/an-toan-thong-tin/mat-khau-va-ma-otp';
const QUIZ = `${MODULE}/kiem-tra`;
const CASES = '/ca-nhan/du-lieu/yeu-cau';
const PASSWORD = 'ruộng bậc thang';

/** A form as it stands in somebody's browser. */
interface Form {
  who: Visitor;
  path: string;
  fields: Record<string, string>;
  /** The phone that one message goes to. */
  tells?: string;
}

/** Without JavaScript nothing holds back a second tap: both arrive, the browser shows what the second is answered. */
describe('a form sent twice at once', () => {
  let context: WebContext;
  let communeId: string;
  let phones = 912_000_000;
  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportCourse).fromFolder('seed/courses/b-an-toan-thong-tin');
    communeId = await oneCommune(context);
  });
  afterAll(() => context.close());

  const messagesTo = async (phone: string) =>
    (await context.get(Messages).inSink(500)).filter(({ to }) => to === phone.replace(/^0/, '+84'));

  async function signUpForm(birthYear = '1968'): Promise<Form & { phone: string }> {
    const who = new Visitor(context.app);
    const phone = `0${(phones += 1)}`;
    await who.get('/dang-ky');
    const fields = { fullName: 'Lò Thị Mai', phone, password: PASSWORD, birthYear, communeId, consent: 'yes' };
    return { who, phone, path: '/dang-ky', fields, tells: phone };
  }

  async function codeForm(birthYear?: string): Promise<Form & { phone: string }> {
    const { who, phone, path, fields } = await signUpForm(birthYear);
    const requestId = hiddenIn((await who.post(path, fields)).body, 'requestId');
    const code = (await messagesTo(phone))[0]!.text.match(/\d{6}/)![0];
    return { who, phone, path: '/dang-ky/ma', fields: { requestId, code } };
  }

  async function learner(birthYear?: string): Promise<Visitor & { phone: string }> {
    const { who, phone, path, fields } = await codeForm(birthYear);
    await who.post(path, fields);
    await who.get('/ca-nhan/phien');
    return Object.assign(who, { phone });
  }

  const of = async (path: string, fields: Record<string, string> = {}): Promise<Form> => ({
    who: await learner(),
    path,
    fields,
  });

  async function anotherCode(): Promise<Form> {
    const { who, phone, fields } = await codeForm();
    return { who, path: '/dang-ky/ma-moi', fields: { requestId: fields.requestId! }, tells: phone };
  }

  async function forgotten(): Promise<Form> {
    const { phone } = await learner();
    const who = new Visitor(context.app);
    await who.get('/quen-mat-khau');
    return { who, path: '/quen-mat-khau', fields: { phone }, tells: phone };
  }

  async function guardian(): Promise<Form> {
    const phone = `0${(phones += 1)}`;
    const fields = { name: 'Lò Văn Bố', relation: 'parent', phone };
    const who = await learner(String(new Date().getFullYear() - 12));
    return { who, path: '/ca-nhan/nguoi-giam-ho', fields, tells: phone };
  }

  async function newPhone(): Promise<Form> {
    const phone = `0${(phones += 1)}`;
    return { ...(await of('/ca-nhan/so-dien-thoai', { phone, currentPassword: PASSWORD })), tells: phone };
  }

  /** With the code that the first form had sent. */
  async function confirming(first: () => Promise<Form>): Promise<Form> {
    const { who, path, fields } = await first();
    const { location } = await who.post(path, fields, { follow: false });
    const code = (await messagesTo(fields.phone!))[0]!.text.match(/\d{6}/)![0];
    return { who, path: `${path}/ma`, fields: { requestId: location!.split('=')[1]!, code } };
  }

  async function answer(): Promise<Form> {
    const who = await learner();
    await who.post(QUIZ, { clientKey: randomUUID() });
    const { body } = await who.get(`${QUIZ}/cau/1`);
    const ids = { attemptId: hiddenIn(body, 'attemptId'), questionId: hiddenIn(body, 'questionId') };
    return { who, path: `${QUIZ}/cau/1`, fields: { ...ids, answer: hiddenIn(body, 'answer'), toi: 'sau' } };
  }

  async function report(): Promise<Form> {
    const who = new Visitor(context.app);
    const { body } = await who.get(`${MODULE}/bao-sai?ban=1&trang=1`);
    const fields = { clientKey: hiddenIn(body, 'clientKey'), ban: hiddenIn(body, 'ban'), trang: '1' };
    return { who, path: `${MODULE}/bao-sai`, fields: { ...fields, message: 'Chỗ này nay đã khác.' } };
  }

  const FORMS: [name: string, form: () => Promise<Form>, leadsTo: string, rows: string][] = [
    ['to sign up', signUpForm, '/dang-ky/ma?yeu-cau=<id>', 'verification_code'],
    ['to ask for another code', anotherCode, '/dang-ky/ma?yeu-cau=<id>&thong-bao=code-sent', 'verification_code'],
    ['for a forgotten password', forgotten, '/quen-mat-khau/ma?yeu-cau=<id>', 'verification_code'],
    ['to ask a guardian', guardian, '/ca-nhan/nguoi-giam-ho/ma?yeu-cau=<id>', 'verification_code'],
    ['to change the phone', newPhone, '/ca-nhan/so-dien-thoai/ma?yeu-cau=<id>', 'verification_code'],
    ['with the code of a guardian', () => confirming(guardian), '/?thong-bao=guardian-consented', 'guardian'],
    ['with the code of a new phone', () => confirming(newPhone), '/ca-nhan?thong-bao=phone-changed', ''],
    ['to begin a quiz', () => of(QUIZ, { clientKey: randomUUID() }), QUIZ, 'attempt'],
    ['of an answer', answer, `${QUIZ}/cau/2`, ''],
    ['about wrong content', report, '/phan-anh/<id>', 'content_report'],
    [
      'to have data corrected',
      () => of(CASES, { kind: 'correct', wish: 'Năm sinh đúng là 1969.' }),
      `${CASES}/<id>?thong-bao=case-opened`,
      'rights_case',
    ],
    [
      'to take consent back',
      () => of('/ca-nhan/du-lieu/rut/learning'),
      `${CASES}/<id>?thong-bao=base-consent-withdrawn`,
      'rights_case',
    ],
    [
      'for a copy of the data',
      () => of('/ca-nhan/du-lieu/ban-sao'),
      '/ca-nhan/du-lieu?thong-bao=export-requested',
      'personal_export',
    ],
  ];

  it.each(FORMS)('%s makes one thing and leads to the same page, later too', async (_, form, leadsTo, rows) => {
    const { who, path, fields, tells } = await form();
    const count = async () => (rows ? Number((await context.db.query(`SELECT count(*) AS n FROM ${rows}`))[0].n) : 0);
    const [before, told] = [await count(), tells ? (await messagesTo(tells)).length : 0];
    const send = () => who.post(path, fields, { follow: false });
    const answers = [...(await Promise.all([send(), send()])), await send()];
    expect(new Set(answers.map(({ status, location, body }) => location ?? `${status} ${body}`)).size).toBe(1);
    expect(answers[0]!.location!.replace(/[0-9a-f-]{36}/, '<id>')).toBe(leadsTo);
    expect((await count()) - before).toBe(rows ? 1 : 0);
    if (tells) expect((await messagesTo(tells)).length - told).toBe(1);
    expect((await who.get(answers[0]!.location!)).status).toBeLessThan(400);
  });

  it('of the code that confirms a phone makes one account, and says so', async () => {
    const { who, path, fields } = await codeForm();
    const people = async () => Number((await context.db.query('SELECT count(*) AS n FROM account'))[0].n);
    const before = await people();
    const answers = await Promise.all([1, 2].map(() => who.post(path, fields, { follow: false })));
    expect(answers.map(({ location }) => location).sort()).toEqual([
      '/?thong-bao=signed-up',
      '/dang-nhap?thong-bao=phone-confirmed',
    ]);
    expect((await people()) - before).toBe(1);
  });
});
