import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { Grants, People, Sessions } from '#libs/identity';
import { Messages } from '#libs/notifications';
import { Units } from '#libs/organisation';
import { JobQueue, JobRunner, UnitOfWork } from '#libs/platform';
import { ReadRosters } from '#libs/rosters';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

/** Everything personal that the journey types, as typed and as it is kept. */
const PERSONAL = {
  name: 'Lò Thị Nhật Ký',
  phone: '0912 345 999',
  kept: '+84912345999',
  digits: '912345999',
  password: 'mật khẩu của tôi dài',
  personalNumber: '012068001234',
  listed: 'Giàng A Sổ Sách',
};

describe('the log of a full journey', () => {
  let context: WebContext;
  let commune: string;
  let manager: Visitor;
  let session: string;
  const lines: string[] = [];
  const restore: (() => void)[] = [];

  beforeAll(async () => {
    for (const stream of [process.stdout, process.stderr]) {
      const spy = jest.spyOn(stream, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0);
      restore.push(() => spy.mockRestore());
    }
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      const spy = jest
        .spyOn(console, method)
        .mockImplementation((...parts) => void lines.push(parts.map(String).join(' ')));
      restore.push(() => spy.mockRestore());
    }
    context = await createWebContext();
    session = await context.get(UnitOfWork).run(async (tx) => {
      commune = await context.get(Units).create(tx, {
        tree: 'territory',
        code: '03390',
        kind: 'commune',
        name: 'Xã Bình Lư',
        parentId: null,
        validFrom: '2025-07-01',
      });
      const personId = await context.get(People).create(tx, { fullName: 'Vàng Thị Dợ', birthYear: 1980 });
      await context
        .get(Grants)
        .grant(tx, { personId, role: 'unit_manager', unitIds: [commune], from: '2025-07-01', by: null });
      return (await context.get(Sessions).start(tx, personId, {}, 'jest')).token;
    });
    manager = new Visitor(context.app, { hvs_session: session });
  });
  afterAll(async () => {
    for (const undo of restore) undo();
    await context.close();
  });

  it('is made: sign-up, sign-in, a roster, a search, and what goes wrong on the way', async () => {
    const visitor = new Visitor(context.app);
    const form = {
      fullName: PERSONAL.name,
      phone: PERSONAL.phone,
      password: PERSONAL.password,
      birthYear: '1965',
      communeId: commune,
      consent: 'yes',
    };
    await visitor.get('/dang-ky');
    await visitor.post('/dang-ky', { ...form, birthYear: PERSONAL.name });
    await visitor.post('/dang-ky', { ...form, communeId: PERSONAL.personalNumber });
    const page = await visitor.post('/dang-ky', form);
    const requestId = page.body.match(/name="requestId" value="([^"]+)"/)![1];
    const code = (await context.get(Messages).inSink(1))[0].text.match(/\d{6}/)![0];
    await visitor.post('/dang-ky/ma', { requestId, code: 'x' });
    expect((await visitor.post('/dang-ky/ma', { requestId, code })).status).toBe(200);
    await visitor.post('/dang-xuat', {});
    await visitor.signIn(PERSONAL.phone, 'sai mật khẩu rồi');
    expect((await visitor.signIn(PERSONAL.phone, PERSONAL.password)).status).toBe(200);

    const csv = `Họ và tên;Ngày sinh;Số điện thoại;Số định danh\n${PERSONAL.listed};1975;${PERSONAL.phone};${PERSONAL.personalNumber}\n`;
    const { body } = await manager.get(`/don-vi/nhap-danh-sach?don-vi=${commune}`);
    const action = body.match(/action="(\/don-vi\/nhap-danh-sach\?_csrf=[^"]+)"/)![1].replaceAll('&#x3D;', '=');
    const fields = {
      clientKey: body.match(/name="clientKey" value="([^"]+)"/)![1],
      unitId: commune,
      capacity: 'citizen',
      effectiveOn: '2026-11-01',
      mode: 'update',
    };
    let upload = request(context.app.getHttpServer())
      .post(action)
      .redirects(0)
      .set('accept', 'text/html')
      .set('cookie', `hvs_session=${session}`);
    for (const [name, value] of Object.entries(fields)) upload = upload.field(name, value);
    const staged = await upload.attach('file', Buffer.from(csv), {
      filename: `${PERSONAL.listed}.csv`,
      contentType: 'text/csv',
    });
    expect(staged.status).toBe(303);
    await manager.get(staged.headers.location!);
    await manager.get(`/don-vi/${commune}?tim=${encodeURIComponent(PERSONAL.name)}`);
    await manager.get(`/don-vi/${encodeURIComponent(PERSONAL.name)}`);
    await manager.get(`/${encodeURIComponent(PERSONAL.name)}?so=${PERSONAL.digits}`);
    await request(context.app.getHttpServer())
      .post('/dang-nhap')
      .set('content-type', 'application/json')
      .send(`{"phone": ${PERSONAL.phone}`);
  }, 400_000);

  it('tells of faults of ours by their place', async () => {
    const broken = jest
      .spyOn(context.get(ReadRosters), 'list')
      .mockImplementation(() => context.db.query(`SELECT $1::int`, [PERSONAL.name]) as never);
    expect((await manager.get(`/don-vi/${commune}?tim=x`)).status).toBe(500);
    broken.mockImplementation(() => JSON.parse(PERSONAL.name));
    expect((await manager.get(`/don-vi/${commune}?tim=x`)).status).toBe(500);
    broken.mockRestore();
    expect(lines.join('\n')).toContain('22P02');
    expect(lines.join('\n')).toContain('GET /don-vi/:unitId');
  });

  it('tells of failed jobs without what they held', async () => {
    const id = await context
      .get(UnitOfWork)
      .run((tx) => context.get(JobQueue).enqueue(tx, 'report.build', { reportId: PERSONAL.name }, { maxAttempts: 1 }));
    await context.get(JobRunner).runById(id);
    const rows = await context.db.query('SELECT last_error FROM job WHERE last_error IS NOT NULL');
    expect(rows.length).toBeGreaterThan(0);
    lines.push(JSON.stringify(rows));
  });

  it('holds no name, phone, number or password of anybody', () => {
    const log = lines.join('\n');
    expect(log.length).toBeGreaterThan(100);
    for (const [what, value] of Object.entries(PERSONAL))
      for (const form of [value, encodeURIComponent(value), value.normalize('NFD'), value.replaceAll(' ', '')])
        expect({ what, found: log.includes(form) }).toEqual({ what, found: false });
  });
});
