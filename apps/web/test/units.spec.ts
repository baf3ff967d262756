import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Grants, People, Sessions, type Role } from '#libs/identity';
import { ImportUnits, Units } from '#libs/organisation';
import { JobRunner, UnitOfWork } from '#libs/platform';
import { Memberships } from '#libs/rosters';
import { jobKindNames } from '../src/admin/job-kinds.js';
import { knownCodes } from '../src/shell/messages/index.js';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

const HEADINGS = 'Họ và tên;Ngày sinh;Số điện thoại;Mã đơn vị;Chức vụ;Email\n';
const CODES = /'((?:row|sheet|undo|import|change|add|keep|doubt|unit|membership|roster|capacity|person)\.[a-z-]+)'/g;

/** What Excel wrote before 2007, or writes for a password: as the list of such a file names what it holds. */
const oldContainer = (holds: string) =>
  Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.from(holds.padEnd(32, '\0'), 'utf16le')]);

describe('a unit manager without JavaScript', () => {
  let context: WebContext;
  let manager: Visitor;
  let session: string;
  let commune: string;
  let cell: string;

  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportUnits).territory('seed/units');
    await context.get(ImportUnits).bodies('seed/units');
    await context.get(ImportUnits).demoVillages();
    commune = (await context.get(Units).byCode('territory', '03390'))!.id;
    cell = (await context.get(Units).byCode('party', 'cb-so-noi-vu'))!.id;
    ({ visitor: manager, token: session } = await person('Vàng Thị Dợ', 'unit_manager', [commune, cell]));
  });
  afterAll(() => context.close());

  async function person(fullName: string, role: Role, unitIds: string[]) {
    const token = await context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName, birthYear: 1980 });
      await context.get(Grants).grant(tx, { personId, role, unitIds, from: '2026-01-01', by: null });
      return (await context.get(Sessions).start(tx, personId, {}, 'test')).token;
    });
    const visitor = new Visitor(context.app, { hvs_session: token });
    return { visitor, token };
  }

  const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  const form = (unitId = commune) => manager.get(`/don-vi/nhap-danh-sach?don-vi=${unitId}`);

  /** Sends the form with a file, as a browser does. */
  async function upload(csv: Buffer | string, change: Record<string, string> = {}) {
    const { body } = await form();
    const action = body.match(/action="(\/don-vi\/nhap-danh-sach\?_csrf=[^"]+)"/)![1].replaceAll('&#x3D;', '=');
    const key = body.match(/name="clientKey" value="([^"]+)"/)![1];
    const fields = {
      clientKey: key,
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
    const bytes = typeof csv === 'string' ? Buffer.from(csv) : csv;
    const response = await call.attach('file', bytes, { filename: 'danh sách.csv', contentType: 'text/csv' });
    return { status: response.status, body: response.text, location: response.headers.location as string };
  }

  it('sees own units, those below, and the way to a roster', async () => {
    const desk = await manager.get('/don-vi');
    expect(desk.status).toBe(200);
    expect(text(desk.body)).toContain('Xã Bình Lư');
    const unit = await manager.get(`/don-vi/${commune}`);
    expect(text(unit.body)).toMatch(/Đơn vị bên dưới \(3\)/);
    expect(unit.body).toContain(`/don-vi/nhap-danh-sach?don-vi&#x3D;${commune}`);
    const outside = (await context.get(Units).byCode('territory', '03394'))!.id;
    expect((await manager.get(`/don-vi/${outside}`)).status).toBe(403);
    expect((await manager.get('/don-vi/khong-co')).status).toBe(404);
  });

  it('reads what a file would do, applies it once, and finds the people by folded name', async () => {
    const staged = await upload(
      `${HEADINGS}Lò Thị Mai;02/09/1968;0912000001;03390-1;Trưởng bản;x\n<b>Đèo</b>;31/02/1970;12;;;\nGiàng A Ân;1980;;03394;;\n`,
    );
    expect(staged.status).toBe(303);
    const dryRun = await manager.get(staged.location);
    const words = text(dryRun.body);
    expect(words).toContain('Xem trước danh sách');
    expect(words).toMatch(/Sẽ thêm 1 dòng.*Sẽ đổi 0 dòng.*Giữ nguyên 0 dòng.*Chưa nhận 2 dòng/);
    expect(words).toContain('“Email”');
    expect(words).toMatch(
      /3 &lt;b&gt;Đèo&lt;\/b&gt; Họ và tên &lt;b&gt;Đèo&lt;\/b&gt; Họ và tên có số hoặc ký hiệu lạ/,
    );
    expect(words).toMatch(/Ngày sinh\/Năm sinh 31\/02\/1970 Không có ngày này trong lịch/);
    expect(words).toMatch(/Số điện thoại 12 Số điện thoại chưa đúng/);
    expect(words).toMatch(/4 Giàng A Ân Mã đơn vị 03394 Đơn vị này nằm ngoài phạm vi bạn phụ trách/);
    expect(words).toContain('Đã đọc 3 dòng.');
    expect(words).not.toMatch(/Đang mở tệp|Trang tự tải lại/);
    const added = await manager.get(`${staged.location}?xem=them`);
    expect(text(added.body)).toMatch(/2 Lò Thị Mai 02\/09\/1968 Bản 1/);

    await manager.post(`${staged.location}/ap-dung`, {});
    await context.get(JobRunner).drain();
    expect(text((await manager.get(staged.location)).body)).toContain('Đã áp dụng lúc');
    expect((await manager.post(`${staged.location}/ap-dung`, {})).status).toBe(200);
    const refused = await manager.post(`${staged.location}/bo`, {});
    expect(refused.status).toBe(409);
    expect(refused.body).toContain('không bỏ được nữa');

    const found = text((await manager.get(`/don-vi/${commune}?doi-tuong=citizen&tim=lo+thi`)).body);
    expect(found).toMatch(/1 người.*có tên khớp “lo thi”.*Lò Thị Mai 1968 Bản 1 \(Xã Bình Lư\) Trưởng bản/);
    expect(text((await manager.get(`/don-vi/${commune}?tim=vang`)).body)).toContain('Không có ai khớp');
  });

  it('asks what the columns are, each with its number', async () => {
    const { location } = await upload('Tên khách;Sinh vào\nTráng A Lử;1977\n');
    const { body } = await manager.get(`${location}/cot`);
    expect(text(body)).toMatch(/1 Tên khách T•+ A L•/);
    expect(body).toContain('aria-label="Cột 2, Sinh vào là gì"');
  });

  it('takes the bad rows away to mend them, safe to open', async () => {
    const { location } = await upload(`${HEADINGS}Mai;=cmd;;;;\n"Lò; Mai";1899;;;;\n`);
    const file = await manager.get(`${location}/dong-loi?dang=csv`);
    expect(file.headers['content-disposition']).toContain('dong-loi.csv');
    expect(file.body).toMatch(/^\ufeff?Họ và tên;Ngày sinh\/Năm sinh;Dòng trong tệp đã nhập;Lý do chưa nhận\r\n/);
    expect(file.body).toContain("Mai;'=cmd;2;");
  });

  it('is told why a file cannot be taken, with what was typed kept', async () => {
    for (const [csv, sentence] of [
      ['', 'Tệp này không có gì'],
      ['%PDF-1.7\n', 'không phải tệp bảng'],
      ['Họ và tên\n', 'chưa có người nào'],
      [Buffer.from('Hä vµ tªn;Ngµy sinh\nNguyÔn V¨n Hïng;1970', 'latin1'), 'bảng mã cũ TCVN3'],
      [oldContainer('Workbook'), 'Đây là tệp Excel kiểu cũ (.xls). '],
      [oldContainer('EncryptedPackage'), 'Tệp này có mật khẩu'],
      ['PK\x03\x04', 'Tệp Excel bị hỏng'],
    ] as const) {
      const answer = await upload(csv as string, { effectiveOn: '2026-10-05' });
      expect(answer.status).toBe(422);
      expect(answer.body).toContain(sentence);
      expect(answer.body).toContain('value="2026-10-05"');
      expect(answer.body).toContain('Nhập danh sách: Xã Bình Lư');
    }
    const wrong = await upload(`${HEADINGS}Mai;1980;;;;`, { capacity: 'official' });
    expect(text(wrong.body)).toContain('không lập danh sách của đối tượng đó');
  });

  it('may send a large file, but not one above 20 MB', async () => {
    const row = (n: number) =>
      `Lò Thị ${'abcdefghij'[n % 10]}${'klmnopqrst'[n % 7]} Hoa;19${40 + (n % 50)};09${10_000_000 + n};;${'x'.repeat(60)};`;
    const big = HEADINGS + Array.from({ length: 15_000 }, (_, n) => row(n)).join('\n');
    expect(Buffer.byteLength(big)).toBeGreaterThan(1_200_000);
    expect((await upload(big)).status).toBe(303);
    expect((await upload(Buffer.alloc(21 * 1024 * 1024, 'a'))).status).toBe(413);
  });

  it('makes one import of a form sent twice', async () => {
    const key = '01934b5e-2222-7000-8000-000000000001';
    const csv = `${HEADINGS}Tẩn Thị Hai;1980;;;;`;
    const [first, second] = [await upload(csv, { clientKey: key }), await upload(csv, { clientKey: key })];
    expect([first.location, second.location]).toEqual(Array(2).fill(`/don-vi/nhap-danh-sach/${key}`));
    expect((await manager.post(`${first.location}/bo`, {})).body).toContain('Chưa có gì thay đổi');
    expect(text((await manager.get(first.location)).body)).toContain('Tệp này đã bỏ');
  });

  it('says why before seeing who is in the Party', async () => {
    await list('Phàn Văn Tâm', cell, 'party_member', 1975);
    const asked = await manager.get(`/don-vi/${cell}`);
    expect(asked.body).toContain('Bạn xem để làm gì?');
    expect(asked.body).not.toContain('Phàn Văn Tâm');
    const seen = await manager.get(`/don-vi/${cell}?doi-tuong=party_member&muc-dich=doi-chieu`);
    expect(seen.body).toContain('Phàn Văn Tâm');
    const log = await context.db.query(`SELECT what, purpose FROM access_log WHERE what = 'roster.party_member'`);
    expect(log).toEqual([{ what: 'roster.party_member', purpose: 'Đối chiếu danh sách' }]);
    expect((await manager.get(`/don-vi/${cell}?muc-dich=to-mo`)).status).toBe(422);
  });

  it('takes a person off the roster', async () => {
    await list('Sùng A Chu', commune, 'citizen', 1990);
    const roster = (await manager.get(`/don-vi/${commune}?tim=sung`)).body;
    const path = roster.match(/\/don-vi\/thoi-ten\/[0-9a-f-]+/)![0];
    expect(text((await manager.get(path)).body)).toContain('Thôi tên Sùng A Chu khỏi danh sách');
    const wrong = await manager.post(path, { on: '2025-01-01' });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toContain('trước ngày người này có tên');
    const today = wrong.body.match(/name="on" type="date"/) ? new Date().toISOString().slice(0, 10) : '';
    expect((await manager.post(path, { on: today })).body).toContain('Đã thôi tên');
    expect(text((await manager.get(`/don-vi/${commune}?tim=sung`)).body)).toContain('Không có ai khớp');
  });

  it('decides about people who may be recorded twice', async () => {
    await list('Lý Mỹ Sao', commune, 'citizen', 1971);
    const { location } = await upload(`${HEADINGS}Lý Mỷ Sao;1971;;03390-2;;\n`);
    expect(text((await manager.get(`${location}?xem=them`)).body)).toContain('Người mới chờ xem lại');
    await manager.post(`${location}/ap-dung`, {});
    const [job] = await context.db.query(`SELECT id FROM job WHERE kind = 'roster.apply' AND done_at IS NULL`);
    await context.get(JobRunner).runById(job.id);
    const { body } = await manager.get(`/don-vi/${commune}/nghi-trung`);
    expect(text(body)).toMatch(/Lý Mỷ Sao.*Bản ghi sau Bản ghi trước/);
    const doubtId = body.match(/name="doubtId" value="([^"]+)"/)![1];
    const path = `/don-vi/${commune}/nghi-trung`;
    expect((await manager.post(path, { doubtId, ketLuan: 'hai-nguoi' })).body).toContain('Không có ai phải xem lại');
    expect((await manager.post(path, { doubtId, ketLuan: 'mot-nguoi' })).status).toBe(409);
  });

  async function list(fullName: string, unitId: string, capacity: string, birthYear: number) {
    await context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName, birthYear });
      await context.get(Memberships).add(tx, { personId, unitId, capacity, source: 'roster', from: '2026-01-01' });
    });
  }

  it('has a sentence for every code that units and rosters use', () => {
    const codes = new Set<string>();
    for (const folder of ['libs/organisation', 'libs/rosters', 'libs/platform/sheets']) {
      for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
        (name) => name.endsWith('.ts') && !name.includes('.spec.'),
      )) {
        const source = readFileSync(`${folder}/${file}`, 'utf8');
        for (const [, code] of source.matchAll(CODES)) codes.add(code);
      }
    }
    // Actions, permissions and kinds of jobs: nobody reads them as sentences.
    for (const action of [
      ...Object.keys(jobKindNames),
      'person.merge',
      'person.unmerge',
      'person.unmask',
      'person.view',
      'membership.transfer',
      'unit.merge',
      'membership.end',
      'membership.correct',
      'membership.remove',
      'doubt.different',
      'doubt.compare',
      'person.search',
      'roster.export',
      'roster.import',
      'roster.leave',
      'roster.view',
      'unit.edit',
    ])
      codes.delete(action);
    expect(codes.size).toBeGreaterThan(60);
    expect([...codes].filter((code) => !knownCodes().includes(code))).toEqual([]);
  });
});
