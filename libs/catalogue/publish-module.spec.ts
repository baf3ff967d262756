import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { countStatements, newId, UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { moduleContent, newModule, publish, publishedModule, withLesson } from './catalogue.fixtures.js';
import { CatalogueModule } from './catalogue.module.js';
import { Courses } from './courses.service.js';
import { Lessons } from './lessons.service.js';
import { contentHash } from './module-content.js';
import { Modules } from './modules.service.js';
import { PublicationParts } from './publication-parts.js';
import { PublishCourse } from './publish-course.service.js';

describe('publishing a module', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CatalogueModule] });
  });
  afterAll(() => context.close());

  const read = (module: { courseSlug: string; slug: string }) =>
    context.get(Modules).bySlug(module.courseSlug, module.slug);

  it('stores the pages rendered, sanitised and folded for search, and the hash of the content', async () => {
    const { versionId } = await publishedModule(context, withLesson('Mã **OTP** <script>x</script>'));
    const [lesson] = await context.db.query('SELECT * FROM lesson WHERE module_version_id = $1', [versionId]);
    expect(lesson.html).toBe('<p>Mã <strong>OTP</strong> &lt;script&gt;x&lt;/script&gt;</p>');
    expect(lesson.search_text).toBe('vi sao can ma otp script x script');
    const [version] = await context.db.query('SELECT * FROM module_version WHERE id = $1', [versionId]);
    expect(version.content_hash).toBe(contentHash(version.content));
    expect(version.published_at).toEqual(context.clock.now());
  });

  it('lets nobody change what was published', async () => {
    await publishedModule(context);
    for (const table of ['module_version', 'lesson', 'course_version', 'course_version_module', 'module_submission']) {
      const [{ column_name }] = await context.db.query(
        'SELECT column_name FROM information_schema.columns WHERE table_name = $1 LIMIT 1',
        [table],
      );
      await expect(context.db.query(`UPDATE ${table} SET ${column_name} = ${column_name}`)).rejects.toThrow(/denied/);
      await expect(context.db.query(`DELETE FROM ${table}`)).rejects.toThrow(/denied/);
    }
  });

  it('shows a new version at once, leaves the old one as it was, and makes no new course version', async () => {
    const module = await publishedModule(context);
    const before = await read(module);
    const second = await publish(context, module.moduleId, withLesson('Bản hai.'));
    const after = await read(module);
    expect(after.version).toMatchObject({ versionId: second, number: 2, lessons: [{ html: '<p>Bản hai.</p>' }] });
    expect(await context.get(Lessons).version(module.versionId)).toEqual(before.version);
    const course = await context.get(Courses).bySlug(module.courseSlug);
    expect(course).toMatchObject({ courseVersionId: module.courseVersionId, number: 1, modules: [{ number: 2 }] });
  });

  it('publishes nothing when the transaction fails', async () => {
    const module = await publishedModule(context);
    const failing = context.get(UnitOfWork).run(async (tx) => {
      await context.get(PublishCourse).publish(tx, { ...emptyCourse(module.courseId), moduleIds: [module.moduleId] });
      throw new Error('roll back');
    });
    await expect(failing).rejects.toThrow('roll back');
    expect((await context.get(Courses).bySlug(module.courseSlug)).number).toBe(1);
  });

  const emptyCourse = (courseId: string) => ({
    courseId,
    title: 'T',
    summary: 'S',
    audience: '',
    moduleIds: [] as string[],
    publishedAt: context.clock.now(),
  });

  it('gives following numbers to two publications at once', async () => {
    const { moduleId } = await newModule(context);
    await Promise.all([publish(context, moduleId), publish(context, moduleId, withLesson('khác'))]);
    const rows = await context.db.query('SELECT number FROM module_version WHERE module_id = $1 ORDER BY 1', [
      moduleId,
    ]);
    expect(rows).toEqual([{ number: 1 }, { number: 2 }]);
  });

  it('reads a page with one statement, and with none while it is fresh', async () => {
    const { courseSlug, slug, versionId } = await publishedModule(context);
    const modules = context.get(Modules);
    expect((await countStatements(() => context.get(Lessons).page(versionId, 1))).statements).toHaveLength(1);
    expect((await countStatements(() => context.get(Lessons).page(versionId, 2))).statements).toHaveLength(0);
    expect((await countStatements(() => modules.bySlug(courseSlug, slug))).statements).toHaveLength(1);
    expect((await countStatements(() => modules.bySlug(courseSlug, slug))).statements).toHaveLength(0);
  });

  it('sees within five seconds what another process published', async () => {
    const module = await publishedModule(context);
    await read(module);
    const other = await createOtherVersion(module.moduleId);
    const started = performance.now();
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => started + 5_000);
    expect((await read(module)).version.versionId).toBe(other);
    clock.mockRestore();
  });

  /** As another process would: this one is not told. */
  async function createOtherVersion(moduleId: string): Promise<string> {
    const id = newId();
    await context.db.query(
      `INSERT INTO module_version (id, module_id, number, title, summary, minutes, content, content_hash, published_at)
       VALUES ($1, $2, 2, 'Bản khác', '', 5, '{}', '', now())`,
      [id, moduleId],
    );
    return id;
  }

  it('says what is unknown', async () => {
    const module = await publishedModule(context);
    await expect(read({ ...module, slug: 'khong-co' })).rejects.toMatchObject({ code: 'module.unknown' });
    await expect(context.get(Courses).bySlug('khong-co')).rejects.toMatchObject({ code: 'course.unknown' });
    await expect(context.get(Lessons).page(module.versionId, 9)).rejects.toMatchObject({ code: 'lesson.unknown' });
    await expect(publish(context, newId())).rejects.toMatchObject({ code: 'module.unknown' });
  });

  it('refuses a content that is not whole, and says where', async () => {
    const { moduleId } = await newModule(context);
    const bad = moduleContent({ title: ' ', sources: [], reviewBy: '2027-02-30', lessons: [] });
    await expect(publish(context, moduleId, bad)).rejects.toMatchObject({
      code: 'module.content-invalid',
      data: {
        problems: [
          { path: 'title', code: 'module.title' },
          { path: 'sources', code: 'module.sources-missing' },
          { path: 'reviewBy', code: 'module.review-by' },
          { path: 'lessons', code: 'module.lessons-missing' },
        ],
      },
    });
  });

  it('fixes a course only to published modules of its own', async () => {
    const [one, other, fresh] = [
      await publishedModule(context),
      await publishedModule(context),
      await newModule(context),
    ];
    const fix = (courseId: string, moduleIds: string[]) =>
      context
        .get(UnitOfWork)
        .run((tx) => context.get(PublishCourse).publish(tx, { ...emptyCourse(courseId), moduleIds }));
    await expect(fix(one.courseId, [])).rejects.toMatchObject({ code: 'course.empty' });
    await expect(fix(one.courseId, [other.moduleId])).rejects.toMatchObject({ code: 'course.module-unpublished' });
    await expect(fix(fresh.courseId, [fresh.moduleId])).rejects.toMatchObject({ code: 'course.module-unpublished' });
  });

  it('refuses a part nobody publishes, checks and publishes those somebody does', async () => {
    const { moduleId } = await newModule(context);
    const content = moduleContent({ parts: { quiz: { bad: true } } });
    await expect(publish(context, moduleId, content)).rejects.toMatchObject({
      data: { problems: [{ path: 'parts.quiz', code: 'module.part-unknown' }] },
    });
    const published: unknown[] = [];
    context.get(PublicationParts).register({
      key: 'quiz',
      validate: (part) => ((part as { bad?: boolean })?.bad ? [{ path: 'bad', code: 'quiz.bad' }] : []),
      publish: async (_tx, versionId, part) => void published.push([versionId, part]),
    });
    await expect(publish(context, moduleId, content)).rejects.toMatchObject({
      data: { problems: [{ path: 'parts.quiz.bad', code: 'quiz.bad' }] },
    });
    const versionId = await publish(context, moduleId, moduleContent({ parts: { quiz: { good: true } } }));
    expect(published).toEqual([[versionId, { good: true }]]);
  });
});
