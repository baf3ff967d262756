import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ImportCourse } from '#libs/catalogue';
import { Units } from '#libs/organisation';
import { Grants, People, hashPassword, phoneIndex } from '#libs/identity';
import { JobRunner, KeyRing, UnitOfWork, newId } from '#libs/platform';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

const COURSE = 'dich-vu-cong-truc-tuyen';

/** Learn to certificate to verification, over plain HTTP and on the shipped course. */
describe('from the first lesson to a verified certificate', () => {
  let context: WebContext;
  let learner: Visitor;
  let code: string;

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
    const visitor = new Visitor(context.app);
    await visitor.signIn(phone, 'mật-khẩu-dài');
    return { personId, visitor };
  };

  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportCourse).fromFolder('seed/courses/a-dich-vu-cong-truc-tuyen');
    learner = (await account('Nguyễn Thị Ngọc Ánh', '+84912000001')).visitor;
  });
  afterAll(() => context.close());

  it('reads every page, passes every quiz and completes the course', async () => {
    const course = await learner.get(`/chuyen-de/${COURSE}`);
    const modules = [
      ...new Set([...course.body.matchAll(new RegExp(`/hoc/${COURSE}/([a-z-]+)`, 'g'))].map((match) => match[1])),
    ];
    expect(modules).toHaveLength(4);
    for (const module of modules) {
      const base = `/hoc/${COURSE}/${module}`;
      const [{ pages }] = await context.db.query(
        `SELECT count(*)::int AS pages FROM lesson l JOIN module_version v ON v.id = l.module_version_id JOIN module m ON m.id = v.module_id WHERE m.slug = $1`,
        [module],
      );
      for (let page = 1; page <= pages; page += 1)
        expect((await learner.get(`${base}/trang/${page}`)).status).toBe(200);
      await passQuiz(base);
    }
  }, 400_000);

  /** Answers by the key in the database, which the pages never tell. */
  async function passQuiz(base: string): Promise<void> {
    const intro = await learner.get(`${base}/kiem-tra`);
    let page = await learner.post(`${base}/kiem-tra`, { clientKey: field(intro.body, 'clientKey') });
    page = await learner.get(page.location ?? `${base}/kiem-tra/cau/1`);
    for (let number = 1; ; number += 1) {
      page = await learner.get(`${base}/kiem-tra/cau/${number}`);
      if (page.location) break;
      const questionId = field(page.body, 'questionId');
      const right = await rightTexts(questionId);
      const options = [...page.body.matchAll(/name="answer" value="(\w+)"[^>]*><span>([^<]*)<\/span>/g)];
      const answer = options.filter(([, , text]) => right.includes(unescape(text))).map(([, value]) => value);
      expect(answer).toHaveLength(right.length);
      await learner.post(`${base}/kiem-tra/cau/${number}`, {
        attemptId: field(page.body, 'attemptId'),
        questionId,
        answer,
        toi: 'sau',
      });
    }
    const check = await learner.get(`${base}/kiem-tra/xem-lai`);
    const result = await learner.post(`${base}/kiem-tra/nop`, { attemptId: field(check.body, 'attemptId') });
    expect(result.status).toBe(200);
  }

  async function rightTexts(questionId: string): Promise<string[]> {
    const [{ content }] = await context.db.query('SELECT content FROM question_version WHERE id = $1', [questionId]);
    if (content.type === 'true_false') return [content.answer ? 'Đúng' : 'Sai'];
    return content.options
      .filter(({ correct }: { correct: boolean }) => correct)
      .map(({ text }: { text: string }) => text);
  }

  it('finds one certificate, whose file is made by a job', async () => {
    const waiting = await learner.get('/chung-nhan');
    expect(waiting.body).toContain('đang tạo tệp');
    await context.get(JobRunner).drain();
    const ready = await learner.get('/chung-nhan');
    const codes = [...ready.body.matchAll(/LC-[0-9A-Z-]{14}/g)].map(([text]) => text);
    expect(new Set(codes).size).toBe(1);
    code = codes[0];
  });

  it('prints name, course, code and Vietnamese text into the PDF, and only its holder gets it', async () => {
    const file = await context.db.query('SELECT file_key FROM certificate_payload');
    const path = join(context.config.dataPath, 'files', file[0].file_key);
    const text = execFileSync('pdftotext', ['-layout', path, '-']).toString().normalize('NFC');
    for (const expected of [
      'Nguyễn Thị Ngọc Ánh',
      'Dịch vụ công trực tuyến',
      code,
      'GIẤY CHỨNG NHẬN',
      'không phải là xác nhận',
    ])
      expect(text).toContain(expected);
    const fonts = execFileSync('pdffonts', [path]).toString();
    expect(fonts.match(/BeVietnamPro\S*\s+CID TrueType\s+Identity-H\s+yes/g)!.length).toBeGreaterThanOrEqual(2);
    const other = (await account('Giàng A Khác', '+84912000002')).visitor;
    expect((await other.get(`/chung-nhan/${code}/tep`)).status).toBe(404);
    const own = await learner.get(`/chung-nhan/${code}/tep`);
    expect(own.headers['content-type']).toBe('application/pdf');
  });

  it('verifies without signing in, however the code is typed, and says unknown or revoked', async () => {
    const visitor = new Visitor(context.app);
    await visitor.get('/xac-minh');
    const page = await visitor.post('/xac-minh', { code: code.toLowerCase().replaceAll('-', ' ') });
    for (const expected of ['Nguyễn Thị Ngọc Ánh', 'đang có giá trị', 'Dịch vụ công trực tuyến', code])
      expect(page.body).toContain(expected);
    const [{ modules }] = await context.db.query(`SELECT printed -> 'modules' AS modules FROM certificate_payload`);
    for (const module of modules) expect(unescape(page.body)).toContain(module);
    expect((await visitor.get('/xac-minh/LC-AAAA-AAAA-AAAA')).status).toBe(404);

    const admin = await account('Quản Trị Viên', '+84912000003');
    await context.get(UnitOfWork).run(async (tx) => {
      // Who is on no roster belongs to those who hold a whole tree.
      const province = { tree: 'territory' as const, kind: 'province', parentId: null, validFrom: '2025-07-01' };
      const unitId = await context.get(Units).create(tx, { ...province, code: '12', name: 'Tỉnh Lai Châu' });
      const role = { role: 'administrator' as const, unitIds: [unitId], from: '2026-01-01', by: null };
      await context.get(Grants).grant(tx, { personId: admin.personId, ...role });
    });
    await admin.visitor.get(`/xac-minh/${code}`);
    expect((await admin.visitor.post(`/xac-minh/${code}/thu-hoi`, { reason: 'ngắn' })).status).toBe(422);
    await admin.visitor.post(`/xac-minh/${code}/thu-hoi`, { reason: 'Cấp nhầm người, theo biên bản số 3.' });
    const revoked = await visitor.get(`/xac-minh/${code}`);
    expect(revoked.body).toContain('đã bị thu hồi');
    expect(revoked.body).toContain('theo biên bản số 3');
  });

  it('still says that it was revoked and why after the printed payload was erased', async () => {
    await context.db.query('DELETE FROM certificate_payload');
    const page = await new Visitor(context.app).get(`/xac-minh/${code}`);
    expect(page.body).toContain('theo biên bản số 3');
    expect(page.body).not.toContain('Nguyễn Thị Ngọc Ánh');
    expect(page.body).not.toContain('Nguyễn Thị Ngọc Ánh');
  });
});

const field = (html: string, name: string): string => html.match(new RegExp(`name="${name}" value="([^"]+)"`))![1];

function unescape(html: string): string {
  return html
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#x3D;', '=')
    .replaceAll('&amp;', '&');
}
