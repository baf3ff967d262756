import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestContext, type TestContext } from '#libs/testing';
import type { Actor } from '../actor.js';
import { Consents } from '../consents.service.js';
import { ORIGIN, codeSentTo, wrong } from '../identity.fixtures.js';
import { can } from '../permissions.js';
import { Sessions } from '../sessions.service.js';
import { Guardians } from './guardians.service.js';
import { Retention } from './retention.service.js';
import { inTx, makeOwner } from './rights.fixtures.js';
import { RightsModule } from './rights.module.js';

const FORM = { name: 'Vàng A Páo', relation: 'parent', phone: '0987 654 321' };
const PHONE = '+84987654321';

describe('somebody under sixteen', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RightsModule] });
  });
  afterAll(() => context.close());

  /** As the session says, which is what guards ask. */
  async function child(birthYear: number): Promise<Actor> {
    const { personId } = await makeOwner(context, 'Vàng Thị Dua');
    await context.db.query('UPDATE identity SET birth_year = $2 WHERE person_id = $1', [personId, birthYear]);
    return again({ personId });
  }
  async function again({ personId }: { personId: string }): Promise<Actor> {
    const { token } = await inTx(context, (tx) => context.get(Sessions).start(tx, personId, ORIGIN));
    return (await context.get(Sessions).resolve(token, ORIGIN))!;
  }

  it.each([
    [2013, true],
    [2010, true],
    [2009, false],
    [1968, false],
  ])('born in %p waits for a guardian: %p', async (year, waits) => {
    const actor = await child(year);
    expect(actor.awaitsGuardian ?? false).toBe(waits);
    expect(can(actor, 'learn.take')).toBe(!waits);
  });

  it('may learn once the guardian’s code was given, and both consents are kept', async () => {
    const actor = await child(2013);
    const { requestId } = await context.get(Guardians).begin(actor, FORM);
    const code = await codeSentTo(context, PHONE);
    await expect(context.get(Guardians).confirm(actor, requestId, wrong(code))).rejects.toMatchObject({
      code: 'code.wrong',
    });
    await expect(context.get(Guardians).confirm(await child(2012), requestId, code)).rejects.toMatchObject({
      code: 'code.ended',
    });
    const second = await context.get(Guardians).begin(actor, FORM);
    await context.get(Guardians).confirm(actor, second.requestId, await codeSentTo(context, PHONE));
    expect(can(await again(actor), 'learn.take')).toBe(true);
    expect(await context.get(Consents).current(actor.personId)).toMatchObject([
      { method: 'guardian-code', action: 'given' },
    ]);
    expect(JSON.stringify(await context.db.query('SELECT * FROM guardian'))).not.toMatch(/Páo|987654321/);
  });

  it('says who consents, with a phone that is not the child’s', async () => {
    const actor = await child(2013);
    const refused = (change: object) => expect(context.get(Guardians).begin(actor, { ...FORM, ...change })).rejects;
    await refused({ name: ' ', relation: 'friend', phone: '123' }).toMatchObject({
      fields: {
        name: 'guardian.name-required',
        relation: 'guardian.relation-required',
        phone: 'guardian.phone-invalid',
      },
    });
  });

  it('may be attested by a facilitator, who is named', async () => {
    const [actor, facilitator] = [await child(2013), await makeOwner(context, 'Đèo Văn Long')];
    await inTx(context, (tx) => context.get(Guardians).attest(tx, facilitator, actor.personId, { ...FORM, phone: '' }));
    expect(can(await again(actor), 'learn.take')).toBe(true);
    expect(
      await context.db.query('SELECT method, attested_by AS by FROM guardian WHERE person_id = $1', [actor.personId]),
    ).toEqual([{ method: 'attested', by: facilitator.personId }]);
  });

  it('is erased when no guardian has answered within the days set', async () => {
    const [waiting, grown] = [await child(2013), await makeOwner(context)];
    context.clock.advance(8 * 86_400);
    await context.db.query('UPDATE account SET created_at = $1', [new Date('2026-11-20T03:00:00Z')]);
    await context.get(Retention).run();
    const left = await context.db.query('SELECT person_id AS id FROM identity WHERE person_id = ANY($1)', [
      [waiting.personId, grown.personId],
    ]);
    expect(left).toEqual([{ id: grown.personId }]);
  });
});
