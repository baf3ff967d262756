import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FirstAdministrators, totpCode } from '#libs/identity';
import { Units } from '#libs/organisation';
import { UnitOfWork } from '#libs/platform';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

const PASSWORD = 'ruộng bậc thang mùa lúa';
const PAGE = '/dang-nhap/quan-tri-moi';

describe('the first administrator of a machine', () => {
  let context: WebContext;
  beforeAll(async () => {
    context = await createWebContext();
    context.config.hvsRequireTotp = '1';
    await context.get(UnitOfWork).run((tx) =>
      context.get(Units).create(tx, {
        tree: 'territory',
        code: '12',
        kind: 'province',
        name: 'Tỉnh Lai Châu',
        parentId: null,
        validFrom: '2025-07-01',
      }),
    );
  });
  afterAll(() => context.close());

  it('sets a password with the operator’s code, then the second factor, and is at the desk', async () => {
    const made = await context
      .get(FirstAdministrators)
      .invite({ fullName: 'Hoàng Minh Tuấn', phone: '0912000001', another: null });
    if (made.made !== 'invited') throw new Error();
    const browser = new Visitor(context.app);
    expect((await browser.get(PAGE)).location).toBe('/dang-nhap');
    const form = await browser.get(`${PAGE}?yeu-cau=${made.requestId}`);
    expect(form.status).toBe(200);
    for (const secret of ['Hoàng Minh Tuấn', '0912', made.code]) expect(form.body).not.toContain(secret);
    const fields = { requestId: made.requestId, code: made.code, password: 'ngắn', consent: 'yes' };
    const short = await browser.post(PAGE, fields);
    expect(short.status).toBe(422);
    expect(short.body).toMatch(/Mật khẩu cần ít nhất 14 ký tự/);
    expect(short.body).toContain(`value="${made.code}"`);
    expect(short.body).toContain(`value="${made.requestId}"`);
    expect(short.body).not.toContain('ngắn"');
    const unticked = await browser.post(PAGE, { ...fields, consent: 'no', password: PASSWORD });
    expect([unticked.status, unticked.body.includes('Cần bạn đồng ý')]).toEqual([422, true]);
    const right = await browser.post(PAGE, { ...fields, password: PASSWORD });
    expect(right.body).toContain('Thiết lập xác thực hai bước');
    expect((await browser.get('/quan-tri')).location).toMatch(/^\/dang-nhap\?tiep=/);
    const secret = right.body.match(/<code>([A-Z2-7 ]{30,})<\/code>/)![1]!.replaceAll(' ', '');
    const done = await browser.post('/dang-nhap/thiet-lap', { code: totpCode(secret, new Date()), tiep: '/quan-tri' });
    expect(done.body).toContain('Mã dự phòng');
    expect((await browser.get('/quan-tri')).status).toBe(200);
    const again = new Visitor(context.app);
    await again.get(`${PAGE}?yeu-cau=${made.requestId}`);
    const twice = await again.post(PAGE, { ...fields, password: PASSWORD }, { follow: false });
    expect(twice.location).toMatch(/^\/dang-nhap\?tiep=\/quan-tri/);
  });
});
