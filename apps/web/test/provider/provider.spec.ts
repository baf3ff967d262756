import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Consents, LEARNING_CONSENT, People, type NewPerson } from '#libs/identity';
import { Units } from '#libs/organisation';
import { UnitOfWork } from '#libs/platform';
import { Visitor } from '../browserless.js';
import { createWebContext, type WebContext } from '../web-context.js';
import { StandIn } from './stand-in.js';

const BACK = 'http://localhost:3000/dang-nhap/dinh-danh/ve';
const ACCOUNTS = {
  number: { name: 'Giàng A Páo', personal_number: '012090000001' },
  phone: { name: 'Lò Thị Ba', phone_number: '+84912000002', phone_number_verified: true },
  'phone-unverified': { name: 'Lò Thị Tư', phone_number: '+84912000003', phone_number_verified: false },
  twins: { name: 'Lý A Sa', personal_number: '012090000004' },
  stranger: { name: 'Vàng Thị Sua', birthdate: '1975-03-02', personal_number: '012090000005' },
  locked: { name: 'Tẩn A Phủ', personal_number: '012090000006' },
  staff: { name: 'Hoàng Văn Chấn', personal_number: '012090000008' },
  impostor: { name: 'Lò Văn Gian', personal_number: '012090000009' },
  hesitant: { name: 'Chẻo Thị Mẩy', personal_number: '012090000007' },
};

let standIn: StandIn;
let web: WebContext;
let communeId: string;
beforeAll(async () => {
  standIn = await StandIn.start(BACK, ACCOUNTS);
  const environment = {
    OIDC_ISSUER: standIn.issuer,
    OIDC_CLIENT_ID: 'hoc-vu-so',
    OIDC_CLIENT_SECRET: 'bi-mat-cua-kiem-thu-0123456789',
    OIDC_TRUST_PERSONAL_NUMBER: 'yes',
  };
  Object.assign(process.env, environment);
  web = await createWebContext();
  for (const name of Object.keys(environment)) delete process.env[name];
  communeId = await web.get(UnitOfWork).run(async (tx) => {
    const place = { tree: 'territory' as const, validFrom: '2025-07-01' };
    const province = await web
      .get(Units)
      .create(tx, { ...place, code: '12', kind: 'province', name: 'Tỉnh Lai Châu', parentId: null });
    return web
      .get(Units)
      .create(tx, { ...place, code: '03388', kind: 'commune', name: 'Xã Sin Suối Hồ', parentId: province });
  });
});
afterAll(async () => {
  await web.close();
  await standIn.stop();
});

/** Someone on a roster, with the consent given unless said otherwise. */
async function known(person: NewPerson, consented = true): Promise<string> {
  return web.get(UnitOfWork).run(async (tx) => {
    const personId = await web.get(People).create(tx, person);
    if (consented) await web.get(Consents).give(tx, personId, { ...LEARNING_CONSENT, method: 'test' });
    return personId;
  });
}
const newVisitor = () => new Visitor(web.app);
const path = (url: URL) => url.pathname + url.search;

/** To the provider, in there as `account`, and back at the door with its answer. */
async function leave(visitor: Visitor, account: keyof typeof ACCOUNTS, from = '/dang-nhap/dinh-danh') {
  const { location } = await visitor.get(from);
  return path(await standIn.signIn(location!, account));
}
const nameShown = async (visitor: Visitor) =>
  /class="me-name">([^<]*)</.exec((await visitor.get('/xac-minh')).body)?.[1] ?? null;
const linksOf = (personId: string) =>
  web.db.query('SELECT linked_by AS by FROM external_identity WHERE person_id = $1', [personId]);

describe('signing in through another provider', () => {
  it('is offered at the door', async () => {
    const { body } = await newVisitor().get('/dang-nhap?tiep=%2Fchung-nhan');
    expect(body).toContain('Đăng nhập bằng VNeID');
    expect(body).toContain('href="/dang-nhap/dinh-danh?tiep&#x3D;%2Fchung-nhan"');
  });

  it('finds a person of a roster by the number the provider vouches for, and goes where they wanted', async () => {
    const personId = await known({ fullName: 'Giàng A Páo', personalNumber: '012090000001' });
    const visitor = newVisitor();
    const back = await visitor.get(await leave(visitor, 'number', '/dang-nhap/dinh-danh?tiep=%2Fchung-nhan'));
    expect(back).toMatchObject({ status: 303, location: '/chung-nhan' });
    expect(await nameShown(visitor)).toBe('Giàng A Páo');
    expect(await linksOf(personId)).toEqual([{ by: 'personal-number' }]);
    const again = newVisitor();
    await again.get(await leave(again, 'number'));
    expect(await nameShown(again)).toBe('Giàng A Páo');
    expect(await linksOf(personId)).toHaveLength(1);
  });

  it('finds a person by a phone that is verified here and there', async () => {
    const personId = await known({ fullName: 'Tên khác', phone: '+84912000002', phoneVerified: true });
    const visitor = newVisitor();
    await visitor.get(await leave(visitor, 'phone'));
    expect(await nameShown(visitor)).toBe('Tên khác');
    expect(await linksOf(personId)).toEqual([{ by: 'phone' }]);
  });

  it('never takes someone by name, nor by a phone that one side has not verified', async () => {
    await known({ fullName: 'Lò Thị Tư', phone: '+84912000003', phoneVerified: true });
    const visitor = newVisitor();
    const back = await visitor.get(await leave(visitor, 'phone-unverified'));
    expect(back.location).toBe('/dang-nhap/dinh-danh/hoan-tat');
    expect(await nameShown(visitor)).toBeNull();
  });

  it('leaves a doubt to people', async () => {
    for (const fullName of ['Lý A Sa', 'Lý A Sà']) await known({ fullName, personalNumber: '012090000004' });
    const visitor = newVisitor();
    const back = await visitor.get(await leave(visitor, 'twins'));
    expect(back.status).toBe(409);
    expect(back.body).toContain('nhờ người phụ trách đơn vị đối chiếu');
    expect(await nameShown(visitor)).toBeNull();
  });

  it('does not let the owner of a number that a list told into the account of another', async () => {
    const person = { fullName: 'Lò Văn Ngay', personalNumber: '012090000009' };
    const personId = await known(person);
    await web.db.query(
      `INSERT INTO account (id, person_id, login_index, password_hash) VALUES (gen_random_uuid(), $1, 'y', 'x')`,
      [personId],
    );
    const visitor = newVisitor();
    expect((await visitor.get(await leave(visitor, 'impostor'))).status).toBe(409);
    expect([await nameShown(visitor), await linksOf(personId)]).toEqual([null, []]);
    await web.db.query('UPDATE identity SET personal_number_verified_at = now() WHERE person_id = $1', [personId]);
    const vouched = newVisitor();
    await vouched.get(await leave(vouched, 'impostor'));
    expect(await nameShown(vouched)).toBe('Lò Văn Ngay');
  });

  it('still asks for the second factor of whoever has one', async () => {
    const personId = await known({ fullName: 'Hoàng Văn Chấn', personalNumber: '012090000008' });
    await web.db.query(`INSERT INTO second_factor (person_id, secret_cipher, confirmed_at) VALUES ($1, 'x', now())`, [
      personId,
    ]);
    for (const from of ['/dang-nhap/dinh-danh', '/dang-nhap/dinh-danh?tiep=%2Fquan-tri']) {
      const visitor = newVisitor();
      const back = await visitor.get(await leave(visitor, 'staff', from));
      expect(back.location).toMatch(/^\/dang-nhap\/buoc-hai/);
      expect(await nameShown(visitor)).toBeNull();
    }
    expect(await web.db.query('SELECT 1 FROM session WHERE person_id = $1', [personId])).toEqual([]);
  });

  it('does not open a disabled account', async () => {
    const personId = await known({ fullName: 'Tẩn A Phủ', personalNumber: '012090000006' });
    await web.db.query(
      `INSERT INTO account (id, person_id, login_index, password_hash, disabled_at) VALUES (gen_random_uuid(), $1, 'x', 'x', now())`,
      [personId],
    );
    const visitor = newVisitor();
    expect((await visitor.get(await leave(visitor, 'locked'))).body).toContain('đang bị khóa');
    expect(await nameShown(visitor)).toBeNull();
  });

  it('asks a stranger for the consent and the commune, keeps what was typed, and makes one person', async () => {
    const visitor = newVisitor();
    const form = (await visitor.get(await leave(visitor, 'stranger'))).location!;
    const shown = await visitor.get(form);
    expect(shown.body).toContain('Vàng Thị Sua');
    expect(shown.body).not.toContain('name="birthYear"');
    const refused = await visitor.post(form, { communeId });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('id="e-consent">Cần bạn đồng ý');
    expect(refused.body).toContain(`value="${communeId}" selected`);
    expect((await visitor.post(form, { communeId, consent: 'yes' }, { follow: false })).status).toBe(303);
    expect(await nameShown(visitor)).toBe('Vàng Thị Sua');
    const people = await web.db.query(`SELECT birth_year FROM identity WHERE full_name = 'Vàng Thị Sua'`);
    expect(people).toEqual([{ birth_year: 1975 }]);
    const again = newVisitor();
    await again.get(await leave(again, 'stranger'));
    expect(await nameShown(again)).toBe('Vàng Thị Sua');
  });

  it('asks someone of a roster for the consent alone', async () => {
    const personId = await known({ fullName: 'Chẻo Thị Mẩy', personalNumber: '012090000007' }, false);
    const visitor = newVisitor();
    const form = (await visitor.get(await leave(visitor, 'hesitant'))).location!;
    const shown = (await visitor.get(form)).body;
    for (const field of ['fullName', 'birthYear', 'communeId']) expect(shown).not.toContain(`name="${field}"`);
    await visitor.post(form, { consent: 'yes' });
    expect(await nameShown(visitor)).toBe('Chẻo Thị Mẩy');
    expect(await web.get(Consents).current(personId)).toMatchObject([{ action: 'given', method: 'provider-form' }]);
  });
});

describe('an answer of the provider', () => {
  const cookiesOf = (visitor: Visitor) => visitor.cookies;
  const refusedAs = async (visitor: Visitor, address: string, status: number) => {
    expect((await visitor.get(address)).status).toBe(status);
    expect(await nameShown(visitor)).toBeNull();
  };

  it('is not taken from another browser than the one that left', async () => {
    await known({ fullName: 'Giàng A Páo', personalNumber: '012090000001' }).catch(() => undefined);
    const [victim, thief] = [newVisitor(), newVisitor()];
    const answer = await leave(victim, 'phone');
    await thief.get('/dang-nhap/dinh-danh');
    await refusedAs(thief, answer, 422);
    await refusedAs(newVisitor(), answer, 410);
  });

  it('is not taken twice', async () => {
    const visitor = newVisitor();
    const answer = await leave(visitor, 'phone');
    const again = newVisitor();
    for (const [name, value] of cookiesOf(visitor)) cookiesOf(again).set(name, value);
    await visitor.get(answer);
    await refusedAs(again, answer, 410);
  });

  it('is not taken with a changed code or state', async () => {
    for (const [name, status] of [
      ['code', 422],
      ['state', 422],
    ] as const) {
      const visitor = newVisitor();
      const answer = new URL(await leave(visitor, 'phone'), BACK);
      answer.searchParams.set(name, 'x'.repeat(43));
      await refusedAs(visitor, path(answer), status);
    }
  });

  it('is not taken with another’s code slipped in: the proof key is missing', async () => {
    const [victim, thief] = [newVisitor(), newVisitor()];
    const stolen = new URL(await leave(victim, 'phone'), BACK).searchParams.get('code')!;
    const own = new URL(await leave(thief, 'phone-unverified'), BACK);
    own.searchParams.set('code', stolen);
    await refusedAs(thief, path(own), 422);
  });

  it('is not taken when it answers another question than ours', async () => {
    const visitor = newVisitor();
    const ask = async () => new URL((await visitor.get('/dang-nhap/dinh-danh')).location!);
    const [before, question] = [await ask(), await ask()];
    expect(question.searchParams.get('code_challenge_method')).toBe('S256');
    for (const secret of ['state', 'nonce', 'code_challenge']) {
      expect(question.searchParams.get(secret)).toMatch(/^[\w-]{43}$/);
      expect(question.searchParams.get(secret)).not.toBe(before.searchParams.get(secret));
    }
    question.searchParams.set('nonce', 'x'.repeat(43));
    await refusedAs(visitor, path(await standIn.signIn(question.href, 'phone')), 422);
  });

  it('that declines leads back to the door in words', async () => {
    const visitor = newVisitor();
    const { location } = await visitor.get('/dang-nhap/dinh-danh');
    const state = new URL(location!).searchParams.get('state')!;
    const query = new URLSearchParams({ error: 'access_denied', state, iss: standIn.issuer });
    const back = await visitor.get(`/dang-nhap/dinh-danh/ve?${query}`);
    expect(back.status).toBe(422);
    expect(back.body).toContain('Bạn chưa đồng ý');
  });

  it('leads to no other site, whatever was asked for', async () => {
    const visitor = newVisitor();
    const back = await visitor.get(
      await leave(visitor, 'phone', '/dang-nhap/dinh-danh?tiep=https%3A%2F%2Fexample.org%2F'),
    );
    expect(back.location).toBe('/');
  });
});
