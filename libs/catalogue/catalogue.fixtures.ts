import type { Actor, Role } from '#libs/identity';
import { newId, newPersonId, UnitOfWork } from '#libs/platform';
import type { TestContext } from '#libs/testing';
import type { ModuleContent } from './module-content.js';
import { PublishCourse } from './publish-course.service.js';
import { PublishModule } from './publish-module.service.js';

export const moduleContent = (change: Partial<ModuleContent> = {}): ModuleContent => ({
  title: 'Mật khẩu',
  summary: 'Học xong, bạn đặt được mật khẩu khó đoán.',
  minutes: 6,
  objectives: ['Bạn đặt được mật khẩu khó đoán.'],
  competence: { domain: 'an-toan', level: 1 },
  sources: [{ title: 'Khung kỹ năng số', number: '757/QĐ-BKHCN', date: '2025-04-29' }],
  reviewBy: '2027-03-31',
  lessons: [
    { title: 'Vì sao cần', minutes: 2, markdown: 'Mật khẩu là **chìa khóa**.' },
    { title: 'Đặt thế nào', minutes: 2, markdown: '::: tip\nGhép bốn từ.\n:::' },
  ],
  parts: {},
  ...change,
});

export const withLesson = (markdown: string) =>
  moduleContent({ lessons: [{ title: 'Vì sao cần', minutes: 2, markdown }] });

export async function newActor({ db }: TestContext, ...roles: Role[]): Promise<Actor> {
  const personId = newPersonId();
  await db.query('INSERT INTO person (id) VALUES ($1)', [personId]);
  const grants = roles.map((role) => ({ role, unitIds: [] }));
  return { personId, displayName: 'Người thử', accountId: null, sessionId: null, via: 'session', grants, origin: {} };
}

let courses = 0;

/** A course with one module that has no version yet. */
export async function newModule({ db }: TestContext) {
  courses += 1;
  const [courseId, moduleId] = [newId(), newId()];
  const [courseSlug, slug] = [`chuyen-de-${courses}`, `bai-${courses}`];
  await db.query('INSERT INTO course (id, code, slug, position) VALUES ($1, $2, $2, $3)', [
    courseId,
    courseSlug,
    courses,
  ]);
  await db.query('INSERT INTO module (id, course_id, code, slug) VALUES ($1, $2, $3, $3)', [moduleId, courseId, slug]);
  return { courseId, moduleId, courseSlug, slug };
}

export async function publish(context: TestContext, moduleId: string, content = moduleContent()): Promise<string> {
  const facts = { authors: [], approverId: null, publishedAt: context.clock.now() };
  return context.get(UnitOfWork).run((tx) => context.get(PublishModule).publish(tx, moduleId, content, facts));
}

/** A course with one published module. */
export async function publishedModule(context: TestContext, content = moduleContent()) {
  const module = await newModule(context);
  const versionId = await publish(context, module.moduleId, content);
  const course = { title: 'An toàn', summary: 'Tóm tắt', audience: '', publishedAt: context.clock.now() };
  const courseVersionId = await context
    .get(UnitOfWork)
    .run((tx) =>
      context.get(PublishCourse).publish(tx, { ...course, courseId: module.courseId, moduleIds: [module.moduleId] }),
    );
  return { ...module, versionId, courseVersionId };
}
