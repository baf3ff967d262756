import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Campaigns, Targets } from '#libs/campaigns';
import { ImportCourse } from '#libs/catalogue';
import { Grants, People, Sessions, type Role } from '#libs/identity';
import { Completions } from '#libs/learning';
import { Units } from '#libs/organisation';
import { Clock, UnitOfWork, addDays } from '#libs/platform';
import { Memberships } from '#libs/rosters';
import { knownCodes } from '../src/shell/messages/index.js';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

const SINCE = '2025-07-01';

describe("the committee's desk and the public board, without JavaScript", () => {
  let context: WebContext;
  let committee: Visitor;
  let second: Visitor;
  let province: string;
  let commune: string;
  let small: string;
  let department: string;
  let today: string;

  beforeAll(async () => {
    context = await createWebContext();
    today = context.get(Clock).today();
    await context.get(ImportCourse).fromFolder('seed/courses/b-an-toan-thong-tin');
    await makeUnits();
    await makeCampaign();
    committee = await visitor('Lê Thị Thanh', 'committee', [province]);
    second = await visitor('Đèo Văn Long', 'committee', [province]);
  });
  afterAll(() => context.close());

  async function makeUnits() {
    await context.get(UnitOfWork).run(async (tx) => {
      const make = (tree: 'territory' | 'state', code: string, kind: string, name: string, parentId: string | null) =>
        context.get(Units).create(tx, { tree, code, kind, name, parentId, validFrom: SINCE });
      province = await make('territory', '12', 'province', 'Tỉnh Lai Châu', null);
      commune = await make('territory', '03390', 'commune', 'Xã Bình Lư', province);
      small = await make('territory', '03394', 'commune', 'Xã Sin Suối Hồ', province);
      department = await make('state', 'so-noi-vu', 'department', 'Sở Nội vụ', null);
    });
  }

  /** 61 people in one commune of whom 33 have completed everything, three in the other. */
  async function makeCampaign() {
    const [{ id: courseVersionId }] = await context.db.query('SELECT id FROM course_version');
    const modules = await context.db.query(
      'SELECT m.module_id AS id, v.id AS "versionId" FROM course_version_module m JOIN module_version v ON v.module_id = m.module_id',
    );
    await context.get(UnitOfWork).run(async (tx) => {
      const dates = { startsOn: '2025-10-01', endsOn: '2027-06-30' };
      const campaignId = await context.get(Campaigns).create(tx, { slug: 'dot-mot', name: 'Đợt một', ...dates });
      await context.get(Campaigns).require(tx, { campaignId, capacity: 'citizen', courseVersionId });
      for (const unitId of [commune, province]) {
        const target = {
          campaignId,
          unitId,
          line: 'all',
          denominator: 'roster' as const,
          goalPercent: 80,
          dueOn: '2027-06-30',
        };
        await context.get(Targets).put(tx, target, null);
      }
      for (let n = 0; n < 64; n += 1) {
        const personId = await context.get(People).create(tx, { fullName: 'Lò Thị Mai', birthYear: 1960 });
        const place = {
          personId,
          unitId: n < 61 ? commune : small,
          capacity: 'citizen',
          source: 'roster' as const,
          from: SINCE,
        };
        await context.get(Memberships).add(tx, place);
        if (n >= 33) continue;
        for (const { id, versionId } of modules) {
          await context
            .get(Completions)
            .record(tx, { personId, moduleId: id, moduleVersionId: versionId, source: 'group' });
        }
      }
    });
  }

  async function visitor(fullName: string, role: Role, unitIds: string[]) {
    const token = await context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName, birthYear: 1980 });
      await context.get(Grants).grant(tx, { personId, role, unitIds, from: SINCE, by: null });
      return (await context.get(Sessions).start(tx, personId, {}, 'test')).token;
    });
    return new Visitor(context.app, { hvs_session: token });
  }

  const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  const freeze = async (fields: Record<string, string>, options = {}) => {
    await committee.get('/bao-cao');
    const form = { unitId: province, day: today, title: 'Báo cáo tháng 11', clientKey: randomUUID(), ...fields };
    return committee.post('/bao-cao/chot', form, options);
  };

  it('shows the unit, its lines, and the units below, down to where there is nothing', async () => {
    const desk = text((await committee.get('/bao-cao')).body);
    expect(desk).toContain('Tỉnh Lai Châu');
    expect(desk).toContain('33 người hoàn thành qua buổi học cộng đồng');
    expect(desk).toMatch(/Tất cả 64 31 0 33 51,6% 80%/);
    const below = await committee.get(`/bao-cao?don-vi=${commune}`);
    expect(below.status).toBe(200);
    expect(text(below.body)).toMatch(/Tất cả 61 28 0 33 54,1% 80%/);
    expect(below.body).toContain(`/bao-cao?don-vi&#x3D;${province}`);
  });

  it('puts the units below in order of their rate when asked, those without one last and without a rank', async () => {
    const listed = text((await committee.get('/bao-cao')).body);
    expect(listed).toMatch(/Xã Bình Lư 61 0 33 54,1% Xã Sin Suối Hồ 3 0 0 chưa có chỉ tiêu/);
    expect(listed).not.toContain('Hạng');
    const byRate = await committee.get('/bao-cao?xep=ty-le');
    expect(text(byRate.body)).toMatch(
      /Hạng Đơn vị .* 1 Xã Bình Lư 61 0 33 54,1% Xã Sin Suối Hồ 3 0 0 chưa có chỉ tiêu/,
    );
    expect(byRate.body).toContain('doi-tuong&#x3D;citizen&amp;xep&#x3D;ty-le');
  });

  it('shows any day, as far as it has come', async () => {
    const yesterday = await committee.get(`/bao-cao?don-vi=${commune}&ngay=${addDays(today, -1)}`);
    expect(text(yesterday.body)).toMatch(/Tất cả 61 61 0 0 0,0%/);
    for (const [day, sentence] of [
      [addDays(today, 1), 'Chưa'],
      ['2026-02-30', 'Ngày chưa đúng'],
      ['2019-05-01', 'đơn vị chưa có'],
    ] as const) {
      const refused = await committee.get(`/bao-cao?don-vi=${commune}&ngay=${day}`);
      expect(refused.status).toBe(422);
      expect(refused.body).toMatch(new RegExp(`id="e-ngay">[^<]*${sentence}`));
      expect(refused.body).toContain(`name="ngay" type="date" value="${day}"`);
      expect(refused.body).toMatch(/id="e-day"><\/p>/);
    }
  });

  it('stays within the scope, and knows what is no unit', async () => {
    expect((await committee.get(`/bao-cao?don-vi=${department}`)).status).toBe(403);
    for (const odd of ['x', randomUUID().slice(1), "'", `${commune}&don-vi=${province}`]) {
      expect([400, 404, 422]).toContain((await committee.get(`/bao-cao?don-vi=${odd}`)).status);
    }
    const manager = await visitor('Vàng Thị Dợ', 'unit_manager', [commune]);
    const desk = await manager.get('/bao-cao');
    expect(text(desk.body)).toContain('Xã Bình Lư');
    expect(desk.body).not.toContain('action="/bao-cao/chot"');
    const refused = await manager.post('/bao-cao/chot', {
      unitId: commune,
      day: today,
      title: 'Thử chốt',
      clientKey: randomUUID(),
    });
    expect(refused.status).toBe(403);
  });

  it('freezes once however often the form is sent, and a second person signs', async () => {
    const clientKey = randomUUID();
    const first = await freeze({ clientKey }, { follow: false });
    expect(first.location).toMatch(`/bao-cao/chot/${clientKey}`);
    expect((await freeze({ clientKey }, { follow: false })).location).toBe(first.location);
    const path = `/bao-cao/chot/${clientKey}`;
    const own = await committee.get(path);
    expect(text(own.body)).toContain('Bạn là người chốt nên người khác phải ký.');
    const sha256 = text(own.body).match(/[0-9a-f]{64}/)![0];
    expect((await committee.post(`${path}/chu-ky`, { sha256 })).status).toBe(403);
    await second.get(path);
    expect((await second.post(`${path}/chu-ky`, { sha256: 'f'.repeat(64) })).status).toBe(409);
    expect(text((await second.post(`${path}/chu-ky`, { sha256 })).body)).toContain('Đã ký xác nhận bởi Đèo Văn Long');
    expect(text((await committee.get(`${path}/doi-chieu`)).body)).toContain('đúng số liệu đã chốt');
    expect(text((await committee.get('/bao-cao')).body)).toContain('đã ký xác nhận');
  });

  it('says beside the field what is wrong with a freeze, and keeps what was typed', async () => {
    const future = await freeze({ day: addDays(today, 1), title: 'Báo cáo năm' });
    expect(future.status).toBe(422);
    expect(future.body).toContain('value="Báo cáo năm"');
    expect(text(future.body)).toContain('Chưa có số liệu của ngày này.');
    for (const day of ['2026-02-30', '2019-05-01']) {
      const none = await freeze({ day, title: 'Báo cáo năm' });
      expect(none.status).toBe(422);
      expect(none.body).toContain('value="Báo cáo năm"');
      expect(none.body).toMatch(/id="e-day">[^<]+<\/p>/);
    }
    const untitled = await freeze({ title: '' });
    expect(untitled.status).toBe(422);
    expect(text(untitled.body)).toContain('Hãy đặt tên từ 3 đến 200 ký tự.');
  });

  it('shows everybody the coarsened board, without the small commune', async () => {
    const board = await new Visitor(context.app).get('/chien-dich/dot-mot');
    expect(board.status).toBe(200);
    const words = text(board.body);
    expect(words).toMatch(/Xã Bình Lư 60 30 50,0%/);
    expect(words).not.toContain('Sin Suối Hồ');
    // The clock may say 10:33.
    expect(words.replace(/\d+:\d+/, '')).not.toMatch(/\b(33|61|64)\b/);
    expect((await new Visitor(context.app).get('/chien-dich/khong-co')).status).toBe(404);
  });

  it('has a sentence for every refusal', () => {
    const codes = readdirSync('libs/campaigns')
      .filter((file) => file.endsWith('.service.ts') || file === 'settle.ts')
      .flatMap(
        (file) =>
          readFileSync(`libs/campaigns/${file}`, 'utf8').match(
            /'(?:snapshot|campaign|target|requirement|day)\.[a-z-]+'/g,
          ) ?? [],
      )
      .map((code) => code.slice(1, -1))
      .filter((code) => !['snapshot.create', 'snapshot.sign', 'target.set', 'campaign.remind'].includes(code));
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !knownCodes().includes(code))).toEqual([]);
  });
});
