import { PublishCourse, PublishModule, type ModuleContent } from '#libs/catalogue';
import { UnitOfWork, newId } from '#libs/platform';
import type { DemoSite } from './demo-site.js';

/** A course of one page and one question, which may be tried once. */
export const ONE_QUESTION = { course: 'mot-cau', module: '/hoc/mot-cau/chi-mot-cau' };

const CONTENT: ModuleContent = {
  title: 'Bài chỉ có một câu hỏi',
  summary: 'Làm được một lần.',
  minutes: 5,
  objectives: ['Bạn giữ được mã OTP.'],
  competence: { domain: 'an-toan', level: 1 },
  sources: [{ title: 'Khung kỹ năng số' }],
  reviewBy: null,
  lessons: [{ title: 'Mã OTP', minutes: 1, markdown: 'Mã OTP chỉ dành cho bạn.' }],
  parts: {
    assessment: {
      rule: { draw: 1, passPercent: 100, maxAttempts: 1, waitMinutes: 0 },
      questions: [
        {
          key: 'mot',
          type: 'true_false',
          stem: 'Mã OTP chỉ dành cho bạn.',
          answer: true,
          feedback: { true: 'Đúng vậy.', false: 'Không đưa mã cho ai, kể cả cán bộ.' },
          explanation: 'Mã OTP chỉ dành cho bạn.',
        },
      ],
    },
  },
};

export async function publishOneQuestion(site: DemoSite): Promise<void> {
  const [courseId, moduleId, publishedAt] = [newId(), newId(), new Date()];
  await site.get(UnitOfWork).run(async (tx) => {
    const names = [courseId, ONE_QUESTION.course];
    await tx.query(`INSERT INTO course (id, code, slug, position) VALUES ($1, $2, $2, 90)`, names);
    await tx.query(`INSERT INTO module (id, course_id, code, slug) VALUES ($1, $2, $3, $3)`, [
      moduleId,
      courseId,
      ONE_QUESTION.module.split('/').at(-1),
    ]);
    await site.get(PublishModule).publish(tx, moduleId, CONTENT, { authors: [], approverId: null, publishedAt });
    const { title, summary } = CONTENT;
    await site
      .get(PublishCourse)
      .publish(tx, { courseId, title, summary, audience: 'Mọi người', moduleIds: [moduleId], publishedAt });
  });
}
