import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../web/test/chromium.js';
import { DemoSite } from './pages/demo-site.js';
import { arriveBy, choose, fill, focused, follow, tabTo, write } from './pages/keyboard.js';
import { DESKTOP } from './pages/look.js';

jest.setTimeout(400_000);

const PASSWORD = 'hocvuso2026';
const MANAGER = '0900000006';
const AUTHOR = '0900000004';
const REVIEWER = '0900000005';
const [MAKER, SIGNER] = ['0900000007', '0900000008'];
const ADMINISTRATOR = '0900000009';
/** Columns that the program does not know, and a person who is in the list twice. */
const ROSTER = [
  'Tên gọi trong nhà;Sinh vào năm;Thuộc bản nào',
  'Lù Thị Phím;1974;03390-1',
  'Sùng A Bàn;1969;03390-1',
  'Lù Thị Phím;1974;03390-2',
];

/** The desks with Tab, Enter, Space and arrows; only the address of the sign-in page is typed. */
describe('a desk with a keyboard', () => {
  let site: DemoSite;
  let browser: Browser;

  beforeAll(async () => {
    site = await DemoSite.start();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  async function signedIn(phone: string): Promise<Page> {
    const context = await browser.newContext({ baseURL: site.program.base, viewport: DESKTOP });
    const page = await context.newPage();
    await page.goto('/dang-nhap');
    await fill(page, '[name=phone]', phone);
    await fill(page, '[name=password]', PASSWORD);
    await arriveBy(page, () => page.keyboard.press('Enter'));
    return page;
  }

  const heading = (page: Page) => page.locator('h1').innerText();

  /** What another, later tab would show: the page itself looks again while it waits. */
  const until = async (page: Page, words: string) => {
    await page.locator(`main:has-text("${words}")`).waitFor({ timeout: 90_000 });
    await page.waitForLoadState();
  };

  it('of a unit: reads a roster, is told what its columns are, applies it, and settles who is there twice', async () => {
    const page = await signedIn(MANAGER);
    await follow(page, 'header a[href="/don-vi"]');
    await follow(page, 'main a[href="/don-vi/nhap-danh-sach"]');
    await follow(page, 'main ul a');
    // Asked for before the walk to the field: a browser that is busy opens its own window until it has heard.
    const choosing = page.waitForEvent('filechooser');
    await tabTo(page, '[name=file]');
    await page.keyboard.press('Space');
    const chooser = await choosing;
    await chooser.setFiles({ name: 'bản.csv', mimeType: 'text/csv', buffer: Buffer.from(ROSTER.join('\n')) });
    await follow(page, 'main .btn-primary');
    expect(await heading(page)).toBe('Cho biết các cột của tệp');
    const table = page.getByRole('table', { name: 'Mỗi cột của tệp là gì' });
    expect(await table.getByRole('columnheader').count()).toBe(4);
    // Nothing said yet: what is missing is said, and has the focus.
    await follow(page, 'main .btn-primary');
    await focused(page, '.alert-error');
    for (const [column, meaning] of ['Họ và tên', 'Ngày sinh/Năm sinh', 'Mã đơn vị'].entries())
      await choose(page, `tr:nth-of-type(${column + 1}) select[aria-label^="Cột ${column + 1},"]`, meaning);
    await follow(page, 'main .btn-primary');
    await until(page, 'Áp dụng 3 dòng');
    await follow(page, 'main .btn-primary:has-text("Áp dụng")');
    await until(page, 'Đã áp dụng danh sách');
    await follow(page, 'main a:has-text("Xem danh sách đơn vị")');
    await follow(page, 'main a[href$="/nghi-trung"]');
    const doubt = page.getByRole('region', { name: 'Lù Thị Phím', exact: true });
    expect(await doubt.getByRole('rowheader').allInnerTexts()).toContain('Ngày sinh');
    await follow(page, 'main button:has-text("Là hai người: Lù Thị Phím")');
    expect(await doubt.count()).toBe(0);
    await focused(page, 'main > .alert-success');
    await page.context().close();
  });

  it('of an author: edits, previews and submits; a reviewer approves', async () => {
    const author = await signedIn(AUTHOR);
    await follow(author, 'header a[href="/bien-soan"]');
    await follow(author, 'main li a[href^="/bien-soan/"]');
    const title = (await heading(author)).replace(/^\S+ /, '');
    await follow(author, 'main #trang ~ ol a');
    await tabTo(author, '[name=markdown]');
    await author.keyboard.press('Control+End');
    await author.keyboard.type('\n\nGõ bằng bàn phím.');
    await follow(author, 'main button[value=xem-thu]');
    expect(await author.getByRole('region', { name: 'Xem thử, chưa lưu' }).innerText()).toContain('Gõ bằng bàn phím.');
    await follow(author, 'main button[value=luu]');
    await focused(author, 'main > .alert-success');
    await fill(author, '[name=note]', 'Thêm một câu.');
    await follow(author, 'main .btn-primary');
    await focused(author, 'main > .alert-success');

    const reviewer = await signedIn(REVIEWER);
    await follow(reviewer, 'header a[href="/kiem-duyet"]');
    await follow(reviewer, `main a:has-text("${title}")`);
    expect(await reviewer.locator('main ins').allInnerTexts()).toContain('Gõ bằng bàn phím.');
    await follow(reviewer, 'main button[value=returned]');
    await focused(reviewer, '[name=note][aria-invalid=true]');
    await follow(reviewer, 'main button[value=approved]');
    await focused(reviewer, 'main > .alert-success');
    await Promise.all([author, reviewer].map((page) => page.context().close()));
  });

  it('of the committee: freezes figures, has them signed and exports them', async () => {
    const maker = await signedIn(MAKER);
    await follow(maker, 'header a[href="/bao-cao"]');
    await follow(maker, 'main form[action="/bao-cao/chot"] .btn-primary');
    await focused(maker, '[name=title][aria-invalid=true]');
    await write(maker, 'Số liệu chốt bằng bàn phím');
    await follow(maker, 'main form[action="/bao-cao/chot"] .btn-primary');
    expect(await heading(maker)).toContain('Số liệu chốt bằng bàn phím');

    const signer = await signedIn(SIGNER);
    await follow(signer, 'header a[href="/bao-cao"]');
    await follow(signer, 'main a:has-text("Số liệu chốt bằng bàn phím")');
    const figures = signer.getByRole('table').first();
    expect(await figures.getByRole('columnheader').count()).toBeGreaterThan(4);
    await follow(signer, 'main button:has-text("Ký xác nhận")');
    await focused(signer, 'main > .alert-success');
    await choose(signer, '[name=format]', 'CSV: số liệu thô');
    await fill(signer, '[name=purpose]', 'Thử bàn phím');
    await follow(signer, 'main form .btn-primary');
    await site.change("UPDATE job SET run_at = now() - interval '1 year' WHERE kind = 'report.build'");
    await until(signer, 'Tải về');
    await tabTo(signer, 'main a.btn-primary');
    const [download] = await Promise.all([signer.waitForEvent('download'), signer.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    await Promise.all([maker, signer].map((page) => page.context().close()));
  });

  it('of the administrator: walks, opens and closes the trees of units', async () => {
    const page = await signedIn(ADMINISTRATOR);
    await page.goto('/quan-tri/don-vi');
    await page.locator('[role=treeitem]').first().focus();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    expect(await atFocus(page)).toContain('Tỉnh Lai Châu');
    await press('ArrowDown', 'ArrowDown', 'Home', 'End');
    const last = await atFocus(page);
    await press('Home');
    // Typing finds the next name that begins so; the clock stands, so that no slow machine makes it two names.
    await page.clock.setFixedTime(new Date());
    await page.keyboard.type('xa binh');
    expect(await atFocus(page)).toContain('Xã Bình Lư');
    await press('ArrowRight');
    await page.waitForSelector('[aria-expanded=true]:focus');
    await press('ArrowRight');
    expect(await atFocus(page)).toContain('Bản 1 (Xã Bình Lư)');
    await press('ArrowLeft', 'ArrowLeft');
    await page.waitForSelector('[aria-expanded=false]:focus');
    expect(await atFocus(page)).toContain('Xã Bình Lư');
    await press('End');
    expect(await atFocus(page)).toBe(last);
    await press('Home', 'Enter');
    await page.waitForURL(/\/quan-tri\/don-vi\/[0-9a-f-]{36}/);
    expect(await page.locator('h1').textContent()).toBe('Tỉnh Lai Châu');
    await page.context().close();
  });

  it('of the administrator: finds a unit in the tree, and renames it', async () => {
    const page = await signedIn(ADMINISTRATOR);
    await follow(page, 'header a[href="/quan-tri"]');
    await follow(page, 'main a[href="/quan-tri/don-vi"]');
    await tabTo(page, '[role=treeitem]');
    // The clock stands: on a slow machine too it is one name that is typed.
    await page.clock.setFixedTime(new Date());
    await page.keyboard.type('xa binh');
    await focused(page, '[role=treeitem][aria-level="2"][aria-expanded=false]');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('[aria-expanded=true]:focus');
    await page.keyboard.press('ArrowRight');
    await focused(page, '[role=treeitem][aria-level="3"]');
    await arriveBy(page, () => page.keyboard.press('Enter'));
    await follow(page, 'main nav a[href$="/doi-ten"]');
    await fill(page, '[name=name]', 'Bản Bàn Phím');
    await follow(page, 'main .btn-primary');
    await focused(page, '[name=reason][aria-invalid=true]');
    await write(page, 'Thử bàn phím');
    await follow(page, 'main .btn-primary');
    expect(await heading(page)).toBe('Bản Bàn Phím');
    await focused(page, 'main > .alert-success');
    await page.context().close();
  });
});

const atFocus = async (page: Page) => (await page.locator(':focus').innerText()).replace(/\s+/g, ' ');
