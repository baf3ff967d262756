import type { QuizContent } from '#libs/assessment';
import { PublishCourse, PublishModule, type ModuleContent } from '#libs/catalogue';
import { People, Sessions } from '#libs/identity';
import { newId, UnitOfWork } from '#libs/platform';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

/** Stands in every explanation and feedback: no page before the result may hold it. */
export const SECRET = 'BÍ-MẬT';
const QUIZ: QuizContent = {
  rule: { draw: 3, passPercent: 60, maxAttempts: 0, waitMinutes: 0 },
  questions: [
    {
      key: 'mot',
      type: 'single',
      stem: 'Ai được biết mã OTP của bạn?',
      options: ['Chỉ mình bạn', 'Người gọi điện', 'Hàng xóm'].map((text, index) => ({
        id: 'abc'[index]!,
        text,
        correct: index === 0,
        feedback: `${SECRET} ${text}`,
      })),
      explanation: `${SECRET} một`,
    },
    {
      key: 'hai',
      type: 'multiple',
      stem: 'Mật khẩu nào khó đoán?',
      options: ['Dài', 'Nhiều loại ký tự', 'Tên con'].map((text, index) => ({
        id: 'abc'[index]!,
        text,
        correct: index < 2,
        feedback: `${SECRET} ${text}`,
      })),
      explanation: `${SECRET} hai`,
    },
    {
      key: 'ba',
      type: 'true_false',
      stem: 'Nên dùng một mật khẩu cho mọi nơi.',
      answer: false,
      feedback: { true: `${SECRET} đúng`, false: `${SECRET} sai` },
      explanation: `${SECRET} ba`,
    },
  ],
};
const RIGHT = new Set(['Chỉ mình bạn', 'Dài', 'Nhiều loại ký tự', 'Sai']);
export const MODULE = '/hoc/an-toan/mat-khau';

const content = (slug: string): ModuleContent => ({
  title: `Bài ${slug}`,
  summary: 'Học xong, bạn đặt được mật khẩu.',
  minutes: 7,
  objectives: ['Bạn giữ được mã OTP.'],
  competence: { domain: 'an-toan', level: 1 },
  sources: [{ title: 'Khung kỹ năng số', number: '757/QĐ-BKHCN', date: '2025-04-29' }],
  reviewBy: '2099-03-31',
  lessons: [1, 2].map((page) => ({ title: `Trang số ${page}`, minutes: 2, markdown: `Nội dung ${page}` })),
  parts: { assessment: QUIZ },
});

/** A course of two modules with a quiz of three questions, one of each type. */
export async function learningContext(): Promise<WebContext> {
  const context = await createWebContext();
  await publish(context);
  return context;
}

async function publish(context: WebContext): Promise<void> {
  const courseId = newId();
  const facts = { authors: [], approverId: null, publishedAt: new Date() };
  await context.get(UnitOfWork).run(async (tx) => {
    await tx.query(`INSERT INTO course (id, code, slug) VALUES ($1, 'B', 'an-toan')`, [courseId]);
    const moduleIds = [];
    for (const slug of ['mat-khau', 'duong-dan-la']) {
      const moduleId = newId();
      moduleIds.push(moduleId);
      await tx.query('INSERT INTO module (id, course_id, code, slug) VALUES ($1, $2, $3, $3)', [
        moduleId,
        courseId,
        slug,
      ]);
      await context.get(PublishModule).publish(tx, moduleId, content(slug), facts);
    }
    const course = {
      courseId,
      title: 'An toàn thông tin',
      summary: 'Giữ tài khoản',
      audience: 'Mọi người',
    };
    await context.get(PublishCourse).publish(tx, { ...course, moduleIds, publishedAt: new Date() });
  });
}

let people = 0;

export async function learner(context: WebContext): Promise<{ personId: string; visitor: Visitor }> {
  people += 1;
  const personId = await context
    .get(UnitOfWork)
    .run((tx) => context.get(People).create(tx, { fullName: `Lò Thị ${people}`, birthYear: 1965 }));
  return { personId, visitor: await device(context, personId) };
}

/** One more browser of the same person. */
export async function device(context: WebContext, personId: string): Promise<Visitor> {
  const { token } = await context.get(UnitOfWork).run((tx) => context.get(Sessions).start(tx, personId, {}, 'test'));
  return new Visitor(context.app, { hvs_session: token });
}

export const text = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, ' ');

export const hidden = (html: string, name: string) => html.match(new RegExp(`name="${name}" value="([^"]+)"`))![1]!;

export const options = (html: string) =>
  [
    ...html.matchAll(/<input type="(radio|checkbox)" name="answer" value="([^"]+)"( checked)?><span>([^<]+)<\/span>/g),
  ].map(([, , value, checked, label]) => ({
    value: value!,
    checked: Boolean(checked),
    label: label!,
  }));

export const start = async (visitor: Visitor) => {
  const intro = await visitor.get(`${MODULE}/kiem-tra`);
  return visitor.post(`${MODULE}/kiem-tra`, { clientKey: hidden(intro.body, 'clientKey') }, { follow: false });
};

export const answer = async (visitor: Visitor, number: number, right: boolean, toi = 'sau') => {
  const question = await visitor.get(`${MODULE}/kiem-tra/cau/${number}`);
  const chosen = options(question.body)
    .filter(({ label }) => RIGHT.has(label) === right)
    .map(({ value }) => value);
  const fields = {
    attemptId: hidden(question.body, 'attemptId'),
    questionId: hidden(question.body, 'questionId'),
  };
  return visitor.post(
    `${MODULE}/kiem-tra/cau/${number}`,
    { ...fields, answer: right ? chosen : chosen.slice(0, 1), toi },
    { follow: false },
  );
};
