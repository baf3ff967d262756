import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { newActor } from '../catalogue.fixtures.js';
import { CatalogueModule } from '../catalogue.module.js';
import { Courses } from '../courses.service.js';
import { CourseDrafts } from '../courses/course-drafts.service.js';
import { CourseProposals } from '../courses/course-proposals.service.js';
import { CourseReviews } from '../courses/course-reviews.service.js';
import { CreateCourse } from '../courses/create-course.service.js';
import { PublicationParts } from '../publication-parts.js';
import { ImportCourse } from './import-course.service.js';

const SEED = 'seed/courses/a-dich-vu-cong-truc-tuyen';

describe('importing a course from files', () => {
  let context: TestContext;
  let folder: string;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CatalogueModule] });
    context.get(PublicationParts).register({ key: 'assessment', validate: () => [], publish: async () => {} });
    folder = await mkdtemp(join(tmpdir(), 'hvs-course-'));
    await cp(SEED, folder, { recursive: true });
  });
  afterAll(async () => {
    await context.close();
    await rm(folder, { recursive: true });
  });

  const run = () => context.get(ImportCourse).fromFolder(folder);
  const count = async (table: string) => (await context.db.query(`SELECT count(*) AS n FROM ${table}`))[0].n;
  const edit = async (file: string, from: string | RegExp, to: string) => {
    const path = join(folder, file);
    await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
  };

  it('publishes the course with its modules in order', async () => {
    const result = await run();
    expect(result).toMatchObject({ code: 'A', outcome: 'created' });
    const course = await context.get(Courses).bySlug('dich-vu-cong-truc-tuyen');
    expect(course.courseVersionId).toBe(result.courseVersionId);
    expect(course.modules.map(({ code, number, lessons }) => [code, number, lessons])).toEqual([
      ['A1', 1, 3],
      ['A2', 1, 3],
      ['A3', 1, 3],
      ['A4', 1, 3],
    ]);
  });

  it('changes nothing when run again', async () => {
    const before = [await count('module_version'), await count('course_version'), await count('audit')];
    const result = await run();
    expect(result.outcome).toBe('unchanged');
    expect(new Set(result.modules.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
    expect([await count('module_version'), await count('course_version'), await count('audit')]).toEqual(before);
  });

  it('publishes a changed module as a new version and leaves the course version alone', async () => {
    await edit('mot-cua-so/01-mot-dia-chi.md', 'Nhiều việc giấy tờ', 'Nhiều giấy tờ');
    const result = await run();
    expect(result.outcome).toBe('unchanged');
    expect(result.modules.map(({ outcome }) => outcome)).toEqual(['updated', 'unchanged', 'unchanged', 'unchanged']);
    const { modules, number } = await context.get(Courses).bySlug('dich-vu-cong-truc-tuyen');
    expect([number, modules[0].number, modules[1].number]).toEqual([1, 2, 1]);
  });

  it('makes a new course version when the list of modules changes', async () => {
    await edit('course.yaml', '\n  - nho-giup-dung-noi', '');
    const result = await run();
    expect(result.outcome).toBe('updated');
    const course = await context.get(Courses).bySlug('dich-vu-cong-truc-tuyen');
    expect([course.number, course.modules.length]).toEqual([2, 3]);
  });

  it('imports nothing of a course when one module is bad, and names the module', async () => {
    const before = await count('module_version');
    await edit('mot-cua-so/01-mot-dia-chi.md', 'Nhiều giấy tờ', 'Rất nhiều giấy tờ');
    await edit('nop-ho-so-sau-buoc/module.yaml', /minutes: \d+/, 'minutes: 600');
    await expect(run()).rejects.toMatchObject({
      code: 'module.content-invalid',
      data: { module: 'A2', problems: [{ path: 'minutes', code: 'module.minutes' }] },
    });
    expect(await count('module_version')).toBe(before);
  });

  it('keeps a list of modules that people have approved since', async () => {
    const { courseId, modules, number } = await context.get(Courses).bySlug('dich-vu-cong-truc-tuyen');
    const [author, reviewer] = [await newActor(context, 'author'), await newActor(context, 'reviewer')];
    const moduleIds = modules.map(({ moduleId }) => moduleId).reverse();
    await context.get(CourseDrafts).edit(author, courseId, 0, (content) => ({ ...content, moduleIds }));
    const proposal = await context.get(CourseProposals).propose(author, courseId, { revision: 1, note: '' });
    const { contentHash } = await context.get(CourseReviews).look(reviewer, proposal);
    await context.get(CourseReviews).decide(reviewer, proposal, { decision: 'approved', contentHash, note: '' });
    await edit('nop-ho-so-sau-buoc/module.yaml', 'minutes: 600', 'minutes: 6');
    expect(await run()).toMatchObject({ outcome: 'kept' });
    const after = await context.get(Courses).bySlug('dich-vu-cong-truc-tuyen');
    expect([after.number, after.modules.map(({ moduleId }) => moduleId)]).toEqual([number + 1, moduleIds]);
    await edit('nop-ho-so-sau-buoc/module.yaml', 'minutes: 6', 'minutes: 7');
  });

  it('gives way when authors have taken an address', async () => {
    const author = await newActor(context, 'author');
    const words = { title: 'An toàn', summary: 'Tóm tắt', audience: '', slug: 'an-toan-thong-tin' };
    await context.get(CreateCourse).course(author, { clientKey: newId(), ...words });
    const { courseId } = await context.get(ImportCourse).fromFolder('seed/courses/b-an-toan-thong-tin');
    const again = await context.get(ImportCourse).fromFolder('seed/courses/b-an-toan-thong-tin');
    expect(again).toMatchObject({ courseId, outcome: 'unchanged' });
    expect((await context.get(Courses).bySlug('an-toan-thong-tin-b')).courseId).toBe(courseId);
  });

  it('imports once when two programs start at once', async () => {
    await edit('mot-cua-so/01-mot-dia-chi.md', 'Rất nhiều giấy tờ', 'Nhiều loại giấy tờ');
    const results = await Promise.all([run(), run()]);
    const updated = results.flatMap(({ modules }) => modules).filter(({ outcome }) => outcome === 'updated');
    expect(updated.map(({ code }) => code).sort()).toEqual(['A1', 'A2']);
  });
});
