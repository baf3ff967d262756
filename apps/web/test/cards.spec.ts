import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Consents, Grants, People, Sessions, type Role } from '#libs/identity';
import { Units } from '#libs/organisation';
import { KeyRing, UnitOfWork } from '#libs/platform';
import { Memberships } from '#libs/rosters';
import { Visitor } from './browserless.js';
import { createWebContext, type WebContext } from './web-context.js';

let web: WebContext;
let communeId: string;
let otherCommuneId: string;
beforeAll(async () => {
  web = await createWebContext();
  await web.get(UnitOfWork).run(async (tx) => {
    const units = web.get(Units);
    const place = { tree: 'territory' as const, validFrom: '2025-07-01' };
    const parentId = await units.create(tx, {
      ...place,
      code: '12',
      kind: 'province',
      name: 'Tỉnh Lai Châu',
      parentId: null,
    });
    const commune = { ...place, kind: 'commune', parentId };
    communeId = await units.create(tx, { ...commune, code: '03388', name: 'Xã Sin Suối Hồ' });
    otherCommuneId = await units.create(tx, { ...commune, code: '03390', name: 'Xã Dào San' });
  });
});
afterAll(() => web.close());

const run = <T>(work: Parameters<UnitOfWork['run']>[0]) => web.get(UnitOfWork).run(work) as Promise<T>;
async function staff(role: Role, unitIds: string[]) {
  const personId = await run<string>((tx) => web.get(People).create(tx, { fullName: 'Cán bộ', birthYear: 1990 }));
  await run((tx) => web.get(Grants).grant(tx, { personId, role, unitIds, from: '2020-01-01', by: null }));
  const { token } = await run<{ token: string }>((tx) => web.get(Sessions).start(tx, personId, {}, 'test'));
  return { personId, visitor: withSession(token) };
}
function withSession(token: string): Visitor {
  return new Visitor(web.app, { hvs_session: token });
}
const nameShown = async (visitor: Visitor) =>
  /class="me-name">([^<]*)</.exec((await visitor.get('/xac-minh')).body)?.[1] ?? null;

const FORM = { fullName: 'Sùng Thị Mỷ', birthYear: '1952', consent: 'yes' };
async function makeCard(visitor: Visitor, form: Record<string, string> = {}) {
  await visitor.get('/buoi-hoc/the/moi');
  const made = await visitor.post('/buoi-hoc/the/moi', { unitId: communeId, ...FORM, ...form }, { follow: false });
  const path = made.location!.split('?')[0]!;
  return { path, ...(await printed(visitor, path)) };
}
/** What the paper says. */
async function printed(visitor: Visitor, path: string) {
  const { body } = await visitor.get(path);
  const pin = /paper-card-pin">([\d ]+)</.exec(body)?.[1] ?? null;
  return { body, pin };
}
/** Where its QR code leads. */
async function doorOf(path: string): Promise<string> {
  const [row] = await web.db.query('SELECT secret_cipher AS cipher FROM assisted_card WHERE id = $1', [
    path.split('/').at(-1),
  ]);
  return `/the/${JSON.parse(web.get(KeyRing).decrypt(row.cipher, 'assisted_card.secret')).token}`;
}

describe('a card for someone without a phone', () => {
  it('is made once the consent was read out, and lets them in with its PIN on any phone', async () => {
    const { personId, visitor } = await staff('facilitator', [communeId]);
    await visitor.get('/buoi-hoc/the/moi');
    const refused = await visitor.post('/buoi-hoc/the/moi', { unitId: communeId, ...FORM, consent: '' });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('Bạn đọc to đoạn này');
    expect(refused.body).toContain('value="Sùng Thị Mỷ"');
    const { path, pin, body } = await makeCard(visitor);
    expect(body).toMatch(/paper-card-site">Học Vụ Số · localhost/);
    expect(body).toMatch(/<svg[^>]*viewBox/);
    const phone = new Visitor(web.app);
    const door = await doorOf(path);
    expect((await phone.get(door)).body).not.toContain('Sùng');
    await phone.post(door, { pin: pin! });
    expect(await nameShown(phone)).toBe('Sùng Thị Mỷ');
    const [{ id }] = await web.db.query(`SELECT person_id AS id FROM identity WHERE full_name = 'Sùng Thị Mỷ'`);
    expect(await web.get(Consents).current(id)).toMatchObject([{ action: 'given', method: `read-out:${personId}` }]);
    expect(await web.get(Memberships).of(id)).toMatchObject([
      { unitId: communeId, capacity: 'citizen', source: 'self' },
    ]);
  });

  it('asks for the guardian of somebody under sixteen, and both say yes from seven on', async () => {
    const { personId, visitor } = await staff('facilitator', [communeId]);
    const first = await visitor.get('/buoi-hoc/the/moi');
    expect(first.body).not.toContain('name="guardianName"');
    const child = { unitId: communeId, fullName: 'Sùng A Sáng', birthYear: '2013', consent: 'yes' };
    const asked = await visitor.post('/buoi-hoc/the/moi', child);
    expect(asked.status).toBe(422);
    for (const told of ['name="guardianName"', 'Hãy ghi họ tên bố, mẹ', 'Hãy chọn bố mẹ', 'value="Sùng A Sáng"'])
      expect(asked.body).toContain(told);
    expect(asked.body).toMatch(/name="consent"[^>]* checked/);
    const guardian = { guardianName: 'Sùng A Páo', guardianRelation: 'parent' };
    const unsaid = await visitor.post('/buoi-hoc/the/moi', { ...child, ...guardian });
    expect([unsaid.status, unsaid.body.includes('Họ đồng ý thì mới đánh dấu')]).toEqual([422, true]);
    expect(unsaid.body).toContain('value="Sùng A Páo"');
    expect(unsaid.body).toMatch(/value="parent" selected/);
    const alone = { ...child, ...guardian, guardianConsent: 'yes', consent: '' };
    expect((await visitor.post('/buoi-hoc/the/moi', alone)).body).toContain('Bạn đọc to đoạn này');
    await makeCard(visitor, { ...child, ...guardian, guardianConsent: 'yes' });
    const idOf = async (name: string) =>
      (await web.db.query('SELECT person_id AS id FROM identity WHERE full_name = $1', [name]))[0].id;
    const consents = async (name: string) =>
      web.db.query('SELECT method, action FROM consent WHERE person_id = $1 ORDER BY at, id', [await idOf(name)]);
    expect(await consents('Sùng A Sáng')).toEqual([
      { method: `read-out:${personId}`, action: 'given' },
      { method: 'guardian-attested', action: 'given' },
    ]);
    expect(
      await web.db.query('SELECT relation, method, attested_by AS by FROM guardian WHERE person_id = $1', [
        await idOf('Sùng A Sáng'),
      ]),
    ).toEqual([{ relation: 'parent', method: 'attested', by: personId }]);
    const small = { ...child, fullName: 'Sùng Thị Bé', birthYear: '2021', consent: '' };
    await makeCard(visitor, { ...small, ...guardian, guardianConsent: 'yes' });
    expect(await consents('Sùng Thị Bé')).toEqual([{ method: 'guardian-attested', action: 'given' }]);
  });

  it('opens learning and nothing else, whatever roles its owner has', async () => {
    const { visitor } = await staff('facilitator', [communeId]);
    const { path, pin } = await makeCard(visitor, { fullName: 'Vừ A Chu' });
    const [{ id }] = await web.db.query(`SELECT person_id AS id FROM identity WHERE full_name = 'Vừ A Chu'`);
    await run((tx) =>
      web
        .get(Grants)
        .grant(tx, { personId: id, role: 'administrator', unitIds: [communeId], from: '2020-01-01', by: null }),
    );
    const phone = new Visitor(web.app);
    const door = await doorOf(path);
    await phone.get(door);
    await phone.post(door, { pin: pin! });
    expect((await phone.get('/chung-nhan')).status).toBe(200);
    for (const path of [
      '/ca-nhan',
      '/ca-nhan/phien',
      '/ca-nhan/ma-truy-cap',
      '/ca-nhan/mat-khau',
      '/quan-tri/cong-viec',
    ])
      expect({ path, status: (await phone.get(path)).status }).toEqual({ path, status: 403 });
    expect((await phone.get('/')).body).not.toContain('href="/quan-tri');
  });

  it('is locked after five wrong PINs, and the right one does not help before its time', async () => {
    const { visitor } = await staff('facilitator', [communeId]);
    const { path, pin } = await makeCard(visitor, { fullName: 'Lò Văn Pành' });
    const door = await doorOf(path);
    const phone = new Visitor(web.app);
    await phone.get(door);
    const wrong = pin!.startsWith('1') ? '234987' : '123987';
    for (let time = 0; time < 5; time += 1)
      expect((await phone.post(door, { pin: wrong })).body).toContain('chưa đúng');
    expect((await phone.post(door, { pin: pin! })).body).toContain('tạm khóa 15 phút');
    await web.db.query(`UPDATE assisted_card SET locked_until = now() - interval '1 second'`);
    await phone.post(door, { pin: pin! });
    expect(await nameShown(phone)).toBe('Lò Văn Pành');
  });

  it('is worth nothing once taken back or replaced, nor are the sessions it opened', async () => {
    const { visitor } = await staff('facilitator', [communeId]);
    const { path, pin } = await makeCard(visitor, { fullName: 'Giàng Thị Dợ' });
    const door = await doorOf(path);
    const phone = new Visitor(web.app);
    await phone.get(door);
    await phone.post(door, { pin: pin! });
    await visitor.get(path);
    const again = await visitor.post(`${path}/cap-lai`, {}, { follow: false });
    expect(await nameShown(phone)).toBeNull();
    expect((await phone.get(door)).status).toBe(404);
    const next = again.location!.split('?')[0]!;
    const nextDoor = await doorOf(next);
    await visitor.get(next);
    await visitor.post(`${next}/thu-hoi`, {});
    expect((await phone.get(nextDoor)).status).toBe(404);
  });

  it('asks who this is when somebody of that name is there already', async () => {
    const { visitor } = await staff('facilitator', [communeId]);
    const known = await run<string>(async (tx) => {
      const personId = await web.get(People).create(tx, { fullName: 'Lý Thị Say' });
      await web
        .get(Memberships)
        .add(tx, { personId, unitId: communeId, capacity: 'citizen', source: 'roster', from: '2025-07-01' });
      return personId;
    });
    await visitor.get('/buoi-hoc/the/moi');
    const asked = await visitor.post('/buoi-hoc/the/moi', { unitId: communeId, ...FORM, fullName: 'Lý Thị Say' });
    expect(asked.status).toBe(409);
    const who = /name="who" value="([^"]+)"><span>Lý Thị Say/.exec(asked.body)![1]!;
    await visitor.post(
      '/buoi-hoc/the/moi',
      { unitId: communeId, ...FORM, fullName: 'Lý Thị Say', who },
      { follow: false },
    );
    const cards = await web.db.query('SELECT id FROM assisted_card WHERE person_id = $1', [known]);
    expect(cards).toHaveLength(1);
    const stranger = await visitor.post(
      '/buoi-hoc/the/moi',
      { unitId: communeId, ...FORM, who: `${known}.x` },
      { follow: false },
    );
    expect(stranger.status).toBe(404);
  });

  it('stays within the places of whoever makes it', async () => {
    const here = await staff('facilitator', [communeId]);
    const there = await staff('facilitator', [otherCommuneId]);
    const { path } = await makeCard(here.visitor, { fullName: 'Mùa A Vảng' });
    expect((await there.visitor.get(path)).status).toBe(404);
    await there.visitor.get('/buoi-hoc/the/moi');
    const outside = await there.visitor.post('/buoi-hoc/the/moi', { unitId: communeId, ...FORM }, { follow: false });
    expect(outside.status).toBe(403);
    const colleague = await staff('unit_manager', [communeId]);
    expect((await printed(colleague.visitor, path)).pin).toBeNull();
  });
});
