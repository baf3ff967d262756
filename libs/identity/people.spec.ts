import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Units } from '#libs/organisation';
import { UnitOfWork, type Tx } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { AccessLog } from './access-log.service.js';
import type { Actor } from './actor.js';
import { Consents } from './consents.service.js';
import { Grants } from './grants.service.js';
import { ORIGIN, makeCommune } from './identity.fixtures.js';
import { IdentityModule } from './identity.module.js';
import { People } from './people.service.js';
import { Scope } from './scope.service.js';

describe('people and what is known of them', () => {
  let context: TestContext;
  let people: People;
  let communeId: string;
  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] });
    people = context.get(People);
    communeId = await makeCommune(context);
  });
  afterAll(() => context.close());

  const run = <T>(work: (tx: Tx) => Promise<T>) => context.get(UnitOfWork).run(work);
  const create = (change = {}) => run((tx) => people.create(tx, { fullName: 'Đèo Văn Long', ...change }));
  const actor = (personId: string, grants: Actor['grants'] = []): Actor => ({
    personId,
    displayName: '',
    accountId: null,
    sessionId: null,
    via: 'session',
    grants,
    origin: ORIGIN,
  });

  it('are kept with name plain and folded, the rest encrypted', async () => {
    const personId = await create({
      phone: '+84912000001',
      personalNumber: '012088001234',
      address: 'Bản Nà Khằm',
      birthDate: '1972-09-02',
    });
    const [row] = await context.db.query('SELECT i::text AS text, folded_name FROM identity i WHERE person_id = $1', [
      personId,
    ]);
    expect(row.folded_name).toBe('deo van long');
    for (const secret of ['912000001', '012088001234', 'Khằm']) expect(row.text).not.toContain(secret);
    expect(await people.find(personId)).toEqual({
      personId,
      fullName: 'Đèo Văn Long',
      birthYear: 1972,
      birthDate: '1972-09-02',
      phone: '+84912000001',
      phoneVerified: false,
      personalNumber: '012088001234',
    });
  });

  it('lose the mark of a confirmed phone when the phone changes, and keep it otherwise', async () => {
    const personId = await create({ phone: '+84912000002', phoneVerified: true });
    await run((tx) => people.update(tx, personId, { fullName: 'Đèo Văn  Lợi', phone: '+84912000002' }));
    expect(await people.find(personId)).toMatchObject({ fullName: 'Đèo Văn Lợi', phoneVerified: true });
    await run((tx) => people.update(tx, personId, { phone: '+84912000003' }));
    expect(await people.find(personId)).toMatchObject({ phone: '+84912000003', phoneVerified: false });
  });

  it('lose the mark of a vouched personal number and a day of birth with what they belonged to', async () => {
    const personId = await create({ personalNumber: '012088001234', birthDate: '1988-05-01' });
    await context.db.query('UPDATE identity SET personal_number_verified_at = now() WHERE person_id = $1', [personId]);
    const vouched = async () =>
      (
        await context.db.query(
          'SELECT personal_number_verified_at IS NOT NULL AS yes FROM identity WHERE person_id = $1',
          [personId],
        )
      )[0].yes;
    await run((tx) => people.update(tx, personId, { personalNumber: '012088001234', birthYear: 1988 }));
    expect([await vouched(), (await people.find(personId)).birthDate]).toEqual([true, '1988-05-01']);
    await run((tx) => people.update(tx, personId, { personalNumber: '012088001235', birthYear: 1987 }));
    expect([await vouched(), (await people.find(personId)).birthDate]).toEqual([false, null]);
  });

  it('are named for those who ask, without the erased', async () => {
    const [one, erased] = [await create(), await create()];
    await context.db.query('DELETE FROM identity WHERE person_id = $1', [erased]);
    expect([...(await people.names([one, erased]))]).toEqual([[one, 'Đèo Văn Long']]);
    await expect(people.find(erased)).rejects.toMatchObject({ code: 'person.unknown' });
  });

  it('give and withdraw consent; the last word on each purpose stands and nothing is forgotten', async () => {
    const personId = await create();
    const consents = context.get(Consents);
    const learning = { purpose: 'learning', textVersion: 'v1', method: 'form' };
    await run((tx) => consents.give(tx, personId, learning));
    await run((tx) => consents.give(tx, personId, { ...learning, purpose: 'reminders' }));
    context.clock.advance(60);
    await run((tx) => consents.withdraw(tx, personId, learning));
    expect((await consents.current(personId)).map(({ purpose, action }) => [purpose, action])).toEqual([
      ['learning', 'withdrawn'],
      ['reminders', 'given'],
    ]);
    await expect(context.db.query('DELETE FROM consent WHERE person_id = $1', [personId])).rejects.toThrow(
      /permission denied/,
    );
  });

  it('have every look at them by another recorded, with its purpose', async () => {
    const [looker, subject] = [await create(), await create()];
    await run((tx) =>
      context.get(AccessLog).recordMany(tx, actor(looker), [subject, looker], 'roster', 'đối chiếu danh sách'),
    );
    const rows = await context.db.query('SELECT actor_id, subject_id, what, purpose, ip, port FROM access_log');
    expect(rows).toEqual([
      {
        actor_id: looker,
        subject_id: subject,
        what: 'roster',
        purpose: 'đối chiếu danh sách',
        ip: '10.1.2.3',
        port: 40_000,
      },
    ]);
  });

  it('are granted roles with a scope; grants are audited and can only be closed', async () => {
    const [personId, by] = [await create(), await create()];
    const grants = context.get(Grants);
    const id = await run((tx) =>
      grants.grant(tx, { personId, role: 'unit_manager', unitIds: [communeId], from: '2026-11-20', by }),
    );
    await run((tx) => grants.withdraw(tx, id, by));
    await expect(run((tx) => grants.withdraw(tx, id, by))).rejects.toMatchObject({ code: 'grant.unknown' });
    await expect(context.db.query(`UPDATE role_grant SET role = 'administrator'`)).rejects.toThrow(/permission denied/);
    const audit = await context.db.query(
      'SELECT actor_id, action, details FROM audit WHERE subject_id = $1 ORDER BY id',
      [personId],
    );
    expect(audit).toEqual([
      {
        actor_id: by,
        action: 'role.grant',
        details: expect.objectContaining({ role: 'unit_manager', unitIds: [communeId] }),
      },
      { actor_id: by, action: 'role.withdraw', details: { role: 'unit_manager', grantId: id } },
    ]);
  });

  it('reach the units at and below their roots, on the day asked about', async () => {
    const units = context.get(Units);
    const village = await run((tx) =>
      units.create(tx, {
        tree: 'territory',
        code: '03390-1',
        kind: 'village',
        name: 'Bản 1',
        parentId: communeId,
        validFrom: '2026-01-01',
      }),
    );
    const other = await makeCommune(context, '03391');
    const manager = actor(await create(), [{ role: 'unit_manager', unitIds: [communeId] }]);
    const scope = context.get(Scope);
    await scope.assert(manager, 'roster.view', communeId);
    await scope.assert(manager, 'roster.view', village);
    await expect(scope.assert(manager, 'roster.view', other)).rejects.toMatchObject({
      kind: 'forbidden',
      code: 'scope.outside',
    });
    await expect(scope.assert(manager, 'roster.view', village, '2025-12-31')).rejects.toMatchObject({
      code: 'scope.outside',
    });
    await expect(scope.assert(manager, 'target.set', communeId)).rejects.toMatchObject({ code: 'access.denied' });
  });
});
