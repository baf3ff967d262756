import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChangeUnit, Units } from '#libs/organisation';
import { UnitOfWork, newId } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { ApiTokens } from './api-tokens.service.js';
import type { Actor } from './actor.js';
import { GrantProposals } from './grant-proposals.service.js';
import { GrantRoles, type RoleRequest } from './grant-roles.service.js';
import { grantableBy } from './grant.policy.js';
import { Grants } from './grants.service.js';
import { IdentityModule } from './identity.module.js';
import { People } from './people.service.js';
import { PersonRefs } from './person-refs.service.js';
import type { Role } from './permissions.js';
import { ReadGrants } from './read-grants.service.js';
import { Sessions } from './sessions.service.js';

const ORIGIN = { ip: '10.1.2.3', port: 40_000 };

describe('roles', () => {
  let context: TestContext;
  const units: Record<'province' | 'commune' | 'village' | 'other' | 'state', string> = {} as never;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] });
    await context.get(UnitOfWork).run(async (tx) => {
      const make = (tree: 'territory' | 'state', code: string, parentId: string | null) =>
        context
          .get(Units)
          .create(tx, { tree, code, kind: 'commune', name: `Đơn vị ${code}`, parentId, validFrom: '2025-07-01' });
      units.province = await make('territory', '12', null);
      units.commune = await make('territory', '03390', units.province);
      units.village = await make('territory', '03390-1', units.commune);
      units.other = await make('territory', '03394', units.province);
      units.state = await make('state', 'root', null);
    });
  });
  afterAll(() => context.close());

  const roles = () => context.get(GrantRoles);
  const proposals = () => context.get(GrantProposals);

  async function person(fullName: string, ...grants: [Role, string[]][]): Promise<Actor> {
    const token = await context.get(UnitOfWork).run(async (tx) => {
      const personId = await context.get(People).create(tx, { fullName, birthYear: 1980 });
      for (const [role, unitIds] of grants)
        await context.get(Grants).grant(tx, { personId, role, unitIds, from: '2026-01-01', by: null });
      return (await context.get(Sessions).start(tx, personId, ORIGIN)).token;
    });
    const actor = (await context.get(Sessions).resolve(token, ORIGIN))!;
    tokens.set(actor.personId, token);
    return actor;
  }
  const signedIn = async ({ personId }: Actor) =>
    (await context.get(Sessions).resolve(tokens.get(personId)!, ORIGIN)) !== null;
  const request = (to: Actor, change: Partial<RoleRequest> = {}): RoleRequest => ({
    personId: to.personId,
    role: 'facilitator',
    unitIds: [units.village],
    from: '2026-11-20',
    to: null,
    reason: 'Quyết định số 12 của xã',
    clientKey: newId(),
    ...change,
  });
  const held = async ({ personId }: Actor) =>
    (
      await context.db.query('SELECT role FROM role_grant WHERE person_id = $1 AND superseded_at IS NULL', [personId])
    ).map(({ role }: { role: Role }) => role);

  it('are given downwards, each by the one above', async () => {
    const learner = await person('Lò Thị Một');
    const manager = await person('Vàng Thị Hai', ['unit_manager', [units.commune]]);
    const committee = await person('Lê Thị Ba', ['committee', [units.commune, units.state]]);
    const administrator = await person('Hoàng Văn Bốn', ['administrator', [units.province, units.state]]);
    expect(grantableBy(learner)).toEqual([]);
    expect(grantableBy(manager)).toEqual(['facilitator']);
    expect(grantableBy(committee)).toEqual(['unit_manager', 'facilitator']);
    expect(grantableBy(administrator)).toHaveLength(7);

    expect(await roles().give(manager, request(learner))).toBe('granted');
    await expect(roles().give(manager, request(learner, { role: 'unit_manager' }))).rejects.toMatchObject({
      code: 'grant.role-not-yours',
    });
    expect(
      await roles().give(committee, request(learner, { role: 'unit_manager', unitIds: [units.village, units.state] })),
    ).toBe('granted');
    await expect(roles().give(committee, request(learner, { role: 'auditor' }))).rejects.toMatchObject({
      kind: 'forbidden',
    });
    expect(await roles().give(administrator, request(learner, { role: 'auditor', unitIds: [units.province] }))).toBe(
      'granted',
    );
    await expect(roles().give(learner, request(manager))).rejects.toMatchObject({ code: 'grant.role-not-yours' });
    expect((await held(learner)).sort()).toEqual(['auditor', 'facilitator', 'unit_manager']);
  });

  it('are given for the own subtrees only, and never to oneself', async () => {
    const learner = await person('Lò Thị Năm');
    const manager = await person('Vàng Thị Sáu', ['unit_manager', [units.commune]], ['auditor', [units.province]]);
    for (const unitIds of [[units.other], [units.village, units.other], [units.province], [units.state]])
      await expect(roles().give(manager, request(learner, { unitIds }))).rejects.toMatchObject({
        code: 'grant.outside-scope',
      });
    await expect(roles().give(manager, request(learner, { unitIds: [] }))).rejects.toMatchObject({
      code: 'grant.nowhere',
    });
    await expect(roles().give(manager, request(manager))).rejects.toMatchObject({ code: 'grant.to-yourself' });
    expect(await held(learner)).toEqual([]);
  });

  it('need a reason, days that make sense, and are given once', async () => {
    const learner = await person('Lò Thị Bảy');
    const manager = await person('Vàng Thị Tám', ['unit_manager', [units.commune]]);
    for (const [change, field] of [
      [{ reason: 'vì' }, 'reason'],
      [{ from: '2026-11-19' }, 'from'],
      [{ from: '2026-02-30' }, 'from'],
      [{ to: '2026-11-20' }, 'to'],
    ] as [Partial<RoleRequest>, string][])
      await expect(roles().give(manager, request(learner, change))).rejects.toMatchObject({
        fields: { [field]: expect.any(String) },
      });
    const once = request(learner);
    await roles().give(manager, once);
    await roles().give(manager, once);
    expect(await held(learner)).toEqual(['facilitator']);
    await expect(roles().give(manager, request(learner))).rejects.toMatchObject({ code: 'grant.held' });
  });

  it('of the committee and of administrators take two people, neither of them the one who gains', async () => {
    const first = await person('Quản Trị Một', ['administrator', [units.province, units.state]]);
    const second = await person('Quản Trị Hai', ['administrator', [units.province, units.state]]);
    const elsewhere = await person('Quản Trị Ba', ['administrator', [units.state]]);
    const gainer = await person('Lê Thị Chín', ['administrator', [units.state]]);
    const proposal = request(gainer, { role: 'committee', unitIds: [units.province] });
    expect(await roles().give(first, proposal)).toBe('proposed');
    expect(await held(gainer)).toEqual(['administrator']);
    await expect(proposals().confirm(first, proposal.clientKey)).rejects.toMatchObject({ code: 'grant.own-proposal' });
    await expect(proposals().confirm(gainer, proposal.clientKey)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(proposals().confirm(elsewhere, proposal.clientKey)).rejects.toMatchObject({
      code: 'grant.outside-scope',
    });
    const waiting = await context.get(ReadGrants).proposals(second);
    expect(waiting.map(({ id, mayDecide, own }) => ({ id, mayDecide, own }))).toEqual([
      { id: proposal.clientKey, mayDecide: true, own: false },
    ]);
    expect(await signedIn(gainer)).toBe(true);
    await proposals().confirm(second, proposal.clientKey);
    expect((await held(gainer)).sort()).toEqual(['administrator', 'committee']);
    expect(await signedIn(gainer)).toBe(false);
    await expect(proposals().confirm(second, proposal.clientKey)).rejects.toMatchObject({
      code: 'grant.proposal-decided',
    });
    await expect(proposals().refuse(second, proposal.clientKey, 'đổi ý rồi')).rejects.toMatchObject({
      kind: 'conflict',
    });
  });

  it('that were proposed are refused with a reason, or taken back', async () => {
    const first = await person('Quản Trị Bốn', ['administrator', [units.province]]);
    const second = await person('Quản Trị Năm', ['administrator', [units.province]]);
    const gainer = await person('Lê Thị Mười');
    const [refused, taken] = [request(gainer, { role: 'committee' }), request(gainer, { role: 'administrator' })];
    await roles().give(first, refused);
    await roles().give(first, taken);
    await expect(proposals().refuse(second, refused.clientKey)).rejects.toMatchObject({
      fields: { reason: 'grant.reason-missing' },
    });
    await proposals().refuse(second, refused.clientKey, 'Chưa có quyết định');
    await proposals().refuse(first, taken.clientKey);
    expect(await held(gainer)).toEqual([]);
    await expect(context.db.query('DELETE FROM grant_proposal_decision')).rejects.toThrow();
  });

  it('end at once, with the sessions, by those who could give them', async () => {
    const manager = await person('Vàng Thị Mười Một', ['unit_manager', [units.commune]]);
    const peer = await person('Vàng Thị Mười Hai', ['unit_manager', [units.other]]);
    const helper = await person('Giàng A Mười Ba');
    const grant = request(helper);
    // A program of theirs does not grow with them: its token ends when the role is given.
    const program = await context.get(ApiTokens).issue(helper, 'bảng tính', 30);
    await roles().give(manager, grant);
    expect(await context.get(ApiTokens).resolve(program.token, ORIGIN)).toBeNull();
    await expect(roles().end(peer, grant.clientKey, 'không cần nữa')).rejects.toMatchObject({
      code: 'grant.outside-scope',
    });
    const token = await context.get(UnitOfWork).run((tx) => context.get(Sessions).start(tx, helper.personId, ORIGIN));
    await roles().end(manager, grant.clientKey, 'Chuyển công tác');
    expect(await held(helper)).toEqual([]);
    expect(await context.get(Sessions).resolve(token.token, ORIGIN)).toBeNull();
    await expect(roles().end(manager, grant.clientKey, 'Chuyển công tác')).rejects.toMatchObject({
      code: 'grant.unknown',
    });
    const [entry] = await context.db.query(
      `SELECT actor_id AS actor, purpose, ip, port FROM audit WHERE action = 'role.withdraw' AND subject_id = $1`,
      [helper.personId],
    );
    expect(entry).toEqual({ actor: manager.personId, purpose: 'Chuyển công tác', ip: '10.1.2.3', port: 40_000 });
  });

  it('are still seen and ended when their unit is no more, by those who reached it, and given there no longer', async () => {
    const inUnit = async (parentId: string) =>
      context.get(UnitOfWork).run(async (tx) => {
        const unit = { tree: 'territory' as const, kind: 'village', name: 'Bản Cũ', parentId, validFrom: '2025-07-01' };
        const id = await context.get(Units).create(tx, { ...unit, code: newId() });
        await context.get(ChangeUnit).close(tx, id, '2026-11-01');
        return id;
      });
    const [here, elsewhere] = [await inUnit(units.commune), await inUnit(units.other)];
    const administrator = await person('Quản Trị Sáu', ['administrator', [units.commune]]);
    const proposer = await person('Quản Trị Bảy', ['administrator', [here]]);
    await person('Vàng Thị Cũ', ['unit_manager', [here]]);
    await person('Vàng Thị Xa', ['unit_manager', [elsewhere]]);
    const read = context.get(ReadGrants);
    const { grants } = await read.list(administrator, { search: 'vang thi cu', offset: 0, limit: 9 });
    expect(grants).toMatchObject([{ mayEnd: true, units: [{ id: here, name: 'Bản Cũ', endedOn: '2026-11-01' }] }]);
    expect((await read.list(administrator, { search: 'vang thi xa', offset: 0, limit: 9 })).total).toBe(0);

    const proposal = request(await person('Lê Thị Cũ'), { role: 'committee', unitIds: [here] });
    await roles().give(proposer, proposal);
    expect(await read.proposals(administrator)).toMatchObject([{ id: proposal.clientKey, mayDecide: true }]);
    await expect(proposals().confirm(administrator, proposal.clientKey)).rejects.toMatchObject({
      code: 'grant.unit-ended',
    });
    await proposals().refuse(administrator, proposal.clientKey, 'Bản đã nhập vào bản khác');
    await expect(
      roles().give(administrator, request(await person('Giàng A Cũ'), { unitIds: [here] })),
    ).rejects.toMatchObject({ code: 'grant.outside-scope' });

    const far = await person('Quản Trị Tám', ['administrator', [units.other]]);
    await expect(roles().end(far, grants[0].id, 'Bản không còn')).rejects.toMatchObject({
      code: 'grant.outside-scope',
    });
    await roles().end(administrator, grants[0].id, 'Bản không còn');
    await roles().end(far, (await read.list(far, { search: 'xa', offset: 0, limit: 9 })).grants[0].id, 'Bản không còn');
    expect((await read.list(administrator, { search: 'vang thi cu', offset: 0, limit: 9 })).total).toBe(0);
  });

  it('are listed inside the own subtrees, and each look is logged', async () => {
    const manager = await person('Vàng Thị Mười Bốn', ['unit_manager', [units.other]]);
    const helper = await person('Giàng A Mười Lăm');
    await roles().give(manager, request(helper, { unitIds: [units.other] }));
    const { grants } = await context.get(ReadGrants).list(manager, { search: 'giang a', offset: 0, limit: 50 });
    expect(grants).toMatchObject([
      {
        fullName: 'Giàng A Mười Lăm',
        mayEnd: true,
        units: [{ name: 'Đơn vị 03394' }],
        reason: 'Quyết định số 12 của xã',
      },
    ]);
    const all = await context.get(ReadGrants).list(manager, { offset: 0, limit: 50 });
    expect(all.grants.every(({ units: own }) => own.some(({ id }) => id === units.other))).toBe(true);
    const [{ count }] = await context.db.query(
      `SELECT count(*)::int FROM access_log WHERE what = 'role.list' AND subject_id = $1 AND actor_id = $2`,
      [helper.personId, manager.personId],
    );
    expect(count).toBe(2);
  });

  it('go to people that the giver was shown, not to any id', async () => {
    const manager = await person('Vàng Thị Mười Sáu', ['unit_manager', [units.commune]]);
    const other = await person('Vàng Thị Mười Bảy', ['unit_manager', [units.commune]]);
    const refs = context.get(PersonRefs);
    await context
      .get(UnitOfWork)
      .run((tx) =>
        context.get(People).create(tx, { fullName: 'Có Điện Thoại', phone: '+84912111222', phoneVerified: true }),
      );
    await context
      .get(UnitOfWork)
      .run((tx) => context.get(People).create(tx, { fullName: 'Chưa Xác Nhận', phone: '+84912111333' }));
    const [found] = await refs.byVerifiedPhone(manager, '0912 111 222', 'Giao vai trò');
    expect(found).toMatchObject({ fullName: 'Có Điện Thoại' });
    expect(await refs.open(manager, found.ref)).toMatchObject({ personId: found.personId });
    expect(await refs.byVerifiedPhone(manager, '0912 111 333', 'Giao vai trò')).toEqual([]);
    for (const ref of [found.personId, `${other.personId}.${found.ref.split('.')[1]}`, ''])
      await expect(refs.open(manager, ref)).rejects.toMatchObject({ code: 'person.unknown' });
    await expect(refs.open(other, found.ref)).rejects.toMatchObject({ code: 'person.unknown' });
  });
});
