import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import JSZip from 'jszip';
import request from 'supertest';
import { Campaigns, Snapshots } from '#libs/campaigns';
import { ImportCourse } from '#libs/catalogue';
import { Grants, People, Sessions, type Role } from '#libs/identity';
import { Units } from '#libs/organisation';
import { JobRunner, UnitOfWork } from '#libs/platform';
import { knownCodes } from '../src/shell/messages/index.js';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

const PURPOSE = 'Báo cáo Ban Thường vụ tháng 11';

describe('files of the committee, without JavaScript', () => {
  let context: WebContext;
  let committee: Visitor;
  let session: string;
  let outsider: Visitor;
  let snapshotId: string;

  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportCourse).fromFolder('seed/courses/b-an-toan-thong-tin');
    const { province, commune, campaignId } = await makeCampaign();
    ({ visitor: committee, token: session } = await person('Lò Văn Páo', 'committee', [province]));
    ({ visitor: outsider } = await person('Vàng A Sử', 'committee', [commune]));
    const actor = (await context.get(Sessions).resolve(session, {}))!;
    const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    snapshotId = await context.get(Snapshots).freeze(actor, { campaignId, unitId: province, day, title: 'Tháng 11' });
  });
  afterAll(() => context.close());

  async function makeCampaign() {
    const [{ id: courseVersionId }] = await context.db.query('SELECT id FROM course_version');
    return context.get(UnitOfWork).run(async (tx) => {
      const make = (code: string, kind: string, name: string, parentId: string | null) =>
        context.get(Units).create(tx, { tree: 'territory', code, kind, name, parentId, validFrom: '2025-07-01' });
      const province = await make('12', 'province', 'Tỉnh Lai Châu', null);
      const commune = await make('03390', 'commune', 'Xã Bình Lư', province);
      const dates = { startsOn: '2025-10-01', endsOn: '2027-06-30' };
      const campaignId = await context.get(Campaigns).create(tx, { slug: 'dot-mot', name: 'Đợt một', ...dates });
      await context.get(Campaigns).require(tx, { campaignId, capacity: 'citizen', courseVersionId });
      return { province, commune, campaignId };
    });
  }

  async function person(fullName: string, role: Role, unitIds: string[]) {
    const token = await context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName, birthYear: 1980 });
      await context.get(Grants).grant(tx, { personId, role, unitIds, from: '2025-07-01', by: null });
      return (await context.get(Sessions).start(tx, personId, {}, 'test')).token;
    });
    const visitor = new Visitor(context.app, { hvs_session: token });
    return { visitor, token };
  }

  const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  const hidden = (html: string, name: string) => html.match(new RegExp(`name="${name}" value="([^"]*)"`))![1];
  async function ask(fields: Record<string, string>, options = {}) {
    await committee.get(`/bao-cao/chot/${snapshotId}`);
    const form = { format: 'docx', purpose: PURPOSE, clientKey: randomUUID(), ...fields };
    return committee.post(`/bao-cao/chot/${snapshotId}/tep`, form, options);
  }
  const build = () => context.get(JobRunner).drain();

  it('asks for a file, watches it and takes it', async () => {
    const answer = await ask({}, { follow: false });
    expect(answer.status).toBe(303);
    const path = answer.location!;
    const waiting = await committee.get(path);
    expect(waiting.body).toContain('<meta http-equiv="refresh" content="2">');
    expect(text(waiting.body)).toContain('DỰ THẢO');
    expect(waiting.body).toContain('<progress');
    const stopped = await committee.get(`${path}?tu-tai-lai=0`);
    expect(stopped.body).not.toContain('http-equiv="refresh"');
    expect((await committee.get(`${path}/tai`)).status).toBe(409);

    await context.db.query('UPDATE job SET progress_done = 2000, progress_total = 14000 WHERE done_at IS NULL');
    expect((await committee.get(path)).body).toContain('Đã ghi 2.000 trên 14.000 dòng');

    await build();
    const ready = await committee.get(path);
    expect(ready.body).not.toContain('http-equiv="refresh"');
    expect(text(ready.body)).toMatch(/Tệp đã xong, \d+ KB/);
    expect(text(ready.body)).toContain(PURPOSE);
    expect((await committee.get(`/bao-cao/chot/${snapshotId}`)).body).toContain(`href="${path}"`);
    const file = await request(context.app.getHttpServer())
      .get(`${path}/tai`)
      .set('cookie', `hvs_session=${session}`)
      .responseType('blob');
    expect(file.headers['content-type']).toContain('wordprocessingml');
    expect(file.headers['content-disposition']).toMatch(/attachment; filename="bao-cao-.+-du-thao\.docx"/);
    expect(Number(file.headers['content-length'])).toBe(file.body.length);
    const document = await JSZip.loadAsync(file.body);
    expect(await document.file('word/document.xml')!.async('string')).toContain('DỰ THẢO');
  });

  it('shows a refused form again with what was typed, and a key that can be used', async () => {
    const clientKey = randomUUID();
    const short = await ask({ purpose: 'abc', format: 'csv', clientKey });
    expect(short.status).toBe(422);
    expect(short.body).toContain('value="abc"');
    expect(short.body).toMatch(/<option value="csv" selected>/);
    expect(text(short.body)).toContain('Hãy ghi rõ dùng vào việc gì');
    expect(hidden(short.body, 'clientKey')).toBe(clientKey);
    const broken = await ask({ clientKey: 'x' });
    expect([broken.status, hidden(broken.body, 'clientKey')]).toEqual([422, expect.stringMatching(/^[\da-f-]{36}$/)]);
    await ask({ clientKey });
    const taken = await ask({ clientKey, format: 'csv' });
    expect(taken.status).toBe(409);
    expect(hidden(taken.body, 'clientKey')).not.toBe(clientKey);
    expect(text(taken.body)).toContain('đã được gửi với nội dung khác');
  });

  it('makes one file of a form sent twice', async () => {
    const clientKey = randomUUID();
    const [first, second] = [await ask({ clientKey }, { follow: false }), await ask({ clientKey }, { follow: false })];
    expect(second.location).toBe(first.location);
  });

  it('says when a file could not be made', async () => {
    const { location } = await ask({}, { follow: false });
    await context.db.query('UPDATE job SET failed_at = now() WHERE done_at IS NULL');
    const failed = await committee.get(location!);
    expect(text(failed.body)).toContain('Không tạo được tệp này');
    expect(failed.body).not.toContain('http-equiv="refresh"');
  });

  it('is closed to others', async () => {
    const { location } = await ask({}, { follow: false });
    for (const path of [location!, `${location}/tai`]) expect((await outsider.get(path)).status).toBe(403);
    expect((await committee.get(`/bao-cao/tep/${randomUUID()}`)).status).toBe(404);
  });

  it('sends the completions as a file, with a purpose only', async () => {
    const form = await committee.get('/bao-cao/luot-hoan-thanh');
    expect(form.status).toBe(200);
    const dates = { from: '2026-01-01', to: '2026-01-31' };
    const refused = await committee.post('/bao-cao/luot-hoan-thanh', { ...dates, purpose: '' });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('value="2026-01-31"');
    const turned = await committee.post('/bao-cao/luot-hoan-thanh', {
      from: '2026-02-01',
      to: '2026-01-31',
      purpose: PURPOSE,
    });
    expect([turned.status, text(turned.body)]).toEqual([422, expect.stringContaining('phải cùng ngày hoặc sau')]);
    const file = await committee.post('/bao-cao/luot-hoan-thanh', { ...dates, purpose: PURPOSE });
    expect(file.status).toBe(200);
    expect(file.headers['content-disposition']).toContain('hoan-thanh-2026-01-01-2026-01-31.csv');
    expect(file.body).toContain('Mã đơn vị;Đơn vị;Đối tượng');
  });

  it('has a sentence for every refusal', () => {
    const codes = ['invalid', 'unknown', 'format-unknown', 'key-taken', 'not-ready', 'file-gone'];
    const needed = [
      ...codes.map((code) => `report.${code}`),
      'completions.invalid',
      'purpose.required',
      'purpose.too-long',
      'completions.to-before-from',
      'day.invalid',
    ];
    expect(needed.filter((code) => !knownCodes().includes(code))).toEqual([]);
  });
});
