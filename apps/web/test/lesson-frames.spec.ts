import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PublishCourse, PublishModule, type ModuleContent } from '#libs/catalogue';
import { Grants, People, Sessions, type Role } from '#libs/identity';
import { UnitOfWork, newId } from '#libs/platform';
import { createWebContext, type WebContext } from './web-context.js';

const CONTENT: ModuleContent = {
  title: 'Mật khẩu',
  summary: 'Học xong, bạn đặt được mật khẩu.',
  minutes: 5,
  objectives: ['Bạn đặt được mật khẩu.'],
  competence: { domain: 'an-toan', level: 1 },
  sources: [{ title: 'Khung kỹ năng số', number: '757/QĐ-BKHCN', date: '2025-04-29' }],
  reviewBy: '2099-03-31',
  lessons: [1, 2].map((page) => ({ title: `Trang số ${page}`, minutes: 2, markdown: `Nội dung ${page}` })),
  parts: {
    assessment: {
      rule: { draw: 1, passPercent: 100, maxAttempts: 0, waitMinutes: 0 },
      questions: [
        {
          key: 'mot',
          type: 'true_false',
          stem: 'Mã OTP chỉ dành cho bạn.',
          answer: true,
          feedback: { true: 'Đúng.', false: 'Sai.' },
          explanation: 'Mã OTP là của bạn.',
        },
      ],
    },
  },
};
const PAGE_1 = '/hoc/an-toan/mat-khau/trang/1';
const PAGE_2 = '/hoc/an-toan/mat-khau/trang/2';

const GZIP_AND_BR = 'gzip, br';

let web: WebContext;
let address: string;
let unitId: string;
beforeAll(async () => {
  web = await createWebContext();
  await web.app.listen(0, '127.0.0.1');
  address = (await web.app.getUrl()).replace('[::1]', '127.0.0.1');
  const [courseId, moduleId] = [newId(), newId()];
  unitId = newId();
  await web.get(UnitOfWork).run(async (tx) => {
    await tx.query(`INSERT INTO unit (id, code, tree, kind) VALUES ($1, '12', 'territory', 'province')`, [unitId]);
    await tx.query(`INSERT INTO course (id, code, slug) VALUES ($1, 'A', 'an-toan')`, [courseId]);
    await tx.query(`INSERT INTO module (id, course_id, code, slug) VALUES ($1, $2, 'A1', 'mat-khau')`, [
      moduleId,
      courseId,
    ]);
    const facts = { authors: [], approverId: null, publishedAt: new Date() };
    await web.get(PublishModule).publish(tx, moduleId, CONTENT, facts);
    const course = { courseId, title: 'An toàn', summary: 'Giữ tài khoản', audience: 'Mọi người' };
    await web.get(PublishCourse).publish(tx, { ...course, moduleIds: [moduleId], publishedAt: new Date() });
  });
});
afterAll(() => web.close());

async function learner(fullName: string, role?: Role) {
  const work = web.get(UnitOfWork);
  const personId = await work.run((tx) => web.get(People).create(tx, { fullName, birthYear: 1970 }));
  if (role)
    await work.run((tx) =>
      web.get(Grants).grant(tx, { personId, role, unitIds: [unitId], from: '2020-01-01', by: null }),
    );
  const { token } = await work.run((tx) => web.get(Sessions).start(tx, personId, {}, 'test'));
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const cookie = [`hvs_session=${token}`, headers.cookie].filter(Boolean).join('; ');
    const answer = await fetch(address + path, { headers: { 'accept-encoding': GZIP_AND_BR, ...headers, cookie } });
    const {
      date,
      'content-length': length,
      'content-encoding': encoding,
      ...others
    } = Object.fromEntries(answer.headers);
    void [date, length];
    return { status: answer.status, encoding, headers: others, html: await answer.text() };
  };
  return { personId, token, get };
}

/** Frames are gzip; a page that was rendered for the asker comes as brotli. */
const FRAMED = 'gzip';
const RENDERED = 'br';

describe('a lesson page for a learner', () => {
  it('comes from the frame of another in the same state, word for word what rendering would give', async () => {
    const [first, second] = [await learner('Lò Thị Ba'), await learner('Giàng A <b>Páo</b> & con')];
    expect((await first.get(PAGE_1)).encoding).toBe(RENDERED);
    const framed = await second.get(PAGE_1);
    const rendered = await second.get(PAGE_1, { cookie: 'khac=1' });
    expect([framed.encoding, rendered.encoding]).toEqual([FRAMED, RENDERED]);
    expect(framed.html).toBe(rendered.html);
    expect(framed.headers).toEqual(rendered.headers);
    expect(framed.html).toContain('Giàng A &lt;b&gt;Páo&lt;/b&gt; &amp; con');
    expect(framed.html).not.toContain('Lò Thị Ba');
  });

  it('is not sent again to a browser that has it', async () => {
    const [first, second] = [await learner('Lò Thị Ba'), await learner('Lò Thị Sáu')];
    for (const someone of [first, second]) {
      const etag = (await someone.get(PAGE_1)).headers.etag!;
      const again = await someone.get(PAGE_1, { 'if-none-match': etag });
      expect({ status: again.status, html: again.html }).toEqual({ status: 304, html: '' });
      const other = someone === first ? second : first;
      expect((await other.get(PAGE_1, { 'if-none-match': etag })).status).toBe(200);
    }
  });

  it('carries the form token of its own session', async () => {
    const [first, second] = [await learner('Lò Thị Tư'), await learner('Lò Thị Năm')];
    await first.get(PAGE_1);
    const { html } = await second.get(PAGE_1);
    const token = html.match(/name="_csrf" value="([^"]+)"/)![1]!;
    const signOut = (session: string) =>
      fetch(`${address}/dang-xuat`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: `hvs_session=${session}`, 'content-type': 'application/x-www-form-urlencoded' },
        body: `_csrf=${token}`,
      });
    expect((await signOut(first.token)).status).toBe(403);
    expect((await signOut(second.token)).status).toBe(303);
  });

  it('keeps the place of whoever reads it', async () => {
    const [first, second] = [await learner('Lò Thị Sáu'), await learner('Lò Thị Bảy')];
    for (const path of [PAGE_1, PAGE_2]) await first.get(path);
    for (const path of [PAGE_1, PAGE_2]) expect((await second.get(path)).encoding).toBe(FRAMED);
    const [row] = await web.db.query('SELECT pages_seen, current_page FROM progress WHERE person_id = $1', [
      second.personId,
    ]);
    expect(row).toEqual({ pages_seen: [1, 2], current_page: 2 });
  });

  it('shows how far this learner is, not how far another was', async () => {
    const [first, second] = [await learner('Lò Thị Tám'), await learner('Lò Thị Chín')];
    for (const path of [PAGE_1, PAGE_2, PAGE_1]) await first.get(path);
    expect((await second.get(PAGE_1)).html).toContain('bạn đã xem 1 trang');
    expect((await first.get(PAGE_1)).html).toContain('bạn đã xem 2 trang');
  });

  it('shows desks only to those who have them', async () => {
    const [author, plain] = [await learner('Tác giả', 'author'), await learner('Lò Thị Mười')];
    expect((await author.get(PAGE_1)).html).toContain('href="/bien-soan"');
    expect((await plain.get(PAGE_1)).html).not.toContain('href="/bien-soan"');
    expect((await author.get(PAGE_1)).html).toContain('href="/bien-soan"');
  });

  it('is a visitor’s from the moment the session is ended', async () => {
    const someone = await learner('Lò Văn Hai');
    await someone.get(PAGE_1);
    await web.get(Sessions).end(someone.token);
    const after = await someone.get(PAGE_1);
    expect(after.html).toContain('href="/dang-nhap"');
    expect(after.html).not.toContain('Lò Văn Hai');
  });

  it('that is not there is an error page in the site’s look', async () => {
    const someone = await learner('Lò Văn Ba');
    const { status, html } = await someone.get('/hoc/an-toan/mat-khau/trang/9');
    expect(status).toBe(404);
    expect(html).toContain('Lò Văn Ba');
  });
});
