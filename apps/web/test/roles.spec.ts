import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Grants, OpenReviews, PERMISSIONS, People, Sessions, type Role } from '#libs/identity';
import { ChangeUnit, Units } from '#libs/organisation';
import { UnitOfWork, newId } from '#libs/platform';
import { Memberships } from '#libs/rosters';
import { roleDescriptions } from '../src/roles/role-list.js';
import { knownCodes } from '../src/shell/messages/index.js';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

describe('the page of roles', () => {
  let context: WebContext;
  let province: string;
  let commune: string;
  let other: string;
  const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

  beforeAll(async () => {
    context = await createWebContext();
    await context.get(UnitOfWork).run(async (tx) => {
      const make = (code: string, name: string, parentId: string | null) =>
        context
          .get(Units)
          .create(tx, { tree: 'territory', code, kind: 'commune', name, parentId, validFrom: '2025-07-01' });
      province = await make('12', 'Tỉnh Lai Châu', null);
      commune = await make('03390', 'Xã Bình Lư', province);
      other = await make('03394', 'Xã Tả Lèng', province);
    });
  });
  afterAll(() => context.close());

  async function person(fullName: string, grants: [Role, string[]][] = [], phone?: string) {
    return context.get(UnitOfWork).run(async (tx) => {
      const personId = await context
        .get(People)
        .create(tx, { fullName, birthYear: 1980, phone, phoneVerified: phone !== undefined });
      for (const [role, unitIds] of grants)
        await context.get(Grants).grant(tx, { personId, role, unitIds, from: '2025-07-01', by: null });
      const { token } = await context.get(Sessions).start(tx, personId, {}, 'test');
      const visitor = new Visitor(context.app, { hvs_session: token });
      return { personId, visitor };
    });
  }

  it('has a sentence for every permission that a guard can ask for', () => {
    const missing = Object.keys(PERMISSIONS).filter((permission) => !knownCodes().includes(`permission.${permission}`));
    expect(missing).toEqual([]);
  });

  it('describes each role by what the guards read', () => {
    const learner = roleDescriptions().find(({ role }) => role === 'learner')!;
    expect(learner.givers).toEqual([]);
    const committee = roleDescriptions().find(({ role }) => role === 'committee')!;
    expect(committee).toMatchObject({ givers: ['Quản trị viên'], twoPeople: true });
    expect(committee.sentences).toContain('Chốt số liệu.');
  });

  it('leads a unit manager, without JavaScript, from a name to a role given', async () => {
    const { visitor, personId } = await person('Vàng Thị Dợ', [['unit_manager', [commune]]]);
    const helper = await person('Giàng A Páo');
    const hidden = await person('Giàng A Páo Khác');
    await context.get(UnitOfWork).run(async (tx) => {
      const listed = { capacity: 'citizen', source: 'roster' as const, from: '2026-01-01' };
      await context.get(Memberships).add(tx, { ...listed, personId: helper.personId, unitId: commune });
      await context.get(Memberships).add(tx, { ...listed, personId: hidden.personId, unitId: other });
    });
    expect((await visitor.get('/quan-tri/vai-tro/giao?tim=gi')).body).toContain('Bạn gõ ít nhất ba chữ cái');
    const found = await visitor.get('/quan-tri/vai-tro/giao?tim=giang+a');
    expect(text(found.body)).toMatch(/Giàng A Páo , sinh năm 1980 Xã Bình Lư/);
    expect(found.body).not.toContain('Páo Khác');
    const where = await visitor.get(
      found.body.match(/href="(\/quan-tri\/vai-tro\/giao\?nguoi[^"]+)"/)![1].replaceAll('&#x3D;', '='),
    );
    expect(text(where.body)).toContain('Giàng A Páo giữ vai trò ở đâu?');
    const ref = where.body.match(/name="nguoi" value="([^"]+)"/)![1].replaceAll('&#x3D;', '=');
    expect((await visitor.get(`/quan-tri/vai-tro/giao?nguoi=${helper.personId}`)).status).toBe(404);
    expect((await visitor.get(`/quan-tri/vai-tro/giao?nguoi=${ref}&tim-don-vi=ta+leng`)).body).toContain(
      'Không có đơn vị nào khác',
    );
    const form = await visitor.get(
      `/quan-tri/vai-tro/giao?nguoi=${ref}&don-vi=${commune}&don-vi=${other}&buoc=vai-tro`,
    );
    expect(text(form.body)).toContain('Ở Xã Bình Lư (địa bàn) và các đơn vị bên dưới');
    expect(form.body).not.toContain('value="unit_manager"');
    const clientKey = form.body.match(/name="clientKey" value="([^"]+)"/)![1];
    const from = form.body.match(/name="from" type="date"[^>]* value="([^"]+)"/)![1];
    const fields = {
      clientKey,
      person: ref,
      unitIds: commune,
      role: 'facilitator',
      from,
      to: '',
      reason: 'Quyết định 12',
    };
    const refused = await visitor.post('/quan-tri/vai-tro/giao', { ...fields, reason: 'x' });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('Bạn ghi lý do');
    const outside = await visitor.post('/quan-tri/vai-tro/giao', { ...fields, unitIds: [commune, other] });
    expect(outside.status).toBe(403);
    const given = await visitor.post('/quan-tri/vai-tro/giao', fields);
    expect(text(given.body)).toMatch(/Đã giao vai trò\..*Giàng A Páo Báo cáo viên Xã Bình Lư/);

    const end = given.body.match(/\/quan-tri\/vai-tro\/[0-9a-f-]{36}\/thoi-giao(?=" aria-label="Thôi giao Báo)/)![0];
    expect((await visitor.post(end, { reason: '' })).status).toBe(422);
    expect(text((await visitor.post(end, { reason: 'Chuyển công tác' })).body)).toContain('Đã thôi giao');
    const looks = await context.db.query(
      'SELECT DISTINCT what FROM access_log WHERE actor_id = $1 AND subject_id = $2',
      [personId, helper.personId],
    );
    expect(looks.map(({ what }: { what: string }) => what).sort()).toEqual(['person.search', 'role.list']);
  });

  it('lets a second administrator confirm what the first proposed', async () => {
    const first = await person('Hoàng Minh Một', [['administrator', [province]]]);
    const second = await person('Hoàng Minh Hai', [['administrator', [province]]]);
    await person('Lê Thị Thanh', [], '+84912999888');
    const found = await first.visitor.get('/quan-tri/vai-tro/giao?tim=0912999888');
    const ref = found.body.match(/\?nguoi(?:=|&#x3D;)([^"]+)"/)![1];
    const form = await first.visitor.get(`/quan-tri/vai-tro/giao?nguoi=${ref}&don-vi=${province}&buoc=vai-tro`);
    expect(form.body).toContain('Cấp ủy (cần người thứ hai xác nhận)');
    const from = form.body.match(/name="from" type="date"[^>]* value="([^"]+)"/)![1];
    const given = await first.visitor.post('/quan-tri/vai-tro/giao', {
      clientKey: newId(),
      person: ref,
      unitIds: province,
      role: 'committee',
      from,
      reason: 'Nghị quyết 05',
    });
    expect(text(given.body)).toMatch(/cần người thứ hai xác nhận\. .*Bạn đề xuất/);
    const path = (await second.visitor.get('/quan-tri/vai-tro')).body.match(
      /\/quan-tri\/vai-tro\/de-xuat\/[0-9a-f-]+/,
    )![0];
    expect((await first.visitor.post(`${path}/xac-nhan`, {})).status).toBe(403);
    expect(text((await second.visitor.post(`${path}/xac-nhan`, {})).body)).toContain(
      'Đã xác nhận. Vai trò có hiệu lực.',
    );
    expect((await second.visitor.post(`${path}/khep`, { reason: 'đổi ý mất rồi' })).status).toBe(409);
  });

  it('shows a role whose unit is no more, to be ended', async () => {
    const { visitor } = await person('Quản Trị Bản Cũ', [['administrator', [commune]]]);
    const old = await context.get(UnitOfWork).run(async (tx) => {
      const unit = { tree: 'territory' as const, code: newId(), kind: 'village', name: 'Bản Cũ', parentId: commune };
      const id = await context.get(Units).create(tx, { ...unit, validFrom: '2025-07-01' });
      await context.get(ChangeUnit).close(tx, id, '2026-02-01');
      return id;
    });
    await person('Lò Thị Cũ', [['facilitator', [old]]]);
    const list = await visitor.get('/quan-tri/vai-tro?tim=lo+thi+cu');
    expect(text(list.body)).toMatch(/Lò Thị Cũ Báo cáo viên Bản Cũ không còn từ 01\/02\/2026/);
    const end = list.body.match(/\/quan-tri\/vai-tro\/[0-9a-f-]{36}\/thoi-giao/)![0];
    expect(text((await visitor.get(end)).body)).toContain('Báo cáo viên ở Bản Cũ không còn từ');
    expect(text((await visitor.post(end, { reason: 'Bản đã sáp nhập' })).body)).toContain('Đã thôi giao');
  });

  it('keeps the only administrator who can sign in, and what was typed', async () => {
    const { visitor, personId } = await person('Quản Trị Duy Nhất', [['administrator', [province]]]);
    const [{ id }] = await context.db.query('SELECT id FROM role_grant WHERE person_id = $1', [personId]);
    const end = `/quan-tri/vai-tro/${id}/thoi-giao`;
    expect((await visitor.get(end)).status).toBe(200);
    const refused = await visitor.post(end, { reason: 'Tôi nghỉ hưu' });
    expect(refused.status).toBe(409);
    expect(text(refused.body)).toContain('không còn quản trị viên nào đăng nhập được cho Tỉnh Lai Châu');
    expect(refused.body).toContain('value="Tôi nghỉ hưu"');
    expect((await visitor.get('/quan-tri/vai-tro')).status).toBe(200);
  });

  it('reminds of the review of roles until each has been kept or ended', async () => {
    const first = await person('Quản Trị Rà Soát', [['administrator', [commune]]]);
    const held = await person('Người Giữ Vai Trò', [['facilitator', [commune]]]);
    await context.get(OpenReviews).run();
    for (const path of ['/quan-tri/vai-tro', '/quan-tri/cong-viec'])
      expect((await first.visitor.get(path)).body).toContain('Có đợt rà soát quyền đang chờ bạn');
    const list = await first.visitor.get('/quan-tri/ra-soat-quyen');
    const path = list.body.match(/\/quan-tri\/ra-soat-quyen\/[0-9a-f-]{36}/)![0];
    const review = await first.visitor.get(path);
    expect(text(review.body)).toMatch(/Người Giữ Vai Trò : Báo cáo viên, ở Xã Bình Lư.*Đăng nhập gần nhất/);
    const [{ id }] = await context.db.query('SELECT id FROM role_grant WHERE person_id = $1', [held.personId]);
    const refused = await first.visitor.post(`${path}/vai-tro/${id}`, { decision: 'end' });
    expect(refused.status).toBe(422);
    const ended = await first.visitor.post(`${path}/vai-tro/${id}`, { decision: 'end', reason: 'Không còn làm nữa' });
    expect(text(ended.body)).toMatch(/Người Giữ Vai Trò Báo cáo viên thôi \(Không còn làm nữa\) Quản Trị Rà Soát/);
    expect((await held.visitor.get('/ca-nhan')).status).toBe(303);
  });

  it('has a sentence for every code that roles use', async () => {
    const { readFileSync, readdirSync } = await import('node:fs');
    const files = readdirSync('libs/identity').filter(
      (name) => /grant|person-refs/.test(name) && !name.includes('.spec.'),
    );
    files.push('access-review/access-reviews.service.ts');
    const sources = files.map((name) => readFileSync(`libs/identity/${name}`, 'utf8')).join('\n');
    const codes = new Set([...sources.matchAll(/'((?:grant|person|review)\.[a-z-]+)'/g)].map(([, code]) => code));
    codes.delete('person.search');
    expect(codes.size).toBeGreaterThan(10);
    expect([...codes].filter((code) => !knownCodes().includes(code))).toEqual([]);
  });
});
