import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Grants, People, Sessions, type Role } from '#libs/identity';
import { ImportUnits, Units, type Tree } from '#libs/organisation';
import { UnitOfWork, localDay } from '#libs/platform';
import { Memberships } from '#libs/rosters';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

describe('the editor of the trees, without JavaScript', () => {
  let context: WebContext;
  let editor: Visitor;
  let session: string;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportUnits).territory('seed/units');
    await context.get(ImportUnits).bodies('seed/units');
    await context.get(ImportUnits).demoVillages();
    for (const [tree, code] of [
      ['territory', '12'],
      ['territory', '03390'],
      ['territory', '03390-1'],
      ['territory', '03390-2'],
      ['territory', '03394'],
      ['state', 'root'],
      ['state', 'ubnd-03390'],
    ] as [Tree, string][])
      ids[code] = (await context.get(Units).byCode(tree, code))!.id;
    const party = (await context.get(Units).byCode('party', 'root'))!.id;
    editor = await person('administrator', [ids['12'], ids.root, party]);
  });
  afterAll(() => context.close());

  async function person(role: Role, unitIds: string[]): Promise<Visitor> {
    const token = await context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName: 'Lò Văn Quản', birthYear: 1980 });
      await context.get(Grants).grant(tx, { personId, role, unitIds, from: '2025-07-01', by: null });
      return (await context.get(Sessions).start(tx, personId, {}, 'test')).token;
    });
    session ??= token;
    return new Visitor(context.app, { hvs_session: token });
  }

  const text = (html: string) =>
    html
      .replace(/<datalist.*?<\/datalist>/gs, ' ')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
  const page = async (path: string) => {
    const answer = await editor.get(path);
    expect(answer.status).toBe(200);
    return text(answer.body);
  };
  const unit = (code: string) => `/quan-tri/don-vi/${ids[code]}`;
  const about = (on = '2026-11-01') => ({ clientKey: randomUUID(), on, reason: 'Sắp xếp lại', document: '12/NQ' });

  it('shows a tree as of a day, opened where one looks', async () => {
    const whole = await page('/quan-tri/don-vi?ngay=2026-11-01');
    expect(whole).toContain('Tỉnh Lai Châu');
    expect(whole).toContain('Xã Bình Lư 03390 · 3 đơn vị');
    expect(whole).not.toContain('Bản 1 (Xã Bình Lư)');
    const opened = await editor.get(`/quan-tri/don-vi?ngay=2026-11-01&mo=${ids['03390']}`);
    expect(text(opened.body)).toContain('Bản 1 (Xã Bình Lư)');
    expect(opened.body).toContain('aria-label="Thu lại Xã Bình Lư"');
    expect(await page('/quan-tri/don-vi?ngay=2025-06-30')).toContain('chưa có đơn vị nào');
    expect(await page('/quan-tri/don-vi?he=dang')).toContain('Đảng bộ UBND tỉnh');
    expect(await page('/quan-tri/don-vi?tim=binh+lu')).toMatch(/UBND xã Bình Lư ubnd-03390/);
  });

  it('is for those who may edit units, in their scope', async () => {
    const manager = await person('unit_manager', [ids['12']]);
    expect((await manager.get('/quan-tri/don-vi')).status).toBe(403);
    const partial = await person('administrator', [ids['03394']]);
    expect((await partial.get(unit('03390'))).status).toBe(403);
    expect(text((await partial.get('/quan-tri/don-vi')).body)).not.toContain('Bình Lư');
    const refused = await partial.post(`${unit('03390')}/doi-ten`, { ...about(), name: 'X' });
    expect(refused.status).toBe(403);
  });

  it('shows of a commune its villages and the bodies of the other trees', async () => {
    const words = await page(unit('03390'));
    expect(words).toContain('Cơ quan và tổ chức đảng thuộc địa bàn này UBND xã Bình Lư');
    expect(words).toContain('Đảng ủy xã Bình Lư');
    expect(words).toContain('Đơn vị bên dưới (3)');
    expect(await page(unit('ubnd-03390'))).toContain('Thuộc địa bàn Xã Bình Lư');
    expect(await page(unit('12'))).toContain('UBND tỉnh Lai Châu');
  });

  it('adds and renames a unit, once, and tells both on its page', async () => {
    const form = { ...about(), name: 'Bản Mới', code: '03390-9', kind: 'village' };
    const added = await editor.post(`${unit('03390')}/them`, form);
    expect(text(added.body)).toContain('Đã thêm đơn vị. ');
    expect(text(added.body)).toContain('Thành lập từ ngày 01/11/2026. Sắp xếp lại Văn bản: 12/NQ.');
    expect((await editor.post(`${unit('03390')}/them`, form)).status).toBe(200);
    ids.moi = (await context.get(Units).byCode('territory', '03390-9'))!.id;
    const renamed = await editor.post(`${unit('moi')}/doi-ten`, { ...about('2026-11-05'), name: 'Bản Mới Hơn' });
    expect(text(renamed.body)).toMatch(/01\/11\/2026 05\/11\/2026 Bản Mới .*05\/11\/2026 đang xem nay Bản Mới Hơn/);
  });

  it('is told beside the field what is wrong, with what was typed kept', async () => {
    const taken = await editor.post(`${unit('03390')}/them`, {
      ...about(),
      name: 'Bản X',
      code: '03390-1',
      kind: 'village',
    });
    expect(taken.status).toBe(409);
    expect(taken.body).toMatch(/id="e-code">Mã đơn vị 03390-1 đã có rồi/);
    expect(taken.body).toContain('value="Bản X"');
    for (const [path, change, id, sentence] of [
      ['them', { name: 'B', code: 'a b', kind: 'village' }, 'code', 'Mã gồm chữ cái'],
      ['them', { name: 'B', code: 'x1', kind: 'department' }, 'kind', 'Bạn chọn loại đơn vị'],
      ['doi-ten', { name: 'B', reason: ' ' }, 'reason', 'Bạn ghi lý do'],
      ['doi-ten', { name: 'B', on: '2026-02-30' }, 'on', 'Ngày chưa đúng'],
      ['doi-ten', { name: 'B', on: '2024-02-01' }, 'on', 'Vào ngày này chưa có'],
      ['chuyen', { parentCode: 'khong-co' }, 'parentCode', 'không có đơn vị mang mã: khong-co'],
      ['chuyen', { parentCode: '03390-1' }, 'parentCode', 'nằm dưới chính đơn vị này'],
      ['dong', {}, 'on', 'Còn đơn vị bên dưới'],
      ['sap-nhap', { codes: '', step: 'xem-truoc' }, 'codes', 'Bạn ghi mã đơn vị'],
    ] as [string, Record<string, string>, string, string][]) {
      const answer = await editor.post(`${unit('03390')}/${path}`, { ...about(), ...change });
      expect([path, answer.status >= 409 && answer.status < 423]).toEqual([path, true]);
      expect(answer.body).toMatch(new RegExp(`id="e-${id}">[^<]*${sentence}`));
    }
  });

  it('previews a merger, does it once, and says what moved', async () => {
    const form = { ...about(), codes: '03390-2', step: 'xem-truoc' };
    const personId = await context.get(UnitOfWork).run(async (tx) => {
      const id = await context.get(People).create(tx, { fullName: 'Lò Thị Mai', birthYear: 1968 });
      await context.get(Memberships).add(tx, {
        personId: id,
        unitId: ids['03390-2'],
        capacity: 'citizen',
        source: 'roster',
        from: '2026-01-01',
      });
      return id;
    });
    await person('facilitator', [ids['03390-2']]);
    const preview = await editor.post(`${unit('03390-1')}/sap-nhap`, form);
    expect(preview.status).toBe(200);
    expect(text(preview.body)).toMatch(/Bản 2 \(Xã Bình Lư\) thôi hoạt động và nhập vào Bản 1/);
    expect(text(preview.body)).toContain('1 người (1 dòng danh sách)');
    expect(text(preview.body)).toContain('Lò Văn Quản: Báo cáo viên');
    const carry = preview.body.match(/name="carry" value="([^"]+)" checked/)![1];
    const on = async () => (await context.get(Memberships).of(personId, '2026-11-02'))[0].unitId;
    expect(await on()).toBe(ids['03390-2']);
    const hidden = Object.fromEntries(
      [...preview.body.split('Sửa lại rồi')[0].matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
        ([, name, value]) => [name, value],
      ),
    );
    expect(hidden).toMatchObject({ step: 'thuc-hien', clientKey: form.clientKey, codes: '03390-2' });
    const { _csrf, ...named } = hidden;
    const confirmed = { ...named, carry };
    const done = await editor.post(`${unit('03390-1')}/sap-nhap`, confirmed);
    expect(text(done.body)).toContain('Đã sáp nhập và giao lại các vai trò đã chọn.');
    expect(await on()).toBe(ids['03390-1']);
    expect(text((await editor.post(`${unit('03390-1')}/sap-nhap`, confirmed)).body)).toContain('Đã sáp nhập.');
    expect(await page(`${unit('03390-2')}?ngay=2026-11-20`)).toContain('Ngày 20/11/2026 không có đơn vị này');
  });

  it('opens again what was closed by mistake, and says first what comes back', async () => {
    expect((await editor.get(unit('03390-2'))).body).toContain(`href="${unit('03390-2')}/mo-lai"`);
    const told = await page(`${unit('03390-2')}/mo-lai`);
    expect(told).toContain('thôi hoạt động từ ngày 01/11/2026 và nhập vào Bản 1 (Xã Bình Lư)');
    expect(told).toContain('1 người và 0 đơn vị bên dưới của ngày cuối cùng');
    const form = { clientKey: randomUUID(), parentCode: '03390', takeBack: 'yes', reason: ' ', document: '' };
    const refused = await editor.post(`${unit('03390-2')}/mo-lai`, { ...form, takeBack: [] });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatch(/id="e-reason">Bạn ghi lý do/);
    expect(refused.body).not.toContain(' checked');
    const away = await editor.post(`${unit('03390-2')}/mo-lai`, { ...form, reason: 'Nhầm bản', parentCode: 'la' });
    expect(away.body).toMatch(/id="e-parentCode">Vào ngày đó không có đơn vị mang mã: la/);
    for (let times = 0; times < 2; times += 1) {
      const done = await editor.post(`${unit('03390-2')}/mo-lai`, { ...form, reason: 'Nhầm bản' });
      expect(text(done.body)).toContain('Đã mở lại đơn vị.');
      expect(text(done.body)).toContain('Người dân 1 người');
      expect(text(done.body)).toContain('từ ngày 01/11/2026. Nhầm bản');
    }
    expect((await editor.get(`${unit('03390-2')}/mo-lai`)).status).toBe(409);
  });

  it('splits a unit: previews, keeps the ticks, does it', async () => {
    const parts = {
      code1: '03399',
      name1: 'Xã Nhỏ',
      part1: ids['03390-1'],
      code2: '',
      name2: '',
      code3: '',
      name3: '',
    };
    const form = { ...about('2026-11-10'), ...parts, peoplePart: '', step: 'xem-truoc' };
    const preview = await editor.post(`${unit('03390')}/tach`, form);
    expect(preview.status).toBe(200);
    expect(text(preview.body)).toContain('1 đơn vị chuyển theo');
    expect(text(preview.body)).toContain('Phần 1');
    expect(preview.body).toContain('list="don-vi"');
    expect(preview.body).toMatch(new RegExp(`value="${ids['03390-1']}" checked`));
    const refused = await editor.post(`${unit('03390')}/tach`, { ...form, ends: 'yes' });
    expect(refused.body).toMatch(/id="e-peoplePart">Khi đơn vị thôi hoạt động/);
    expect(refused.body).toMatch(new RegExp(`value="${ids['03390-1']}" checked`));
    const done = await editor.post(`${unit('03390')}/tach`, { ...form, step: 'thuc-hien' });
    expect(text(done.body)).toContain('Đã chia tách.');
    const small = (await context.get(Units).byCode('territory', '03399'))!;
    expect((await context.get(Units).childrenOn(small.id, '2026-11-10')).map(({ id }) => id)).toEqual([ids['03390-1']]);
  });

  it('corrects a period and changes the commune of a body', async () => {
    const form = await editor.get(`${unit('moi')}/dinh-chinh?ngay=2026-11-05`);
    expect(form.body).toContain('name="name" type="text" maxlength="200" required value="Bản Mới Hơn"');
    const corrected = await editor.post(`${unit('moi')}/dinh-chinh`, {
      ...about('2026-11-05'),
      name: 'Bản Mới Nhất',
      parentCode: '03390',
      from: '2026-11-04',
    });
    expect(text(corrected.body)).toMatch(/04\/11\/2026 đang xem nay Bản Mới Nhất/);
    const linked = await editor.post(`${unit('ubnd-03390')}/dia-ban`, { ...about(), linkCode: '03394' });
    expect(text(linked.body)).toContain('Thuộc địa bàn Xã Sin Suối Hồ');
  });

  describe('and its files', () => {
    const upload = async (file: Buffer, fileName: string, change: Record<string, string> = {}) => {
      const { body } = await editor.get('/quan-tri/don-vi/nhap?he=dia-ban');
      const action = body.match(/action="(\/quan-tri\/don-vi\/nhap\?_csrf=[^"]+)"/)![1].replaceAll('&#x3D;', '=');
      let call = request(context.app.getHttpServer())
        .post(action)
        .redirects(0)
        .set('accept', 'text/html')
        .set('cookie', `hvs_session=${session}`);
      for (const [name, value] of Object.entries({ he: 'dia-ban', ...about(), ...change }))
        call = call.field(name, value);
      const { status, text: html, headers } = await call.attach('file', file, { filename: fileName });
      return { status, body: html, location: headers.location as string };
    };
    const HEAD = 'Mã đơn vị;Tên đơn vị;Loại;Mã đơn vị cấp trên\n';
    const binary = async (path: string) => {
      const answer = await request(context.app.getHttpServer())
        .get(path)
        .set('cookie', `hvs_session=${session}`)
        .buffer(true)
        .parse((response, done) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => done(null, Buffer.concat(parts)));
        });
      expect(answer.status).toBe(200);
      return answer.body as Buffer;
    };

    it('are looked at line by line, applied, and stand in the history', async () => {
      const staged = await upload(
        Buffer.from(`${HEAD}03394-9;Bản Nậm Cung;bản;03394\n;Không mã;bản;03394\n03394-1;Bản Chí Sáng;;\n`),
        'don-vi.csv',
      );
      expect(staged.status).toBe(303);
      const dryRun = await page(staged.location);
      expect(dryRun).toMatch(/Thêm 1 dòng Đổi 1 dòng Giữ nguyên 0 dòng Chưa nhận 1 dòng/);
      expect(dryRun).toMatch(/3 Không mã Thôn, bản, tổ dân phố 03394 Mã đơn vị: Chưa có mã/);
      const report = (await binary(`${staged.location}/ban-xem-truoc?dang=csv`)).toString();
      expect(report.split('\r\n').slice(1, 4)).toEqual([
        '2;Thêm;03394-9;Bản Nậm Cung;;;',
        '3;Chưa nhận;;Không mã;Mã đơn vị;;Chưa có mã.',
        '4;Đổi;03394-1;Bản Chí Sáng;Tên đơn vị;Bản Chí Sáng;Đổi tên.',
      ]);
      expect((await binary(`${staged.location}/ban-xem-truoc?dang=xlsx`)).subarray(0, 2).toString()).toBe('PK');
      const { body } = await editor.get(staged.location);
      const digest = body.match(/name="digest" value="([^"]+)"/)![1];
      const applied = await editor.post(`${staged.location}/ap-dung`, { digest });
      expect(text(applied.body)).toContain('Đã áp dụng tệp đơn vị.');
      const added = (await context.get(Units).byCode('territory', '03394-9'))!;
      expect(await page(`/quan-tri/don-vi/${added.id}`)).toContain('Nhập từ tệp từ ngày 01/11/2026. Sắp xếp lại');
      expect((await binary(`${staged.location}/dong-loi`)).subarray(0, 2).toString()).toBe('PK');
    });

    it('come back as workbook and CSV, and change nothing when they are sent again', async () => {
      for (const type of ['xlsx', 'csv']) {
        const file = await binary(`/quan-tri/don-vi/xuat?he=dia-ban&kieu=${type}`);
        const staged = await upload(file, `don-vi.${type}`, { on: localDay(new Date()) });
        expect(await page(staged.location)).toMatch(/Thêm 0 dòng Đổi 0 dòng Giữ nguyên 1\d\d dòng Chưa nhận 0 dòng/);
        const template = await binary(`/quan-tri/don-vi/nhap/mau?he=dang&kieu=${type}`);
        expect((await upload(template, `mau.${type}`, { he: 'dang' })).status).toBe(303);
      }
    });

    it('are refused beside the field, with what was typed kept', async () => {
      const refused = await upload(Buffer.from('a;b\n1;2\n'), 'x.csv', { document: 'QĐ 7' });
      expect(refused.status).toBe(422);
      expect(refused.body).toMatch(/id="e-file">Không thấy dòng tên cột/);
      expect(refused.body).toContain('value="QĐ 7"');
      expect((await upload(Buffer.from(''), 'x.csv')).body).toMatch(/id="e-file">Bạn chọn tệp/);
    });
  });
});
