import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobRunner } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { CatchUpCertificates } from './catch-up-certificates.service.js';
import { world, type TestCourse } from './credentials.fixtures.js';
import { CredentialsModule } from './credentials.module.js';

describe('a new list of modules', () => {
  let context: TestContext;
  const { publishCourse, newCourse, newPerson, complete, certificatesOf, addModule } = world(() => context);
  beforeAll(async () => {
    context = await createTestContext({ imports: [CredentialsModule] });
  });
  afterAll(() => context.close());

  const jobs = () => context.db.query(`SELECT payload FROM job WHERE kind = 'certificate.catch-up' ORDER BY id`);
  const shorten = (course: TestCourse) => publishCourse(course.id, 'An toàn số, bản 2', course.modules.slice(0, 2));
  const catchUp = (courseVersionId: string) => context.get(CatchUpCertificates).run({ courseVersionId });

  it('brings their certificate to those who have nothing more to complete', async () => {
    const course = await newCourse('An toàn số', ['Mật khẩu', 'Lừa đảo', 'Sao lưu']);
    expect(await jobs()).toEqual([]);
    const [ready, half] = [await newPerson(), await newPerson()];
    for (const module of course.modules.slice(0, 2)) await complete(ready, module);
    await complete(half, course.modules[0]!);
    const versionId = await shorten(course);
    expect(await jobs()).toEqual([{ payload: { courseVersionId: versionId } }]);
    expect(await certificatesOf(ready)).toEqual([]);
    await context.get(JobRunner).drain();
    expect(await certificatesOf(ready)).toMatchObject([
      { course_version_id: versionId, printed: { courseTitle: 'An toàn số, bản 2', modules: ['Mật khẩu', 'Lừa đảo'] } },
    ]);
    expect(await certificatesOf(half)).toEqual([]);
  });

  it('issues nothing twice, however often and at once it runs', async () => {
    const course = await newCourse('An toàn số', ['Mật khẩu', 'Lừa đảo', 'Sao lưu']);
    const people = await Promise.all(Array.from({ length: 5 }, () => newPerson()));
    for (const person of people) for (const module of course.modules.slice(0, 2)) await complete(person, module);
    const versionId = await shorten(course);
    await Promise.all([catchUp(versionId), catchUp(versionId), complete(people[0]!, course.modules[2]!)]);
    await catchUp(versionId);
    for (const person of people) expect(await certificatesOf(person)).toHaveLength(1);
  });

  it('gives no second one to who holds one of this course, and none to who was erased', async () => {
    const course = await newCourse('An toàn số', ['Mật khẩu', 'Lừa đảo', 'Sao lưu']);
    const [holder, erased] = [await newPerson(), await newPerson()];
    for (const module of course.modules) await complete(holder, module);
    for (const module of course.modules.slice(0, 2)) await complete(erased, module);
    await context.db.query('DELETE FROM identity WHERE person_id = $1', [erased]);
    const versionId = await shorten(course);
    await catchUp(versionId);
    expect(await certificatesOf(holder)).toHaveLength(1);
    expect(await certificatesOf(erased)).toEqual([]);
  });

  it('leaves it to a list published since', async () => {
    const course = await newCourse('An toàn số', ['Mật khẩu', 'Lừa đảo', 'Sao lưu']);
    const person = await newPerson();
    for (const module of course.modules.slice(0, 2)) await complete(person, module);
    const shorter = await shorten(course);
    const added = await addModule(course.id, 'Xác thực');
    await publishCourse(course.id, 'An toàn số, bản 3', [...course.modules, added]);
    await catchUp(shorter);
    expect(await certificatesOf(person)).toEqual([]);
  });
});
