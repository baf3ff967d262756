import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import request from 'supertest';
import { Grants, People, Sessions } from '#libs/identity';
import { ImportUnits, Units } from '#libs/organisation';
import { JobRunner, UnitOfWork } from '#libs/platform';
import { Memberships } from '#libs/rosters';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

const HEADINGS = ['Họ và tên', 'Ngày sinh', 'Số định danh', 'Mã đơn vị', 'Chức vụ'];
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

describe('roster files on the pages, without JavaScript', () => {
  let context: WebContext;
  let manager: Visitor;
  let session: string;
  let commune: string;

  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportUnits).territory('seed/units');
    await context.get(ImportUnits).demoVillages();
    commune = (await context.get(Units).byCode('territory', '03390'))!.id;
    session = await context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName: 'Vàng Thị Dợ', birthYear: 1980 });
      await context
        .get(Grants)
        .grant(tx, { personId, role: 'unit_manager', unitIds: [commune], from: '2026-01-01', by: null });
      return (await context.get(Sessions).start(tx, personId, {}, 'test')).token;
    });
    manager = new Visitor(context.app, { hvs_session: session });
  });
  afterAll(() => context.close());

  /** Presses a button whose work a job does, and looks at the page after it. */
  async function done(path: string, button: string, fields: Record<string, string> = {}) {
    const asked = await manager.post(`${path}/${button}`, fields);
    expect(text(asked.body)).toContain('Trang tự tải lại');
    await context.get(JobRunner).drain();
    return manager.get(path);
  }

  const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

  async function workbook(rows: (string | number)[][]): Promise<Buffer> {
    const book = new exceljs.Workbook();
    const sheet = book.addWorksheet('Danh sách');
    for (const row of rows) sheet.addRow(row);
    return Buffer.from(await book.xlsx.writeBuffer());
  }

  async function upload(file: Buffer, change: Record<string, string> = {}, filename = 'danh sách.xlsx') {
    const { body } = await manager.get(`/don-vi/nhap-danh-sach?don-vi=${commune}`);
    const action = body.match(/action="(\/don-vi\/nhap-danh-sach\?_csrf=[^"]+)"/)![1].replaceAll('&#x3D;', '=');
    const clientKey = body.match(/name="clientKey" value="([^"]+)"/)![1];
    const fields = {
      clientKey,
      unitId: commune,
      capacity: 'citizen',
      effectiveOn: '2026-11-01',
      mode: 'update',
      ...change,
    };
    let call = request(context.app.getHttpServer())
      .post(action)
      .redirects(0)
      .set('accept', 'text/html')
      .set('cookie', `hvs_session=${session}`);
    for (const [name, value] of Object.entries(fields)) call = call.field(name, value);
    const response = await call.attach('file', file, { filename, contentType: XLSX });
    return { status: response.status, body: response.text, path: response.headers.location as string };
  }

  const download = async (path: string) => {
    const response = await request(context.app.getHttpServer())
      .get(path)
      .set('cookie', `hvs_session=${session}`)
      .buffer(true)
      .parse((stream, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk) => chunks.push(chunk));
        stream.on('end', () => done(null, Buffer.concat(chunks)));
      });
    return { status: response.status, headers: response.headers, bytes: response.body as Buffer };
  };

  it('takes a workbook in, lets its dry run be taken away, applies it and takes it back', async () => {
    const rows = [
      ['DANH SÁCH NGƯỜI DÂN'],
      HEADINGS,
      ['Lò Thị Mai', 1968, '', '03390-1', '=HYPERLINK("http://x")'],
      ['Giàng A Páo', '31/02/1970', '', '03390-1', ''],
    ];
    const { path, status } = await upload(await workbook(rows));
    expect(status).toBe(303);
    expect(text((await manager.get(path)).body)).toMatch(/Sẽ thêm 1 dòng.*Chưa nhận 1 dòng/);

    const csv = (await download(`${path}/ban-xem-truoc?dang=csv`)).bytes.toString();
    expect(csv).toContain('4;Chưa nhận;Giàng A Páo;');
    expect(csv).toContain(';31/02/1970;"Không có ngày này trong lịch. Bạn ghi ngày trước, tháng sau."');
    const bad = await download(`${path}/dong-loi?dang=xlsx`);
    expect(bad.headers['content-type']).toContain(XLSX);
    const book = new exceljs.Workbook();
    await book.xlsx.load(bad.bytes as never);
    expect((book.worksheets[0].getRow(2).values as unknown[])[1]).toBe('Giàng A Páo');

    const asked = await manager.post(`${path}/ap-dung`, {});
    expect(text(asked.body)).toMatch(/Đang ghi danh sách.*Sắp ghi 2 dòng.*Danh sách chỉ đổi khi đã xong cả tệp/);
    expect(asked.body).toContain('http-equiv="refresh"');
    const still = asked.body.match(/href="([^"]+)">Dừng tự tải lại/)![1].replace('&#x3D;', '=');
    expect((await manager.get(still)).body).not.toContain('http-equiv="refresh"');
    expect(text((await manager.get('/don-vi')).body)).toContain('danh sách.xlsx Đang áp dụng');
    expect((await manager.post(`${path}/bo`, {})).body).toContain('đang được ghi vào danh sách');
    expect((await done(path, 'ap-dung')).body).not.toContain('http-equiv="refresh"');
    const roster = await download(`/don-vi/${commune}/xuat-danh-sach?doi-tuong=citizen&muc-dich=doi-chieu&dang=csv`);
    expect(roster.bytes.toString()).toContain(`Lò Thị Mai;1968;;;03390-1;"'=HYPERLINK(""http://x"")"`);
    const again = await upload(roster.bytes, {}, 'danh-sach.csv');
    expect(text((await manager.get(again.path)).body)).toMatch(/Sẽ thêm 0 dòng.*Sẽ đổi 0 dòng.*Giữ nguyên 1 dòng/);

    expect(text((await manager.get(path)).body)).toContain('Hoàn tác cả tệp này');
    expect(text((await done(path, 'hoan-tac')).body)).toContain('Tệp này đã hoàn tác lúc');
    expect(text((await manager.get(`/don-vi/${commune}?tim=lo+thi`)).body)).toContain('Không có ai khớp');
  });

  it('says why an applied file cannot be taken back', async () => {
    const first = await upload(await workbook([HEADINGS, ['Sùng A Vừ', 1970, '012070000001', '03390-1', '']]));
    await done(first.path, 'ap-dung');
    const second = await upload(await workbook([HEADINGS, ['Sùng A Vừ', 1970, '012070000001', '03390-2', '']]));
    await done(second.path, 'ap-dung');
    const refused = await done(first.path, 'hoan-tac');
    expect(text(refused.body)).toContain('Không hoàn tác được: 1 chỗ trong danh sách');
    await done(second.path, 'hoan-tac');
    expect(text((await done(first.path, 'hoan-tac')).body)).not.toContain('Không hoàn tác được');
  });

  it('asks for columns it does not know, with masked samples, and remembers them', async () => {
    const file = (name: string) =>
      workbook([
        ['Công dân', 'Sinh ra', 'Ghi'],
        [name, 1970, 'x'],
      ]);
    const { path } = await upload(await file('Phàn Văn Tâm'));
    const asked = await manager.get(path);
    expect(asked.location ?? asked.body).toContain('/cot');
    const page = await manager.get(`${path}/cot`);
    expect(text(page.body)).toContain('P••• V•• T••');
    expect(page.body).not.toContain('Phàn Văn Tâm');
    const wrong = await manager.post(`${path}/cot`, { cot: ['', 'birth', ''] } as never);
    expect(wrong.status).toBe(422);
    expect(text(wrong.body)).toContain('Bạn chọn cột “Họ và tên”');
    expect(wrong.body).toMatch(/<option value="birth" selected>/);
    await manager.post(`${path}/cot`, { cot: ['fullName', 'birth', ''] } as never);
    expect(text((await manager.get(path)).body)).toContain('Sẽ thêm 1 dòng');
    const next = await upload(await file('Phàn Văn Hai'));
    expect(text((await manager.get(next.path)).body)).toContain('Sẽ thêm 1 dòng');
  });

  it('shows how many leave before a whole roster is applied, and wants a tick when they are many', async () => {
    const people = (count: number) =>
      Array.from({ length: count }, (_, i) => [`Lý Thị ${'ABCD'[i]}`, 1960 + i, `01216${i}00000${i}`, '03390-3', '']);
    const first = await upload(await workbook([HEADINGS, ...people(4)]));
    await done(first.path, 'ap-dung');
    const whole = await upload(await workbook([HEADINGS, ...people(1)]), { mode: 'whole' });
    const shown = await manager.get(whole.path);
    expect(text(shown.body)).toContain('3 trên 4 người sẽ thôi tên từ ngày 01/11/2026');
    expect(text(shown.body)).toMatch(/Người sẽ thôi tên \(3\).*Lý Thị B/);
    const refused = await manager.post(`${whole.path}/ap-dung`, { leaves: '3' });
    expect(refused.status).toBe(422);
    expect(text(refused.body)).toContain('Nếu đúng là như vậy, bạn đánh dấu vào ô này');
    expect((await manager.post(`${whole.path}/ap-dung`, { leaves: '2', many: 'yes' })).status).toBe(409);
    await done(whole.path, 'ap-dung', { leaves: '3', many: 'yes' });
    expect(text((await manager.get(`/don-vi/${commune}?tim=ly+thi`)).body)).toContain('1 người');
    expect((await download(`${whole.path}/ban-xem-truoc?dang=csv`)).bytes.toString()).toContain(
      ';Đã thôi tên;Lý Thị B;',
    );
  });

  it('shows a large file being read, and what was wrong with it', async () => {
    const lines = Array.from(
      { length: 6000 },
      (_, i) => `Lò Văn ${'abcdefghij'[i % 10]}${'klmnopqrst'[Math.floor(i / 10) % 10]};1970;`,
    );
    const file = Buffer.from(`Họ và tên;Năm sinh;Chức vụ\n${lines.join('\n')}\n"Lò;1970`);
    const { path } = await upload(file, {}, '../../x.csv');
    const reading = await manager.get(path);
    expect(text(reading.body)).toContain('Đang mở tệp');
    expect(reading.body).toContain('http-equiv="refresh"');
    await context.get(JobRunner).drain();
    const failed = await manager.get(path);
    expect(text(failed.body)).toMatch(/Không đọc được tệp.*Có dấu ngoặc kép mở ra mà không đóng/);
    expect(text(failed.body)).toContain('Tệp x.csv');
    expect(text(failed.body)).not.toMatch(/Đã đọc|Chọn lại các cột/);
    await manager.post(`${path}/bo`, {});
    expect((await manager.get('/don-vi')).body).not.toContain('x.csv');
  });

  it('lets a wrong place in somebody’s history be corrected, and keeps what was typed', async () => {
    const personId = await context.get(UnitOfWork).run(async (tx) => {
      const id = await context.get(People).create(tx, { fullName: 'Tẩn A Phủ', birthYear: 1970 });
      const place = { personId: id, unitId: commune, capacity: 'citizen', source: 'roster' as const };
      await context.get(Memberships).add(tx, { ...place, from: '2026-01-05', to: '2026-02-01' });
      await context.get(Memberships).add(tx, { ...place, from: '2026-03-01' });
      return id;
    });
    const paths = async (): Promise<string[]> =>
      (await manager.get(`/don-vi/nguoi/${personId}`)).body.match(/\/don-vi\/sua-qua-trinh\/[0-9a-f-]+/g) ?? [];
    const [current, past] = await paths();
    const form = await manager.get(past!);
    expect(form.body).toMatch(/name="from"[^>]* value="2026-01-05"/);
    const typed = { what: 'days', from: '2026-01-10', to: '2026-03-02', reason: 'Ghi nhầm ngày chuyển đến' };
    const refused = await manager.post(past!, typed);
    expect(refused.status).toBe(422);
    expect(text(refused.body)).toMatch(/Thôi từ ngày.*Trùng ngày với một chỗ khác của người này/);
    for (const value of [typed.from, typed.to]) expect(refused.body).toContain(`value="${value}"`);
    expect(refused.body).toContain(`${typed.reason}</textarea>`);
    const saved = await manager.post(past!, { ...typed, to: '2026-02-15' });
    expect(text(saved.body)).toMatch(/Đã sửa quá trình.*Từ 10\/01\/2026 đến trước 15\/02\/2026/);
    expect((await manager.get(past!)).status).toBe(404);
    expect((await manager.post(current!, { what: 'never', reason: 'nhầm' })).body).toContain('Hãy ghi lý do');
    const removed = await manager.post(current!, { what: 'never', reason: 'Người này chưa từng quay lại' });
    expect(text(removed.body)).toContain('Đã bỏ khỏi quá trình');
    const [last] = await paths();
    const gone = await manager.post(last!, { what: 'never', reason: 'Trùng tên với người khác' });
    expect([gone.status, text(gone.body).includes('Đã bỏ khỏi quá trình')]).toEqual([200, true]);
    expect((await manager.get(`/don-vi/nguoi/${personId}`)).status).toBe(403);
  });

  it('refuses a file made to harm', async () => {
    const zip = new (await import('jszip')).default();
    zip.file('xl/workbook.xml', '<workbook><sheets><sheet name="A" r:id="r"/></sheets></workbook>');
    zip.file(
      'xl/_rels/workbook.xml.rels',
      '<Relationships><Relationship Id="r" Type="a/worksheet" Target="a.xml"/></Relationships>',
    );
    zip.file('xl/a.xml', `<worksheet>${' '.repeat(50_000_000)}</worksheet>`);
    const refused = await upload(await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' }));
    expect(refused.status).toBe(413);
  });

  it('stops reading a file that is too large', async () => {
    const large = await upload(Buffer.alloc(20 * 1024 * 1024 + 1, 'a'), {}, 'a.csv');
    expect(large.status).toBe(413);
    expect(large.body).toContain('lớn hơn mức cho phép');
  });
});
