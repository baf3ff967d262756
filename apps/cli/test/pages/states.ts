import type { Page } from 'playwright-core';
import { People } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { arrive } from '../../../web/test/chromium.js';
import { ONE_QUESTION, publishOneQuestion } from './one-question.js';
import type { DemoSite } from './demo-site.js';
import { ROSTER, manager } from './roster-states.js';

/** What the page then says, and how it comes about from the state before. */
export type State = [says: string, reach: (page: Page, site: DemoSite) => Promise<unknown>];

const LESSON = '/hoc/dich-vu-cong-truc-tuyen/mot-cua-so';
const QUIZ = `${ONE_QUESTION.module}/kiem-tra`;

const press = (page: Page, name: string) =>
  arrive(page, () => page.locator('main').getByRole('button', { name }).click());
const fill = async (page: Page, fields: Record<string, string>) => {
  for (const [name, value] of Object.entries(fields)) await page.fill(`[name=${name}]`, value);
};

const VISITOR: State[] = [
  ['Trang bạn tìm không có ở đây', (page) => page.goto('/khong-co-trang-nay')],
  ['Chưa có bài nào về “zzzz”', (page) => page.goto('/tim?q=zzzz')],
  ['Không tìm thấy giấy nào có số LC-2345-2345-2345', (page) => page.goto('/xac-minh/LC-2345-2345-2345')],
  ['Hãy ghi họ và tên của bạn.', (page) => refusedAt(page, '/dang-ky', 'Gửi mã xác nhận')],
  ['Một tin nhắn có mã 6 số', signUp],
  ['Bạn còn 4 lần thử.', async (page) => (await fill(page, { code: '000000' }), press(page, 'Xác nhận'))],
  ['Lần đăng nhập trước đã hết hạn.', (page) => page.goto(`/dang-nhap?tiep=${QUIZ}&thong-bao=session-over`)],
  ['Số điện thoại hoặc mật khẩu chưa đúng.', signInWrongly],
  ['Số điện thoại chưa đúng.', (page) => refusedAt(page, '/quen-mat-khau', 'Gửi mã')],
  ['Hãy viết chỗ nào sai.', (page) => refusedAt(page, `${LESSON}/bao-sai?ban=1&trang=1`, 'Gửi')],
  ['đã đến người biên soạn', async (page) => (await fill(page, { message: 'Nay đã khác.' }), press(page, 'Gửi'))],
  ['Đã bật chữ to, ít chữ', (page) => refusedAt(page, `/cach-doc?ve=${LESSON}/trang/1`, 'Bật chữ to')],
  ['Trình duyệt không gửi kèm cookie', signInWithoutCookies],
];

async function refusedAt(page: Page, path: string, button: string): Promise<void> {
  await page.goto(path);
  await press(page, button);
}

async function signUp(page: Page): Promise<void> {
  await fill(page, { fullName: 'Lò Thị Hai', phone: '0987654321', password: 'chuối nướng mật ong', birthYear: '1980' });
  await page.selectOption('[name=communeId]', { index: 1 });
  await page.check('[name=consent]');
  await press(page, 'Gửi mã xác nhận');
}

async function signInWrongly(page: Page): Promise<void> {
  await fill(page, { phone: '0987654322', password: 'chuối nướng mật ong' });
  await press(page, 'Đăng nhập');
}

async function signInWithoutCookies(page: Page): Promise<void> {
  await page.goto('/dang-nhap');
  await page.context().clearCookies();
  await signInWrongly(page);
}

const LEARNER: State[] = [
  ['Bạn chưa có giấy chứng nhận nào.', (page) => page.goto('/chung-nhan')],
  ['Hãy chọn', (page) => refusedAt(page, '/ca-nhan/du-lieu/yeu-cau', 'Gửi')],
  ['Bạn được làm 1 lượt, còn 1 lượt.', (page) => page.goto(QUIZ)],
  ['Câu 1 trên 1', (page) => press(page, 'Bắt đầu làm bài')],
  ['Còn 1 câu chưa trả lời.', (page) => page.goto(`${QUIZ}/xem-lai`)],
  ['Điện thoại đang mất mạng.', answerOffline],
  ['Đã lưu.', (page) => page.context().setOffline(false)],
  ['Nộp rồi thì không sửa được nữa.', (page) => page.goto(`${QUIZ}/xem-lai`)],
  ['Chưa đạt lần này', (page) => press(page, 'Nộp bài')],
  ['Bạn đã làm đủ 1 lượt.', (page) => page.goto(QUIZ)],
];

async function newLearner(site: DemoSite): Promise<string> {
  await site.once('one question', async () => (await publishOneQuestion(site), ONE_QUESTION.course));
  return site.get(UnitOfWork).run((tx) => site.get(People).create(tx, { fullName: 'Vàng Thị Học', birthYear: 1964 }));
}

async function answerOffline(page: Page): Promise<void> {
  await page.goto(`${QUIZ}/cau/1`);
  await page.context().setOffline(true);
  await page.locator('.choice', { hasText: 'Sai' }).click();
}

const PASSING: State[] = [
  ['Còn 1 trang bạn chưa đọc.', async (page) => (await page.goto(QUIZ), await answerRightly(page), hand(page))],
  ['bạn đã hoàn thành bài này', (page) => page.goto(`${ONE_QUESTION.module}/trang/1`)],
  ['Bạn đã hoàn thành cả chuyên đề', seeResult],
  ['Bạn đã hoàn thành chuyên đề này.', (page) => page.goto(`/chuyen-de/${ONE_QUESTION.course}`)],
];

/** What scripts do for others, the page and its forms do here. */
const WITHOUT_SCRIPTS: State[] = [
  ['Trang 1 trên 1', (page) => page.goto(`${ONE_QUESTION.module}/trang/1`)],
  ['Hãy viết chỗ nào sai.', (page) => refusedAt(page, `${LESSON}/bao-sai?ban=1&trang=1`, 'Gửi')],
  ['Câu 1 trên 1', async (page) => (await page.goto(QUIZ), press(page, 'Bắt đầu làm bài'))],
  ['Đã trả lời 1 trên 1 câu', async (page) => (await page.locator('.choice').first().click(), review(page))],
];

const review = (page: Page) => press(page, 'Xem lại các câu trả lời');
const hand = (page: Page) => press(page, 'Nộp bài');

async function answerRightly(page: Page): Promise<void> {
  await press(page, 'Bắt đầu làm bài');
  await page.locator('.choice', { hasText: 'Đúng' }).click();
  await review(page);
}

async function seeResult(page: Page): Promise<void> {
  await page.goto(ONE_QUESTION.module);
  await arrive(page, () => page.click('main a:has-text("Xem kết quả")'));
}

/** A certificate of the demo whose file is ready. */
const certificate = (site: DemoSite) =>
  site.once('a ready certificate', () =>
    site.until('SELECT certificate_id FROM certificate_payload WHERE file_key IS NOT NULL LIMIT 1'),
  );
const graduate = async (site: DemoSite) =>
  site.value('SELECT person_id FROM certificate WHERE id = $1', [await certificate(site)]);

const GRADUATE: State[] = [
  ['tệp đã sẵn sàng', (page) => page.goto('/chung-nhan')],
  ['Một tệp đang được tạo', waitForTheFile],
  ['đã thu hồi', revoke],
  ['không còn giá trị', verify],
];

async function waitForTheFile(page: Page, site: DemoSite): Promise<void> {
  await site.change(
    `UPDATE certificate_payload SET file_key = NULL WHERE certificate_id = '${await certificate(site)}'`,
  );
  await page.goto('/chung-nhan');
}

async function revoke(page: Page, site: DemoSite): Promise<void> {
  await site.change(`INSERT INTO certificate_revocation (certificate_id, reason, author_id)
    SELECT id, 'Cấp nhầm người.', person_id FROM certificate WHERE id = '${await certificate(site)}'`);
  await page.goto('/chung-nhan');
}

async function verify(page: Page, site: DemoSite): Promise<void> {
  const code = await site.value('SELECT code FROM certificate WHERE id = $1', [await certificate(site)]);
  await page.goto(`/xac-minh/${code}`);
}

/** Whose states they are, as a person's id (none: a visitor), and whether the browser takes scripts. */
export const STATES: [string, State[], (site: DemoSite) => Promise<string | undefined>, boolean][] = [
  ['a visitor', VISITOR, async () => undefined, true],
  ['a learner', LEARNER, newLearner, true],
  ['a learner who passes', PASSING, newLearner, true],
  ['a learner whose browser refuses scripts', WITHOUT_SCRIPTS, newLearner, false],
  ['somebody with a certificate', GRADUATE, graduate, true],
  ['a roster that a job works on', ROSTER, manager, true],
];
