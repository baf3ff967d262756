import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { StartQuiz } from '#libs/learning';
import { People } from '#libs/identity';
import { Messages } from '#libs/notifications';
import { UnitOfWork } from '#libs/platform';
import { eventually } from '#libs/testing';
import { arrive, launchChromium, pressTwice } from '../../web/test/chromium.js';
import { Line, type Weather } from './network.js';
import { DemoSite } from './pages/demo-site.js';
import { PHONE, overflow } from './pages/look.js';

jest.setTimeout(400_000);

const COURSE = 'an-toan-thong-tin';
const MODULE = 'mat-khau-va-ma-otp';
const QUIZ = `/hoc/${COURSE}/${MODULE}/kiem-tra`;
const FIRST = `${QUIZ}/cau/1`;

describe('a quiz on a bad line', () => {
  let site: DemoSite;
  let line: Line;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let token: string;
  let personId: string;

  beforeAll(async () => {
    site = await DemoSite.start();
    line = await Line.to(Number(new URL(site.program.base).port));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await line?.close();
    await site?.stop();
  });
  beforeEach(async () => {
    line.set('open');
    // Questions are drawn: another choice takes the place of the first only where there is one right answer.
    for (let tries = 0; tries < 40; tries += 1) {
      await beginQuiz();
      if ((await questionPage(1)).includes('type="radio" name="answer"')) break;
    }
    await open();
  });
  afterEach(() => context.close());

  async function open(options: { javaScript?: boolean } = {}): Promise<void> {
    await context?.close();
    context = await browser.newContext({
      baseURL: line.base,
      viewport: PHONE,
      javaScriptEnabled: options.javaScript ?? true,
    });
    await context.addCookies([{ name: 'hvs_session', value: token, url: line.base }]);
    // It goes as all clocks do, and a test may set it on.
    if (options.javaScript ?? true) await context.clock.install();
    page = await context.newPage();
    await page.goto(FIRST);
  }

  /** The line is good again, and the pause before the next try (half a minute at most) is over. */
  async function mend(): Promise<void> {
    line.set('open');
    await page.clock.fastForward(36_000);
  }

  async function beginQuiz(): Promise<void> {
    const work = site.get(UnitOfWork);
    personId = await work.run((tx) => site.get(People).create(tx, { fullName: 'Lò Thị Mai', birthYear: 1962 }));
    const quiz = { personId, courseSlug: COURSE, moduleSlug: MODULE, clientKey: randomUUID() };
    await site.get(StartQuiz).start(quiz);
    token = (await site.as(personId)).token;
  }

  /** Asked over a line of our own. */
  async function questionPage(number: number): Promise<string> {
    const headers = { cookie: `hvs_session=${token}`, accept: 'text/html' };
    return (await fetch(`${site.program.base}${QUIZ}/cau/${number}`, { headers })).text();
  }

  /** What the server has. */
  async function saved(number = 1): Promise<string[]> {
    const html = await questionPage(number);
    return [...html.matchAll(/name="answer" value="([^"]+)" checked/g)].map(([, value]) => value!);
  }

  const state = (name: string) => page.locator(`.save-state[data-state=${name}]`);
  const choose = async (index: number): Promise<string> => {
    const choice = page.locator('.choice').nth(index);
    // Before: the answer may lead away from the page.
    const value = await choice.locator('input').inputValue();
    await choice.click();
    return value;
  };
  /** Looks for both at once: while it tries again, the state passes. */
  const told = (name: string, words: string) => state(name).filter({ hasText: words }).waitFor();
  const chosen = async (): Promise<string[]> => {
    const value = (one: unknown) => (one as { value: string }).value;
    return Promise.all((await page.locator('input:checked').all()).map((one) => one.evaluate(value)));
  };

  it('calls an answer saved when the server has it, and not before', async () => {
    const value = await choose(0);
    await state('saved').waitFor();
    expect(await saved()).toEqual([value]);
    line.set('cut');
    const other = await choose(1);
    await told('later', 'Chưa gửi được, máy sẽ gửi lại.');
    expect([await saved(), await overflow(page)]).toEqual([[value], []]);
    await mend();
    await state('saved').waitFor();
    expect(await saved()).toEqual([other]);
    await page.reload();
    expect(await chosen()).toEqual([other]);
  });

  it('waits with the next question until the answer has gone', async () => {
    line.set('cut');
    const value = await choose(1);
    await page.click('main .btn-primary');
    await page.locator('.save-state', { hasText: 'Gửi xong là sang trang tiếp' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(FIRST);
    await mend();
    await page.waitForURL('**/cau/2');
    expect(await saved()).toEqual([value]);
  });

  it('sends again what arrived without an answer, and nothing is doubled', async () => {
    line.set('deaf');
    const value = await choose(1);
    await eventually(async () => expect(await saved()).toEqual([value]));
    expect(await state('saved').count()).toBe(0);
    line.set('cut');
    await state('later').waitFor();
    await mend();
    await state('saved').waitFor();
    expect(await saved()).toEqual([value]);
  });

  it('gives up what hangs, and an answer that arrives late does not undo a newer one', async () => {
    line.set('stall');
    await page.clock.pauseAt(Date.now() + 60_000);
    const first = await choose(0);
    await page.clock.runFor(1_000);
    await eventually(async () => expect(line.tries).toBeGreaterThan(0));
    await page.clock.runFor(13_000);
    expect(await state('sending').count()).toBe(1);
    await page.clock.runFor(2_000);
    await state('later').waitFor();
    await page.clock.resume();
    line.set('open');
    const second = await choose(1);
    await state('saved').waitFor();
    expect(await saved()).toEqual([second]);
    await line.release();
    expect([await saved(), first === second]).toEqual([[second], false]);
  });

  it.each<Weather>(['portal', 'portal-511', 'redirect'])(
    'does not take a stranger’s answer for ours: %s',
    async (weather) => {
      line.set(weather);
      const value = await choose(1);
      await told('portal', 'Mạng Wi-Fi này còn chờ bạn đăng nhập');
      await page.click('main .btn-primary');
      await eventually(async () => expect(line.tries).toBeGreaterThan(1));
      expect([new URL(page.url()).pathname, await saved()]).toEqual([FIRST, []]);
      await mend();
      await page.waitForURL('**/cau/2');
      expect(await saved()).toEqual([value]);
    },
  );

  it('keeps an unsent answer when its page is closed', async () => {
    line.set('cut');
    const value = await choose(1);
    await told('later', 'đóng trang cũng không mất');
    await page.close();
    line.set('open');
    page = await context.newPage();
    await page.goto(FIRST);
    expect(await chosen()).toEqual([value]);
    await state('saved').waitFor();
    expect(await saved()).toEqual([value]);
  });

  it('sends from the list of answers what another page could not', async () => {
    line.set('cut');
    const value = await choose(1);
    await state('later').waitFor();
    await page.close();
    line.set('open');
    page = await context.newPage();
    await page.goto(`${QUIZ}/xem-lai`);
    await eventually(async () => expect(await saved()).toEqual([value]));
    await page.locator('.progress-label', { hasText: 'Đã trả lời 1 ' }).waitFor();
  });

  it('warns before an unsent answer is lost where the browser keeps nothing', async () => {
    await context.addInitScript(() => {
      for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(globalThis, name, {
          get() {
            throw new Error('refused');
          },
        });
    });
    await page.goto(FIRST);
    line.set('cut');
    const value = await choose(1);
    await told('later', 'Bạn đừng đóng trang này');
    const asked = new Promise<string>((done) =>
      page.once('dialog', (dialog) => (done(dialog.type()), dialog.dismiss())),
    );
    await page.click('header .brand', { noWaitAfter: true });
    expect(await asked).toBe('beforeunload');
    await mend();
    await state('saved').waitFor();
    expect(await saved()).toEqual([value]);
  });

  it('leads to signing in when the session ends, and the answer is still there', async () => {
    await site.change(`UPDATE session SET expires_at = created_at WHERE person_id = '${personId}'`);
    const value = await choose(1);
    await page.waitForURL('**/dang-nhap?**');
    expect(await page.locator('main').innerText()).toContain('những gì đã lưu vẫn còn');
    token = await site.freshSession(personId);
    await context.addCookies([{ name: 'hvs_session', value: token, url: line.base }]);
    await page.goto(FIRST);
    expect(await chosen()).toEqual([value]);
    await eventually(async () => expect(await saved()).toEqual([value]));
  });

  it('keeps the answer when the browser stops sending cookies, and says what still works', async () => {
    await context.clearCookies();
    const value = await choose(1);
    await page.locator('h1', { hasText: 'Chưa gửi được' }).waitFor();
    await page.waitForLoadState();
    expect(await page.locator('main').innerText()).toContain('cho phép cookie của trang này');
    await context.addCookies([{ name: 'hvs_session', value: token, url: line.base }]);
    await page.goto(FIRST);
    expect(await chosen()).toEqual([value]);
    await state('saved').waitFor();
    expect(await saved()).toEqual([value]);
  });

  it('goes on to the result when it was handed in on another phone', async () => {
    await site.change(
      `UPDATE attempt SET submitted_at = now(), passed = false, correct_count = 0 WHERE person_id = '${personId}'`,
    );
    await choose(1);
    await page.waitForURL('**/ket-qua/**');
    expect(await page.locator('main').innerText()).toContain('đã được nộp trước đó');
  });

  it('without JavaScript goes on where the line broke', async () => {
    await open({ javaScript: false });
    const value = await choose(1);
    line.set('cut');
    await page.click('main .btn-primary').catch(() => undefined);
    await page.waitForURL('chrome-error://**');
    expect(await saved()).toEqual([]);
    line.set('open');
    await page.goto(FIRST);
    await page.locator('.choice').nth(1).click();
    await pressTwice(page, 'main .btn-primary');
    await page.waitForURL('**/cau/2');
    expect(await saved()).toEqual([value]);
  });

  it.each([true, false])('goes back through signing up without a false step, JavaScript %p', async (javaScript) => {
    await context.close();
    context = await browser.newContext({ baseURL: line.base, viewport: PHONE, javaScriptEnabled: javaScript });
    page = await context.newPage();
    const phone = `09${randomUUID().replace(/\D/g, '').padEnd(8, '7').slice(0, 8)}`;
    await page.goto('/');
    await page.goto('/dang-ky');
    await page.fill('[name=fullName]', 'Lò Thị Hai');
    await page.fill('[name=phone]', phone);
    await page.fill('[name=password]', 'chuối nướng mật ong');
    await page.fill('[name=birthYear]', '1980');
    await page.selectOption('[name=communeId]', { index: 1 });
    await page.check('[name=consent]');
    await pressTwice(page, 'main .btn-primary');
    await page.waitForURL('**/dang-ky/ma?**');
    await page.goBack();
    expect(await page.inputValue('[name=phone]')).toBe(phone);
    await page.goForward();
    const sent = (await site.get(Messages).inSink(200)).filter(({ to }) => to === `+84${phone.slice(1)}`);
    expect(sent.length).toBe(1);
    const code = sent[0]!.text.match(/\d{6}/)![0];
    for (const typed of ['000000', code]) {
      await page.fill('[name=code]', typed);
      await arrive(page, () => pressTwice(page, 'main form .btn-primary'));
    }
    await page.waitForURL((url) => !url.pathname.startsWith('/dang-ky'));
    const seen: string[] = [];
    for (let steps = 0; steps < 5 && page.url() !== 'about:blank'; steps += 1) {
      await page.goBack();
      if (javaScript) await page.waitForURL((url) => !url.pathname.startsWith('/dang-ky'));
      seen.push(new URL(page.url()).pathname);
    }
    // Without JavaScript the page of a wrong code stays as the browser kept it; nothing asks to send it again.
    expect(new Set(seen)).toEqual(new Set(javaScript ? ['/', 'blank'] : ['/dang-ky/ma', '/', 'blank']));
  });

  it.each([true, false])(
    'goes back from a certificate and a result to what holds, JavaScript %p',
    async (javaScript) => {
      await open({ javaScript });
      const total = Number((await page.locator('.progress-label').innerText()).match(/trên (\d+)/)![1]);
      for (let number = 1; number <= total; number += 1) {
        await page.locator('.choice').first().click();
        await page.click('main .btn-primary');
        await page.waitForURL(number < total ? `**/cau/${number + 1}` : '**/xem-lai');
      }
      await pressTwice(page, 'button:has-text("Nộp bài")');
      await page.waitForURL('**/ket-qua/**');
      await page.goto('/chung-nhan');
      await page.goBack();
      expect(new URL(page.url()).pathname).toMatch(/ket-qua/);
      for (let steps = 0; steps <= total; steps += 1) {
        await page.goBack();
        expect(new URL(page.url()).pathname).toBe(QUIZ);
        expect(await page.locator('main').innerText()).toContain('Xem kết quả lần gần nhất');
      }
    },
  );
});
