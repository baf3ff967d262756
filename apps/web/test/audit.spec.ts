import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessLog, Grants, People, Sessions, type Actor, type Role } from '#libs/identity';
import { Units } from '#libs/organisation';
import { AuditLog, PublishAuditHead, SealAudit, UnitOfWork } from '#libs/platform';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

const ORIGIN = { ip: '10.9.8.7', port: 41_234 };
const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('the desk of the auditor', () => {
  let context: WebContext;
  let auditor: { visitor: Visitor; actor: Actor };
  let manager: { visitor: Visitor; actor: Actor };
  let learner: { visitor: Visitor; actor: Actor };

  beforeAll(async () => {
    context = await createWebContext();
    const unit = await context.get(UnitOfWork).run((tx) =>
      context.get(Units).create(tx, {
        tree: 'territory',
        code: '03390',
        kind: 'commune',
        name: 'Xã Bình Lư',
        parentId: null,
        validFrom: '2025-07-01',
      }),
    );
    auditor = await person('Bùi Thị Lan', 'auditor', unit);
    manager = await person('Vàng Thị Dợ', 'unit_manager', unit);
    learner = await person('Lò Thị Mai', null, unit);
    await context.get(UnitOfWork).run(async (tx) => {
      await context
        .get(AccessLog)
        .record(tx, manager.actor, learner.actor.personId, 'roster.party_member', 'Đôn đốc việc học');
      for (let n = 0; n < 60; n += 1)
        await context.get(AuditLog).append(tx, {
          actorId: manager.actor.personId,
          action: 'target.set',
          subjectType: 'unit',
          subjectId: unit,
          details: { goalPercent: n },
          origin: ORIGIN,
        });
    });
  });
  afterAll(() => context.close());

  async function person(fullName: string, role: Role | null, unitId: string) {
    const token = await context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName, birthYear: 1980 });
      if (role)
        await context.get(Grants).grant(tx, { personId, role, unitIds: [unitId], from: '2025-07-01', by: null });
      return (await context.get(Sessions).start(tx, personId, ORIGIN, 'test')).token;
    });
    const visitor = new Visitor(context.app, { hvs_session: token });
    return { visitor, actor: (await context.get(Sessions).resolve(token, ORIGIN))! };
  }

  it('reads what was done, by pages, and that reading is an entry', async () => {
    const first = await auditor.visitor.get('/kiem-tra?viec=target&ai=vang+thi');
    expect(first.status).toBe(200);
    expect(text(first.body)).toMatch(/Vàng Thị Dợ Đặt chỉ tiêu .* 10\.9\.8\.7:41234 goalPercent: \d+/);
    const rows = (html: string) => html.match(/goalPercent: \d+/g) ?? [];
    expect(rows(first.body)).toHaveLength(50);
    const next = first.body
      .match(/rel="next" href="([^"]+)"/)![1]
      .replaceAll('&amp;', '&')
      .replaceAll('&#x3D;', '=');
    const second = await auditor.visitor.get(next);
    expect(rows(second.body)).toHaveLength(10);
    expect(new Set([...rows(first.body), ...rows(second.body)]).size).toBe(60);
    const [{ count }] = await context.db.query(
      `SELECT count(*)::int FROM audit WHERE action = 'audit.read' AND actor_id = $1`,
      [auditor.actor.personId],
    );
    expect(count).toBe(2);
    expect(
      text((await auditor.visitor.get('/kiem-tra?viec=session.start&tu=2020-01-01&den=2020-01-02')).body),
    ).toContain('Không có mục nào khớp');
  });

  it('refuses days and cursors that make no sense', async () => {
    for (const query of ['tu=2026-02-30', 'tu=2026-03-02&den=2026-03-01', 'sau=x', 'tu=hom-nay'])
      expect((await auditor.visitor.get(`/kiem-tra?${query}`)).status).toBe(422);
  });

  it('names those looked at only for a purpose, and they see it', async () => {
    const plain = await auditor.visitor.get('/kiem-tra?nhat-ky=luot-xem');
    expect(plain.body).toContain(learner.actor.personId);
    expect(plain.body).not.toContain('Lò Thị Mai');
    const named = await auditor.visitor.get('/kiem-tra?nhat-ky=luot-xem&xem-ten=Theo+don+so+5');
    expect(named.body).toContain('Lò Thị Mai');
    expect((await auditor.visitor.get('/kiem-tra?nhat-ky=luot-xem&xem-ten=x')).status).toBe(422);
    const mine = text((await learner.visitor.get('/ca-nhan/ai-da-xem')).body);
    expect(mine).toMatch(/Xem tên trong nhật ký.*Người kiểm tra, Xã Bình Lư.*Mục đích: Theo don so 5/);
    expect(mine).toMatch(/Xem danh sách đơn vị.*Người phụ trách đơn vị, Xã Bình Lư.*Mục đích: Đôn đốc việc học/);
    expect(mine).not.toMatch(/Bùi Thị Lan|Vàng Thị Dợ/);
    expect(text((await manager.visitor.get('/ca-nhan/ai-da-xem')).body)).toContain('Chưa có ai khác xem');
  });

  it('exports for a purpose, which is logged before the first line', async () => {
    await auditor.visitor.get('/kiem-tra');
    const refused = await auditor.visitor.post('/kiem-tra/xuat', { 'nhat-ky': 'thao-tac', purpose: ' ' });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('Hãy ghi rõ dùng vào việc gì');
    const file = await auditor.visitor.post('/kiem-tra/xuat', {
      'nhat-ky': 'thao-tac',
      viec: 'target',
      purpose: 'Thanh tra quý IV',
    });
    expect(file.headers['content-type']).toContain('text/csv');
    expect(file.body.split('\r\n').filter((line) => line.includes('target.set'))).toHaveLength(60);
    const [entry] = await context.db.query(`SELECT purpose, details, ip FROM audit WHERE action = 'audit.export'`);
    expect(entry).toMatchObject({ purpose: 'Thanh tra quý IV', details: { log: 'audit', what: 'target' } });
    expect(entry.ip).toBeTruthy();
  });

  it('shows how far the chain is sealed, its heads, and whether it holds', async () => {
    await context.get(SealAudit).run();
    await context.get(PublishAuditHead).run();
    expect(text((await auditor.visitor.get('/kiem-tra/chuoi')).body)).toMatch(/Đã niêm phong \d+ mục/);
    expect(text((await auditor.visitor.post('/kiem-tra/chuoi', {})).body)).toContain('Chuỗi nguyên vẹn');
  });
});
