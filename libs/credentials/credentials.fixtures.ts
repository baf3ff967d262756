import type { QuizContent } from '#libs/assessment';
import { PublishCourse, PublishModule, type ModuleContent } from '#libs/catalogue';
import { People, type Actor, type Role } from '#libs/identity';
import { Completions, type Completion } from '#libs/learning';
import { Units } from '#libs/organisation';
import { newId, UnitOfWork, type Tx } from '#libs/platform';
import type { TestContext } from '#libs/testing';
import type { PrintedCertificate } from './certificate.entity.js';

export const PRINTED: PrintedCertificate = {
  issuer: ['Học Vụ Số', 'Phong trào “Bình dân học vụ số” tỉnh Lai Châu'],
  heading: 'Giấy chứng nhận hoàn thành chuyên đề',
  fullName: 'Nguyễn Thị Ngọc Ánh',
  statement: 'đã học hết các bài và đạt bài kiểm tra của mọi mô-đun trong chuyên đề',
  courseCode: 'A',
  courseTitle: 'Dịch vụ công trực tuyến',
  modules: ['Một cửa số và tài khoản VNeID', 'Nhờ người giúp đúng nơi, tránh “làm hộ”'],
  completedOn: '2026-02-05',
  issuedOn: '2026-05-27',
  place: 'Lai Châu',
  code: 'LC-7K3M-9QXT-2HFA',
  note: 'Giấy này không phải là xác nhận “phổ cập kỹ năng số” trên VNeID.',
};

const QUIZ: QuizContent = {
  rule: { draw: 1, passPercent: 100, maxAttempts: 0, waitMinutes: 0 },
  questions: [
    {
      key: 'cau-1',
      type: 'true_false',
      stem: 'Mã OTP chỉ dành cho bạn.',
      answer: true,
      feedback: { true: 'Đúng', false: 'Sai' },
      explanation: 'Ai có mã là vào được tài khoản của bạn.',
    },
  ],
};

export interface TestModule {
  id: string;
  versionId: string;
}

export interface TestCourse {
  id: string;
  code: string;
  modules: TestModule[];
  versionId: string;
}

let made = 0;

/** What the suites of this lib do with courses and people. */
export function world(context: () => TestContext) {
  const run = <T>(work: (tx: Tx) => Promise<T>) => context().get(UnitOfWork).run(work);

  async function publishModule(moduleId: string, title: string): Promise<string> {
    const content: ModuleContent = {
      title,
      summary: 'Tóm tắt',
      minutes: 5,
      objectives: ['Bạn giữ được mã OTP.'],
      competence: { domain: 'an-toan', level: 1 },
      sources: [{ title: 'Khung kỹ năng số' }],
      reviewBy: null,
      lessons: [{ title, minutes: 1, markdown: title }],
      parts: { assessment: QUIZ },
    };
    const facts = { authors: [], approverId: null, publishedAt: context().clock.now() };
    return run((tx) => context().get(PublishModule).publish(tx, moduleId, content, facts));
  }

  async function addModule(courseId: string, title: string): Promise<TestModule> {
    const id = newId();
    const code = `m-${(made += 1)}`;
    await context().db.query('INSERT INTO module (id, course_id, code, slug) VALUES ($1, $2, $3, $3)', [
      id,
      courseId,
      code,
    ]);
    return { id, versionId: await publishModule(id, title) };
  }

  const publishCourse = (courseId: string, title: string, modules: TestModule[]) =>
    run((tx) =>
      context()
        .get(PublishCourse)
        .publish(tx, {
          courseId,
          title,
          summary: 'Tóm tắt',
          audience: 'Mọi người',
          moduleIds: modules.map(({ id }) => id),
          publishedAt: context().clock.now(),
        }),
    );

  /** A published course with these modules. */
  async function newCourse(title: string, moduleTitles: string[]): Promise<TestCourse> {
    const id = newId();
    const code = `C${(made += 1)}`;
    await context().db.query('INSERT INTO course (id, code, slug, position) VALUES ($1, $2, lower($2), $3)', [
      id,
      code,
      made,
    ]);
    const modules: TestModule[] = [];
    for (const moduleTitle of moduleTitles) modules.push(await addModule(id, moduleTitle));
    return { id, code, modules, versionId: await publishCourse(id, title, modules) };
  }

  const newPerson = (fullName = 'Lò Thị Mai') =>
    run((tx) => context().get(People).create(tx, { fullName, birthYear: 1968 }));

  /** A whole tree, so that its holder reaches people who are on no roster. */
  const newProvince = () =>
    run((tx) =>
      context()
        .get(Units)
        .create(tx, {
          tree: 'territory',
          code: `tinh-${(made += 1)}`,
          kind: 'province',
          name: 'Tỉnh',
          parentId: null,
          validFrom: '2025-07-01',
        }),
    );

  async function newActor(...roles: Role[]): Promise<Actor> {
    const unitIds = roles.length > 0 ? [await newProvince()] : [];
    const grants = roles.map((role) => ({ role, unitIds }));
    const personId = await newPerson();
    return {
      personId,
      displayName: 'Lò Thị Mai',
      accountId: null,
      sessionId: null,
      via: 'session',
      grants,
      origin: {},
    };
  }

  const completeIn = async (tx: Tx, personId: string, { id, versionId }: TestModule): Promise<Completion> => {
    const input = { personId, moduleId: id, moduleVersionId: versionId, source: 'self' as const };
    return (await context().get(Completions).record(tx, input)).completion;
  };
  const complete = (personId: string, module: TestModule) => run((tx) => completeIn(tx, personId, module));

  /** A certificate for a course of one module; its code. */
  async function newCertificate(personId: string): Promise<{ id: string; code: string }> {
    const course = await newCourse('An toàn số', ['Mật khẩu']);
    await complete(personId, course.modules[0]!);
    const [row] = await context().db.query('SELECT id, code FROM certificate WHERE course_version_id = $1', [
      course.versionId,
    ]);
    return row;
  }

  const certificatesOf = (personId: string) =>
    context().db.query(
      `SELECT c.*, p.printed, p.file_key FROM certificate c LEFT JOIN certificate_payload p ON p.certificate_id = c.id
       WHERE c.person_id = $1 ORDER BY c.issued_at, c.id`,
      [personId],
    );

  return {
    run,
    publishModule,
    addModule,
    publishCourse,
    newCourse,
    newPerson,
    newActor,
    completeIn,
    complete,
    newCertificate,
    certificatesOf,
  };
}
