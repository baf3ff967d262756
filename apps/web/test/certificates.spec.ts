import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ErasePrintedCertificates, type PrintedCertificate } from '#libs/credentials';
import { Grants, People, hashPassword, phoneIndex } from '#libs/identity';
import { Units } from '#libs/organisation';
import { JobRunner, KeyRing, UnitOfWork, newId } from '#libs/platform';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

const PRINTED = {
  issuer: ['Học Vụ Số', 'Phong trào “Bình dân học vụ số” tỉnh Lai Châu'],
  heading: 'Giấy chứng nhận hoàn thành chuyên đề',
  statement: 'đã học hết các bài của chuyên đề',
  courseCode: 'A',
  courseTitle: 'An toàn số',
  modules: ['Mật khẩu', 'Lừa đảo qua mạng'],
  completedOn: '2026-02-05',
  issuedOn: '2026-05-27',
  place: 'Lai Châu',
  note: 'Không phải là xác nhận “phổ cập kỹ năng số” trên VNeID.',
};

describe('pages of certificates', () => {
  let context: WebContext;
  let learner: { personId: string; visitor: Visitor };
  let admin: { personId: string; visitor: Visitor };
  const anybody = () => new Visitor(context.app);

  const account = async (fullName: string, phone: string) => {
    const personId = await context.get(UnitOfWork).run(async (tx) => {
      const id = await context.get(People).create(tx, { fullName, birthYear: 1968, phone, phoneVerified: true });
      await tx.query('INSERT INTO account (id, person_id, login_index, password_hash) VALUES ($1, $2, $3, $4)', [
        newId(),
        id,
        phoneIndex(context.get(KeyRing), phone),
        await hashPassword('mật-khẩu-dài'),
      ]);
      return id;
    });
    const visitor = anybody();
    await visitor.signIn(phone, 'mật-khẩu-dài');
    return { personId, visitor };
  };

  /** A certificate of the learner, its file asked for. The codes are right ones, made beforehand. */
  async function certificate(code: string): Promise<string> {
    const [id, courseId, versionId] = [newId(), newId(), newId()];
    await context.db.query('INSERT INTO course (id, code, slug) VALUES ($1, $2, $2)', [courseId, code.toLowerCase()]);
    await context.db.query(
      `INSERT INTO course_version (id, course_id, number, title, summary, published_at) VALUES ($1, $2, 1, 'An toàn số', '', now())`,
      [versionId, courseId],
    );
    await context.db.query(
      'INSERT INTO certificate (id, code, person_id, course_id, course_version_id, completed_at) VALUES ($1, $2, $3, $4, $5, now())',
      [id, code, learner.personId, courseId, versionId],
    );
    const printed: PrintedCertificate = { ...PRINTED, code, fullName: 'Giàng A Páo' };
    await context.db.query('INSERT INTO certificate_payload (certificate_id, printed) VALUES ($1, $2)', [
      id,
      JSON.stringify(printed),
    ]);
    await context.db.query(
      `INSERT INTO job (id, kind, payload, max_attempts) VALUES ($1, 'certificate.render', $2, 3)`,
      [newId(), JSON.stringify({ certificateId: id })],
    );
    return code;
  }

  beforeAll(async () => {
    context = await createWebContext();
    learner = await account('Giàng A Páo', '+84912000001');
    admin = await account('Quản Trị Viên', '+84912000002');
    // Who is on no roster belongs to those who hold a whole tree.
    const province = { tree: 'territory' as const, kind: 'province', parentId: null, validFrom: '2025-07-01' };
    const unitId = await context
      .get(UnitOfWork)
      .run((tx) => context.get(Units).create(tx, { ...province, code: '12', name: 'Tỉnh Lai Châu' }));
    const grant = {
      personId: admin.personId,
      role: 'administrator' as const,
      unitIds: [unitId],
      from: '2026-01-01',
      by: null,
    };
    await context.get(UnitOfWork).run((tx) => context.get(Grants).grant(tx, grant));
  });
  afterAll(() => context.close());

  it('asks who is not signed in to sign in, and says what to do when there is none yet', async () => {
    expect((await anybody().get('/chung-nhan')).location).toBe('/dang-nhap?tiep=%2Fchung-nhan');
    const page = await learner.visitor.get('/chung-nhan');
    expect(page.status).toBe(200);
    expect(page.body).toContain('Bạn chưa có giấy chứng nhận nào');
  });

  it('shows the state of the file, and gives it to its holder with its name', async () => {
    const code = await certificate('LC-0000-0000-001C');
    expect((await learner.visitor.get('/chung-nhan')).body).toContain('đang tạo tệp');
    const early = await learner.visitor.get(`/chung-nhan/${code}/tep`);
    expect(early.status).toBe(404);
    expect(early.body).toContain('Tệp đang được tạo');
    await context.get(JobRunner).drain();
    const ready = await learner.visitor.get('/chung-nhan');
    expect(ready.body).toContain('tệp đã sẵn sàng');
    expect(ready.body).not.toContain('đang tạo tệp');
    const file = await learner.visitor.get(`/chung-nhan/${code}/tep`);
    expect(file.status).toBe(200);
    expect(file.headers['content-type']).toBe('application/pdf');
    expect(file.headers['content-disposition']).toContain(encodeURIComponent(`Giấy chứng nhận ${code}.pdf`));
    expect(file.headers['cache-control']).toBe('private, no-store');
  });

  it('shows anybody everything that the paper shows', async () => {
    const page = await anybody().get('/xac-minh/lc00000000oo1c');
    expect(page.status).toBe(200);
    const { issuer, heading, statement, courseTitle, modules, place, note } = PRINTED;
    const dates = ['ngày 05 tháng 02 năm 2026', 'ngày 27 tháng 5 năm 2026'];
    const texts = [
      ...issuer,
      heading,
      'Giàng A Páo',
      statement,
      courseTitle,
      ...modules,
      place,
      note,
      ...dates,
      'LC-0000-0000-001C',
    ];
    for (const text of texts) expect(page.body).toContain(text);
    expect(page.body).toContain('có thật và đang có giá trị');
    expect(page.body).toContain('<meta name="robots" content="noindex">');
    expect(page.body).not.toContain('Thu hồi');
  });

  const shared = ({ body }: { body: string }, name: string) =>
    body.match(new RegExp(`<meta property="og:${name}" content="([^"]*)"`))?.[1];
  const CARD = '/xac-minh/LC-0000-0000-001C/anh.png';

  it('gives whoever is sent the link a title and a picture, without signing in', async () => {
    const page = await anybody().get('/xac-minh/lc00000000oo1c');
    expect(shared(page, 'title')).toBe('Giàng A Páo: An toàn số');
    expect(shared(page, 'url')).toBe(`${context.config.baseUrl}/xac-minh/LC-0000-0000-001C`);
    expect(shared(page, 'image')).toBe(context.config.baseUrl + CARD);
    const picture = await anybody().get(CARD);
    expect(picture).toMatchObject({
      status: 200,
      headers: { 'content-type': 'image/png', 'x-robots-tag': 'noindex', 'cache-control': 'private, no-store' },
    });
    expect(Number(picture.headers['content-length'])).toBeGreaterThan(10_000);
    for (const code of ['LC-1111-1111-111F', 'abc'])
      expect((await anybody().get(`/xac-minh/${code}/anh.png`)).status).toBe(404);
  });

  it('leads from a typed code to its page, and keeps a wrong one in the field with a sentence', async () => {
    const visitor = anybody();
    await visitor.get('/xac-minh');
    const found = await visitor.post('/xac-minh', { code: 'lc 0000 0000 oolc' }, { follow: false });
    expect([found.status, found.location]).toEqual([303, '/xac-minh/LC-0000-0000-001C']);
    const wrong = await visitor.post('/xac-minh', { code: 'LC-0000-0000-001D' });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toContain('value="LC-0000-0000-001D"');
    expect(wrong.body).toContain('Số này chưa đúng');
    expect((await visitor.post('/xac-minh', { code: '' })).status).toBe(422);
  });

  it('answers 404 for a code that nobody holds, and shows what was typed as text', async () => {
    for (const typed of ['LC-1111-1111-111F', 'abc', '%3Cb%3Ex']) {
      const page = await anybody().get(`/xac-minh/${typed}`);
      expect(page.status).toBe(404);
      expect(page.body).toContain('Không có giấy chứng nhận này');
      expect(page.body).not.toContain('<b>x');
    }
  });

  it('lets who may revoke read the file, on record, and nobody else', async () => {
    const other = await account('Người Khác', '+84912000003');
    expect((await other.visitor.get('/chung-nhan/LC-0000-0000-001C/tep')).status).toBe(404);
    expect((await admin.visitor.get('/chung-nhan/LC-0000-0000-001C/tep')).status).toBe(200);
    const log = await context.db.query('SELECT actor_id, what FROM access_log WHERE subject_id = $1', [
      learner.personId,
    ]);
    expect(log).toEqual([{ actor_id: admin.personId, what: 'certificate.file' }]);
  });

  it('revokes with a reason that everybody reads, and the page stays at 200', async () => {
    const address = '/xac-minh/LC-0000-0000-001C';
    await learner.visitor.get('/chung-nhan');
    expect((await learner.visitor.post(`${address}/thu-hoi`, { reason: 'Tôi muốn thu hồi giấy này.' })).status).toBe(
      403,
    );
    expect((await admin.visitor.get(address)).body).toContain('Thu hồi giấy này');
    const short = await admin.visitor.post(`${address}/thu-hoi`, { reason: 'ngắn' });
    expect(short.status).toBe(422);
    expect(short.body).toContain('>ngắn</textarea>');
    expect(short.body).toContain('từ 10 đến 500 ký tự');

    const reason = 'Cấp nhầm người, theo biên bản số 3.';
    const done = await admin.visitor.post(`${address}/thu-hoi`, { reason });
    expect(done.body).toContain('Đã thu hồi giấy này.');
    expect((await admin.visitor.post(`${address}/thu-hoi`, { reason })).status).toBe(200);
    expect((await admin.visitor.post(`${address}/thu-hoi`, { reason: 'Một lý do khác hẳn.' })).status).toBe(409);

    const page = await anybody().get(address);
    expect(page.status).toBe(200);
    for (const text of ['đã bị thu hồi', 'không còn giá trị', reason, 'alert-error']) expect(page.body).toContain(text);
    expect(page.body).not.toContain('đang có giá trị');
    expect([shared(page, 'title'), shared(page, 'image')]).toEqual(['Giấy chứng nhận đã bị thu hồi', undefined]);
    expect(page.body).not.toContain('Giàng A Páo');
    expect(page.body).not.toContain('đã xóa theo yêu cầu');
    expect((await anybody().get(CARD)).status).toBe(404);
    expect((await learner.visitor.get('/chung-nhan')).body).toContain('đã thu hồi');
    expect((await learner.visitor.get('/chung-nhan/LC-0000-0000-001C/tep')).status).toBe(409);
  });

  it('says so when the printed content was erased, and calls it neither true nor false', async () => {
    await certificate('LC-0000-0000-002R');
    await context.get(JobRunner).drain();
    expect((await anybody().get('/xac-minh/LC-0000-0000-002R/anh.png')).status).toBe(200);
    await context.get(UnitOfWork).run((tx) => context.get(ErasePrintedCertificates).of(tx, learner.personId));
    const page = await anybody().get('/xac-minh/LC-0000-0000-002R');
    expect(page.status).toBe(200);
    expect(page.body).toContain('đã xóa theo yêu cầu');
    expect(page.body).not.toContain('Giàng A Páo');
    expect(page.body).not.toContain('đang có giá trị');
    expect([shared(page, 'title'), shared(page, 'image')]).toEqual(['Thông tin đã xóa theo yêu cầu', undefined]);
    expect((await anybody().get('/xac-minh/LC-0000-0000-002R/anh.png')).status).toBe(404);
    const revoked = await anybody().get('/xac-minh/LC-0000-0000-001C');
    expect(revoked.body).toContain('đã bị thu hồi');
    expect((await learner.visitor.get('/chung-nhan')).body).toContain('đã xóa theo yêu cầu');
  });
});
