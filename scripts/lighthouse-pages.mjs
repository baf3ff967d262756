import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const SLUG = 'dich-vu-cong-truc-tuyen';
const FOLDER = `seed/courses/a-${SLUG}`;
const OTHER = '/hoc/an-toan-thong-tin/mat-khau-va-ma-otp';
const PHONE = '0900000002';

/** Signs a demo account in and learns a course to its certificate: what a signed-in learner has to look at. */
export async function pagesToMeasure(context) {
  const page = await context.newPage();
  await page.goto('/dang-nhap');
  await page.fill('[name=phone]', PHONE);
  await page.fill('[name=password]', 'hocvuso2026');
  await page.click('main button[type=submit]');
  await page.waitForURL((url) => url.pathname !== '/dang-nhap');
  const { modules } = read('course.yaml');
  for (const module of modules) await learn(page, `/hoc/${SLUG}/${module}`, read(`${module}/questions.yaml`));
  await page.goto('/chung-nhan');
  const [code] = (await page.locator('main').innerText()).match(/LC-[0-9A-Z-]{14}/);
  await page.goto(`${OTHER}/kiem-tra`);
  await page.click('main button[type=submit]');
  const { value } = (await context.cookies()).find(({ name }) => name === 'hvs_session');
  const cookie = `hvs_session=${value}`;
  return [
    { name: 'Trang chủ', path: '/' },
    { name: 'Chuyên đề', path: `/chuyen-de/${SLUG}` },
    { name: 'Trang bài học', path: `/hoc/${SLUG}/mot-cua-so/trang/1` },
    { name: 'Câu hỏi kiểm tra', path: `${OTHER}/kiem-tra/cau/1`, cookie, hidden: true },
    { name: 'Giấy chứng nhận', path: '/chung-nhan', cookie, hidden: true },
    { name: 'Xác minh', path: `/xac-minh/${code}`, hidden: true },
  ];
}

async function learn(page, path, questions) {
  await page.goto(`${path}/trang/1`);
  while ((await page.locator('main a[rel=next]').count()) > 0) await page.click('main a[rel=next]');
  await page.goto(`${path}/kiem-tra`);
  await page.click('main button[type=submit]');
  while ((await page.locator('main legend').count()) > 0) {
    const stem = (await page.locator('main legend').innerText()).trim();
    const right = rightAnswers(questions.find((question) => question.stem === stem));
    for (const choice of await page.locator('main label.choice').all())
      if (right.includes((await choice.innerText()).trim())) await choice.click();
    const here = page.url();
    await page.click('main form .btn-primary');
    await page.waitForURL((url) => url.href !== here);
  }
  await page.click('main form .btn-primary');
}

function rightAnswers({ type, answer, options }) {
  if (type === 'true_false') return [answer ? 'Đúng' : 'Sai'];
  return options.filter(({ correct }) => correct).map(({ text }) => text);
}

const read = (file) => parse(readFileSync(`${FOLDER}/${file}`, 'utf8'));
