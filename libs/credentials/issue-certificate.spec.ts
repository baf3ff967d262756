import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Adjustments } from '#libs/learning';
import { countStatements } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { readCertificateCode } from './certificate-code.policy.js';
import { certificateTexts } from './certificate-texts.vi.js';
import { world } from './credentials.fixtures.js';
import { CredentialsModule } from './credentials.module.js';

let context: TestContext;
const { run, publishModule, addModule, publishCourse, newCourse, newPerson, completeIn, complete, certificatesOf } =
  world(() => context);
beforeAll(async () => {
  context = await createTestContext({ imports: [CredentialsModule] });
});
afterAll(() => context.close());

const jobsFor = (certificateId: string) =>
  context.db.query(`SELECT kind, done_at FROM job WHERE payload ->> 'certificateId' = $1`, [certificateId]);

describe('a certificate', () => {
  it('is issued with the last module, with all that it prints, and its file is asked for', async () => {
    const course = await newCourse('An toàn số', ['Mật khẩu', 'Lừa đảo']);
    const person = await newPerson('Nguyễn Thị Ngọc Ánh');
    context.clock.set('2026-11-20T16:59:00Z');
    await complete(person, course.modules[0]!);
    expect(await certificatesOf(person)).toEqual([]);
    context.clock.set('2026-11-20T17:01:00Z');
    await complete(person, course.modules[1]!);

    const [certificate, ...others] = await certificatesOf(person);
    expect(others).toEqual([]);
    expect(readCertificateCode(certificate.code)).toBe(certificate.code);
    expect(certificate).toMatchObject({ course_id: course.id, course_version_id: course.versionId, file_key: null });
    expect(certificate.completed_at).toEqual(new Date('2026-11-20T17:01:00Z'));
    expect(certificate.printed).toEqual({
      ...certificateTexts,
      fullName: 'Nguyễn Thị Ngọc Ánh',
      courseCode: course.code,
      courseTitle: 'An toàn số',
      modules: ['Mật khẩu', 'Lừa đảo'],
      completedOn: '2026-11-21',
      issuedOn: '2026-11-21',
      code: certificate.code,
    });
    expect(await jobsFor(certificate.id)).toEqual([{ kind: 'certificate.render', done_at: null }]);
  });

  it('says what it is and what it is not', () => {
    expect(certificateTexts.heading).toBe('Giấy chứng nhận hoàn thành chuyên đề');
    expect(certificateTexts.note).toMatch(/không phải là xác nhận “phổ cập kỹ năng số” trên VNeID/);
  });

  it('is rolled back with the completion, and its job with it', async () => {
    const course = await newCourse('An toàn số', ['Mật khẩu']);
    const person = await newPerson();
    const [{ count }] = await context.db.query('SELECT count(*)::int FROM job');
    const failing = run(async (tx) => {
      await completeIn(tx, person, course.modules[0]!);
      throw new Error('roll back');
    });
    await expect(failing).rejects.toThrow('roll back');
    expect(await certificatesOf(person)).toEqual([]);
    expect(await context.db.query('SELECT count(*)::int FROM job')).toEqual([{ count }]);
  });

  it('is one when the last two modules are completed at once', async () => {
    const course = await newCourse('An toàn số', ['Mật khẩu', 'Lừa đảo', 'Sao lưu']);
    for (let round = 0; round < 10; round += 1) {
      const person = await newPerson();
      await complete(person, course.modules[0]!);
      await Promise.all([complete(person, course.modules[1]!), complete(person, course.modules[2]!)]);
      expect(await certificatesOf(person)).toHaveLength(1);
    }
  });

  it('costs two statements on the way, and no more than six when it is issued', async () => {
    const course = await newCourse('An toàn số', ['Mật khẩu', 'Lừa đảo']);
    const person = await newPerson();
    const counted = (module: number) => countStatements(() => complete(person, course.modules[module]!));
    const frame = ['START TRANSACTION', 'INSERT INTO completion', 'COMMIT'].length;
    expect((await counted(0)).statements).toHaveLength(frame + 2);
    expect((await counted(1)).statements).toHaveLength(frame + 6);
  });

  it('is not issued again for another version of a module', async () => {
    const course = await newCourse('An toàn số', ['Mật khẩu']);
    const person = await newPerson();
    await complete(person, course.modules[0]!);
    const newer = { ...course.modules[0]!, versionId: await publishModule(course.modules[0]!.id, 'Mật khẩu, bản mới') };
    await complete(person, newer);
    const certificates = await certificatesOf(person);
    expect(certificates).toHaveLength(1);
    expect(certificates[0].printed.modules).toEqual(['Mật khẩu']);
  });

  it('is for the latest version of the course: one published later takes its own', async () => {
    const course = await newCourse('An toàn số', ['Mật khẩu', 'Lừa đảo']);
    const [early, late] = [await newPerson(), await newPerson()];
    for (const module of course.modules) await complete(early, module);
    await complete(late, course.modules[0]!);

    const added = await addModule(course.id, 'Sao lưu');
    const newer = await publishCourse(course.id, 'An toàn số, bản 2', [...course.modules, added]);
    context.clock.advance(60);
    await complete(late, course.modules[1]!);
    expect(await certificatesOf(late)).toEqual([]);
    await complete(early, added);

    const certificates = await certificatesOf(early);
    expect(certificates.map((row: { course_version_id: string }) => row.course_version_id)).toEqual([
      course.versionId,
      newer,
    ]);
    expect(certificates[1].printed).toMatchObject({
      courseTitle: 'An toàn số, bản 2',
      modules: ['Mật khẩu', 'Lừa đảo', 'Sao lưu'],
    });
    await complete(late, added);
    expect(await certificatesOf(late)).toHaveLength(1);
  });

  it('prints nothing of a person whose data were erased before the completion arrived', async () => {
    const course = await newCourse('An toàn số', ['Mật khẩu']);
    const person = await newPerson();
    await context.db.query('DELETE FROM identity WHERE person_id = $1', [person]);
    await complete(person, course.modules[0]!);
    const [certificate] = await certificatesOf(person);
    expect(certificate).toMatchObject({ person_id: person, printed: null });
    expect(await jobsFor(certificate.id)).toEqual([]);
  });

  it('can be neither changed nor deleted', async () => {
    await expect(context.db.query(`UPDATE certificate SET code = 'x'`)).rejects.toThrow(/permission denied/);
    await expect(context.db.query('DELETE FROM certificate')).rejects.toThrow(/permission denied/);
  });
});

describe('a voided completion', () => {
  const paper = async () => ({
    reason: 'Làm hộ',
    documentNumber: '05-BB/ĐU',
    documentDate: '2026-11-01',
    authorId: await newPerson('Người Ký'),
  });

  it('takes no certificate away: a person revokes it, or it stays', async () => {
    const course = await newCourse('An toàn số', ['Mật khẩu']);
    const person = await newPerson();
    const { id } = await complete(person, course.modules[0]!);
    await context.get(Adjustments).void({ completionId: id, ...(await paper()) });
    expect(await certificatesOf(person)).toHaveLength(1);
    expect(await context.db.query('SELECT FROM certificate_revocation')).toEqual([]);
  });

  it('does not finish a course, until it is restored', async () => {
    const course = await newCourse('An toàn số', ['Mật khẩu', 'Lừa đảo']);
    const person = await newPerson();
    const { id } = await complete(person, course.modules[0]!);
    await context.get(Adjustments).void({ completionId: id, ...(await paper()) });
    await complete(person, course.modules[1]!);
    expect(await certificatesOf(person)).toEqual([]);
    context.clock.advance(1);
    await context.get(Adjustments).restore({ completionId: id, ...(await paper()) });
    expect(await certificatesOf(person)).toHaveLength(1);
  });
});
