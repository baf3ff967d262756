import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Grants, People, Sessions } from '#libs/identity';
import { Units } from '#libs/organisation';
import { UnitOfWork } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { arrive, launchChromium } from './chromium.js';
import { createWebContext, type WebContext } from './web-context.js';

jest.setTimeout(300_000);

/** A database as `seed` leaves it in production, and an administrator without JavaScript. */
describe('the first units of a production machine', () => {
  let database: TestDatabase;
  let context: WebContext;
  let browser: Browser;
  let page: Page;
  const folder = mkdtempSync(join(tmpdir(), 'hvs-first-units-'));

  beforeAll(async () => {
    database = await createTestDatabase();
    const { status, stderr } = spawnSync(process.execPath, ['dist/apps/cli/src/main.js', 'seed'], {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        PUBLIC_URL: 'https://hocvuso.example',
        APP_SECRET: 'k3Jq8ZtV1xWm5RbYc7Ds0FgH2LpN4Ta6',
        DATABASE_URL: database.url,
        DATA_DIR: folder,
        SMS_URL: 'http://127.0.0.1:1/sms',
        SMS_TOKEN: 'the-gateway-knows-it',
      },
    });
    if (status !== 0) throw new Error(stderr);
    context = await createWebContext({ databaseUrl: database.url, folder });
    await context.app.listen(0, '127.0.0.1');
    browser = await launchChromium();
    const baseURL = await context.app.getUrl();
    const visit = await browser.newContext({
      baseURL,
      javaScriptEnabled: false,
      viewport: { width: 360, height: 740 },
    });
    await visit.addCookies([{ name: 'hvs_session', value: await administrator(), url: baseURL }]);
    page = await visit.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await context?.close();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As `admin:create` leaves one: with the roots there are. */
  async function administrator(): Promise<string> {
    const province = (await context.get(Units).byCode('territory', '12'))!.id;
    return context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName: 'Hoàng Minh Tuấn', birthYear: 1980 });
      const grant = { personId, role: 'administrator' as const, unitIds: [province], from: '2026-01-01', by: null };
      await context.get(Grants).grant(tx, grant);
      return (await context.get(Sessions).start(tx, personId, {}, 'test')).token;
    });
  }

  const fill = async (fields: Record<string, string>) => {
    for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value);
  };
  const go = (role: 'link' | 'button', name: string) => arrive(page, () => page.getByRole(role, { name }).click());
  const words = async () => (await page.locator('main').innerText()).replace(/\s+/g, ' ');

  it('are only the territory: the other two trees say so and offer to begin', async () => {
    expect(await context.db.query('SELECT tree, count(*)::int AS units FROM unit GROUP BY tree')).toEqual([
      { tree: 'territory', units: 39 },
    ]);
    await page.goto('/quan-tri/don-vi?he=dia-ban');
    expect(await page.getByRole('link', { name: 'Lập đơn vị đầu tiên' }).count()).toBe(0);
    await page.goto('/quan-tri/don-vi?he=nha-nuoc');
    expect(await words()).toContain('Hệ thống này chưa có đơn vị nào.');
  });

  it('of the state tree are made in a form, and the tree grows below', async () => {
    await go('link', 'Lập đơn vị đầu tiên');
    expect(await words()).toContain('thuộc địa bàn Tỉnh Lai Châu');
    await fill({ 'Tên đơn vị': 'UBND tỉnh Lai Châu', 'Mã đơn vị': 'a b', 'Lý do': 'Lập danh mục đơn vị' });
    await go('button', 'Lập đơn vị');
    expect(await page.locator('#e-code').innerText()).toContain('Mã gồm chữ cái');
    expect(await page.getByLabel('Tên đơn vị').inputValue()).toBe('UBND tỉnh Lai Châu');
    await fill({ 'Mã đơn vị': 'ubnd-tinh', 'Có từ ngày': '2025-06-30' });
    await go('button', 'Lập đơn vị');
    expect(await page.locator('#e-on').innerText()).toContain('Vào ngày này chưa có tỉnh');
    await fill({ 'Có từ ngày': '2025-07-01' });
    await go('button', 'Lập đơn vị');
    expect(await page.locator('h1').innerText()).toBe('UBND tỉnh Lai Châu');
    expect(await words()).toMatch(/Đã lập đơn vị đầu tiên.*Thuộc địa bàn Tỉnh Lai Châu/);

    await go('link', 'Thêm đơn vị bên dưới');
    await fill({ 'Tên đơn vị': 'Sở Nội vụ', 'Mã đơn vị': 'so-noi-vu', 'Lý do': 'Lập danh mục đơn vị' });
    await page.getByLabel('Loại').selectOption({ label: 'Sở, ban, ngành' });
    await go('button', 'Thêm đơn vị bên dưới');
    expect(await words()).toContain('Đã thêm đơn vị.');
    await page.goto('/quan-tri/don-vi/goc?he=nha-nuoc');
    expect(await words()).toContain('đã có đơn vị đứng trên cùng: UBND tỉnh Lai Châu (mã ubnd-tinh)');
    expect(await page.locator('main form').count()).toBe(0);
  });

  it('of the Party tree come from a file, root and all', async () => {
    await page.goto('/quan-tri/don-vi?he=dang');
    await go('link', 'Nhập đơn vị từ tệp');
    await fill({ 'Lý do': 'Danh mục tổ chức đảng', 'Có hiệu lực từ ngày': '2025-07-01' });
    await page.getByLabel('Tệp đơn vị').setInputFiles({
      name: 'dang.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        'Mã đơn vị;Tên đơn vị;Loại;Mã đơn vị cấp trên;Mã địa bàn\n' +
          'db-tinh;Đảng bộ tỉnh Lai Châu;Đảng bộ tỉnh;;\ndu-03390;Đảng ủy xã Bình Lư;Đảng bộ xã;db-tinh;03390\n',
      ),
    });
    await go('button', 'Xem trước');
    expect(await words()).toContain('Thêm 2 đơn vị.');
    expect(await words()).toContain('Đơn vị đứng trên cùng. Địa bàn: 12.');
    await go('button', 'Áp dụng 2 dòng');
    expect(await words()).toContain('Đã áp dụng');
    await page.goto('/quan-tri/don-vi?he=dang');
    expect(await words()).toMatch(/Đảng bộ tỉnh Lai Châu.*Đảng ủy xã Bình Lư/);
  });
});
