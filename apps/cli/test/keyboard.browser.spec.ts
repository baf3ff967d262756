import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '#libs/testing';
import { launchChromium } from '../../web/test/chromium.js';
import { answerKey, seededCourses } from '../../web/test/seeded-courses.js';
import { DemoSite } from './pages/demo-site.js';
import { answerByKeys, arriveBy, choose, fill, focused, follow, tabTo, write } from './pages/keyboard.js';
import { PHONE } from './pages/look.js';

jest.setTimeout(400_000);

const [COURSE] = seededCourses();
const NEW = { name: 'Tẩn Mí Lở', phone: '0912345678', password: 'ruộng bậc thang mùa vàng' };

/** A learner's whole way with Tab, Enter, Space and arrows; only the very first address is typed. */
describe('a learner with a keyboard', () => {
  let site: DemoSite;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    site = await DemoSite.start();
    browser = await launchChromium();
    const context = await browser.newContext({ baseURL: site.program.base, viewport: PHONE });
    // Without voices a page says so at once, not three seconds later: nothing moves away from who has just come to it.
    await context.addInitScript(`Object.defineProperty(window, 'speechSynthesis', { value: undefined })`);
    page = await context.newPage();
    await page.goto('/');
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  it('skips the head of the page, and turns back with Shift+Tab', async () => {
    await page.keyboard.press('Tab');
    await focused(page, 'a.skip');
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await page.evaluate('document.activeElement.id')).toBe('noi-dung'));
    await page.keyboard.press('Tab');
    await focused(page, 'main a.btn-primary');
    await page.keyboard.press('Shift+Tab');
    await focused(page, 'header a');
  });

  it('signs up: what is wrong has the focus, and what was typed is kept', async () => {
    await tabTo(page, 'header a[href="/dang-ky"]', 'Shift+Tab');
    await arriveBy(page, () => page.keyboard.press('Enter'));
    await fill(page, '[name=phone]', NEW.phone);
    await arriveBy(page, () => page.keyboard.press('Enter'));
    await focused(page, '[name=fullName][aria-invalid=true]');
    expect(await page.locator('main').ariaSnapshot()).toContain('alert');
    expect(await page.locator('[name=phone]').inputValue()).toBe(NEW.phone);
    await write(page, NEW.name);
    await fill(page, '[name=password]', NEW.password);
    await fill(page, '[name=birthYear]', '1961');
    await choose(page, '[name=communeId]', 'Xã Bình Lư');
    await tabTo(page, '[name=consent]');
    await page.keyboard.press('Space');
    await follow(page, 'main .btn-primary');
    expect(await page.locator('h1').innerText()).toBe('Nhập mã xác nhận');
  });

  it('verifies the phone, after a code that was wrong', async () => {
    await fill(page, '[name=code]', '000000');
    await arriveBy(page, () => page.keyboard.press('Enter'));
    await focused(page, '[name=code][aria-invalid=true]');
    await tabTo(page, 'a[href="/tin-nhan-thu"]', 'Shift+Tab');
    const [messages] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')]);
    const message = messages.locator('main li', { hasText: NEW.phone.slice(1) }).first();
    const code = (await message.innerText()).match(/\b\d{6}\b/)![0];
    await messages.close();
    await fill(page, '[name=code]', code);
    await follow(page, 'main .btn-primary');
    expect(await page.locator('h1').innerText()).toBe('Mời bạn học');
  });

  it('reads every lesson to its end and takes quizzes with questions of every type', async () => {
    const keys = answerKey(COURSE!.folder);
    const kinds = new Set<string>();
    await follow(page, 'main a.btn-primary');
    for (const module of COURSE!.modules) {
      for (const lesson of module.lessons) {
        expect(await page.locator('main h1').innerText()).toBe(lesson.title);
        await follow(page, 'main nav[aria-label="Các trang của bài"] a.btn-primary');
      }
      await follow(page, 'main button[type=submit]');
      for (let number = 1; number <= module.questions; number += 1) {
        const stem = (await page.locator('legend').innerText()).trim();
        const right = keys.get(stem)!;
        kinds.add(await questionInTheTree(stem));
        await answerByKeys(page, right);
        await follow(page, 'main form .btn-primary');
      }
      await follow(page, 'main form .btn-primary');
      expect(await page.locator('h1').innerText()).toBe('Bạn đã đạt');
      await follow(page, 'main a.btn-primary');
    }
    expect([...kinds].sort()).toEqual(['multiple', 'single', 'true_false']);
  });

  /** A question is a group named by what is asked, below a measured way; says which kind it is. */
  async function questionInTheTree(stem: string): Promise<string> {
    const group = page.getByRole('group', { name: stem, exact: true });
    const boxes = await group.getByRole('checkbox').count();
    const radios = await group.getByRole('radio').count();
    expect(boxes * radios).toBe(0);
    expect(await page.getByRole('progressbar').getAttribute('aria-label')).toMatch(/^Câu \d+ trên \d+/);
    if (boxes > 0) return 'multiple';
    return radios === 2 && (await group.getByRole('radio', { name: 'Đúng', exact: true }).count())
      ? 'true_false'
      : 'single';
  }

  it('gets the certificate and opens the page to share', async () => {
    expect(await page.locator('h1').innerText()).toBe('Giấy chứng nhận của bạn');
    const code = (await page.locator('main').innerText()).match(/LC-[0-9A-Z-]{14}/)![0];
    // Ahead of the hundreds of certificates that the demo has just issued.
    await site.change(`UPDATE job SET run_at = now() - interval '1 year' WHERE id =
      (SELECT id FROM job WHERE kind = 'certificate.render' ORDER BY created_at DESC LIMIT 1)`);
    await site.until(
      `SELECT c.id FROM certificate c JOIN certificate_payload p ON p.certificate_id = c.id
       WHERE c.code = $1 AND p.file_key IS NOT NULL`,
      [code],
    );
    if (await page.locator('main [role=status] a[href="/chung-nhan"]').count())
      await follow(page, 'main [role=status] a[href="/chung-nhan"]');
    await tabTo(page, 'main a[href$="/tep"]');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toMatch(/ LC-.*\.pdf$/);
    await follow(page, 'main a[href^="/xac-minh/LC-"]');
    expect(await page.locator('h1').innerText()).toBe('Giấy chứng nhận có giá trị');
    expect(await page.locator('main').innerText()).toContain(NEW.name);
  });

  it('signs out, is told what was wrong, and signs in', async () => {
    await follow(page, 'header form button');
    await follow(page, 'header a[href="/dang-nhap"]');
    await fill(page, '[name=phone]', NEW.phone);
    await fill(page, '[name=password]', 'một mật khẩu khác hẳn');
    await arriveBy(page, () => page.keyboard.press('Enter'));
    await focused(page, '.alert-error, [aria-invalid=true]');
    await tabTo(page, '[name=password]');
    await write(page, NEW.password);
    await arriveBy(page, () => page.keyboard.press('Enter'));
    expect(await page.locator('main h1').innerText()).toMatch(/học/i);
  });
});
