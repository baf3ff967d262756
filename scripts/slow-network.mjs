import { chromium } from 'playwright-core';
import { chromiumPath, measuredAt, median, startProgram, tell } from './measured-program.mjs';
import { firstSound, publishRecording } from './slow-network/recording.mjs';

/**
 * `npm run slow-network`: the built program in the system's Chromium, which holds every request back as a weak line
 * would (400 kbit/s each way, 400 ms): how soon a first lesson can be read, a recording sounds and an answer is acknowledged. The
 * median of three. With `--write` the table goes into docs/performance.md.
 */
const TIMES = 3;
const LINE = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const NO_LINE = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
const SOUNDING = 1_000;
const READABLE = 2_500;
const ACKNOWLEDGED = 1_500;
const PHONE = { width: 360, height: 740 };
const LESSON = '/hoc/dich-vu-cong-truc-tuyen/mot-cua-so/trang/1';
const QUIZ = '/hoc/an-toan-thong-tin/mat-khau-va-ma-otp/kiem-tra';

const { base, stop } = await startProgram();
let browser;
try {
  browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--headless', '--no-sandbox'] });
  await publishRecording(signedInAs);
  const cookies = await learnerInQuiz();
  const rows = [
    ...(await firstVisits('Trang bài học, lần đầu, khách', [])),
    ...(await firstVisits('Trang bài học, lần đầu, đã đăng nhập', cookies)),
    await sound(),
    await answers('Chọn một ý, đến khi máy chủ nhận (“Đã lưu”)', cookies, true, choose),
    await answers('Chọn rồi bấm “Câu sau” ngay, đến khi thấy câu sau', cookies, true, chooseAndGoOn),
    await answers('Đã lưu rồi bấm “Câu sau”, đến khi thấy câu sau', cookies, true, goOn),
    await answers('Chọn, bấm “Câu sau”, đến khi thấy câu sau', cookies, false, chooseAndGoOn),
  ];
  report(rows);
} finally {
  await browser?.close();
  await stop();
}

async function signedInAs(phone) {
  const context = await browser.newContext({ baseURL: base });
  const page = await context.newPage();
  await page.goto('/dang-nhap');
  await page.fill('[name=phone]', phone);
  await page.fill('[name=password]', 'hocvuso2026');
  await page.click('main button[type=submit]');
  await page.waitForURL((url) => url.pathname !== '/dang-nhap');
  return page;
}

/** The session of a learner who has begun the quiz. */
async function learnerInQuiz() {
  const page = await signedInAs('0900000002');
  await page.goto(QUIZ);
  await page.click('main button[type=submit]');
  await page.waitForURL('**/cau/1');
  const kept = (await page.context().cookies()).filter(({ name }) => name === 'hvs_session');
  await page.context().close();
  return kept;
}

/** A page of a browser that knows nothing, on the weak line. */
async function weakPage(cookies, javaScriptEnabled) {
  const context = await browser.newContext({ baseURL: base, viewport: PHONE, javaScriptEnabled });
  await context.addCookies(cookies);
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.emulateNetworkConditions', LINE);
  return { context, page, client };
}

async function firstVisits(name, cookies) {
  const rows = [];
  for (const javaScript of [true, false]) {
    const times = [];
    for (let time = 0; time < TIMES; time += 1) times.push(await firstVisit(cookies, javaScript));
    rows.push({ name, javaScript, mark: READABLE, took: median(times) });
  }
  return rows;
}

/** Until the largest text stands there: not earlier than the first paint. */
async function firstVisit(cookies, javaScript) {
  const { context, page, client } = await weakPage(cookies, javaScript);
  let largest = 0;
  const painted = new Promise((done) => {
    client.on('PerformanceTimeline.timelineEventAdded', ({ event }) => {
      largest = event.time * 1000;
      done();
    });
  });
  await client.send('PerformanceTimeline.enable', { eventTypes: ['largest-contentful-paint'] });
  await page.goto(LESSON);
  await painted;
  const origin = await page.evaluate(() => performance.timeOrigin);
  await context.close();
  return largest - origin;
}

async function sound() {
  const times = [];
  for (let time = 0; time < TIMES; time += 1) {
    const weak = await weakPage([], true);
    times.push(await firstSound(weak, { weak: LINE, none: NO_LINE }));
    await weak.context.close();
  }
  const name = 'Bản ghi âm, từ lúc bấm đến lúc có tiếng';
  return { name, javaScript: true, mark: SOUNDING, took: median(times) };
}

async function answers(name, cookies, javaScript, act) {
  const times = [];
  for (let time = 0; time < TIMES; time += 1) {
    const { context, page } = await weakPage(cookies, javaScript);
    await page.goto(`${QUIZ}/cau/1`);
    times.push(await act(page, time));
    await context.close();
  }
  return { name, javaScript, mark: ACKNOWLEDGED, took: median(times) };
}

/** Another option each time, so that there is something to save. */
function another(page) {
  return page.locator('.choice:not(:has(input:checked))').first();
}

async function choose(page) {
  const choice = another(page);
  const begun = performance.now();
  await choice.click();
  await page.locator('.save-state[data-state=saved]').waitFor();
  return performance.now() - begun;
}

async function chooseAndGoOn(page) {
  await another(page).click();
  return goOnFrom(page);
}

async function goOn(page) {
  await choose(page);
  return goOnFrom(page);
}

async function goOnFrom(page) {
  const begun = performance.now();
  await page.click('main form .btn-primary', { noWaitAfter: true });
  await page.locator('.progress-label', { hasText: 'Câu 2 ' }).waitFor();
  return performance.now() - begun;
}

function report(rows) {
  const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2).replace('.', ',')} giây`;
  const lines = rows.map(
    ({ name, javaScript, mark, took }) =>
      `| ${name} | ${javaScript ? 'có' : 'không'} | dưới ${seconds(mark)} | ${seconds(took)} | ${took < mark ? 'đạt' : '**chưa đạt**'} |`,
  );
  const text = [
    `${measuredAt()}, Chromium ${browser.version()}, 400 kbit/s mỗi chiều và 400 ms mỗi yêu cầu, trung vị của ${TIMES} lần.`,
    '',
    '| Việc | JavaScript | Mốc | Kết quả | Đạt |',
    '| --- | --- | ---: | ---: | --- |',
    ...lines,
  ].join('\n');
  tell('slow-network', text);
  if (rows.some(({ mark, took }) => took >= mark)) process.exitCode = 1;
}
