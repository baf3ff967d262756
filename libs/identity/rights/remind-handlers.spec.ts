import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Messages } from '#libs/notifications';
import { createTestContext, type TestContext } from '#libs/testing';
import type { Actor } from '../actor.js';
import { Consents, WORK_CONSENT } from '../consents.service.js';
import { Grants } from '../grants.service.js';
import { People } from '../people.service.js';
import { HandleCase } from './handle-case.service.js';
import { OpenCase } from './open-case.service.js';
import { OwnConsents } from './own-consents.service.js';
import { RemindHandlers } from './remind-handlers.service.js';
import { RightsModule } from './rights.module.js';
import { inTx, makeOwner } from './rights.fixtures.js';

describe('reminders to those who handle requests', () => {
  let context: TestContext;
  let handler: Actor;
  let caseId: string;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RightsModule] });
    handler = await administrator();
    caseId = await context.get(OpenCase).open(await makeOwner(context, 'Vàng Thị Sua'), { kind: 'view' });
  });
  afterAll(() => context.close());

  async function administrator(): Promise<Actor> {
    const actor = await makeOwner(context, 'Hoàng Thị Yến');
    const grant = {
      personId: actor.personId,
      role: 'administrator' as const,
      unitIds: [],
      from: '2026-01-01',
      by: null,
    };
    await inTx(context, (tx) => context.get(Grants).grant(tx, grant));
    return { ...actor, grants: [{ role: 'administrator', unitIds: [] }] };
  }
  const agree = (actor: Actor) => context.get(OwnConsents).give(actor, WORK_CONSENT.purpose);
  async function textsTo({ personId }: Actor): Promise<string[]> {
    const { phone } = await context.get(People).find(personId);
    return (await context.get(Messages).inSink(100)).filter(({ to }) => to === phone).map(({ text }) => text);
  }

  it('are offered to them alone, and go to nobody unasked', async () => {
    const purposes = async (actor: Actor) => (await context.get(OwnConsents).list(actor)).map(({ purpose }) => purpose);
    const learner = await makeOwner(context);
    expect(await purposes(learner)).toEqual(['learning', 'reminders']);
    expect(await purposes(handler)).toEqual(['learning', 'reminders', 'work-reminders']);
    await expect(agree(learner)).rejects.toMatchObject({ code: 'consent.unknown' });
    await context.get(RemindHandlers).run();
    expect(await textsTo(handler)).toEqual([]);
  });

  it('say once a day how many clocks run and when the first ends, and name nobody', async () => {
    await agree(handler);
    for (let i = 0; i < 2; i += 1) await context.get(RemindHandlers).run();
    const [text, ...more] = await textsTo(handler);
    expect(more).toEqual([]);
    expect(text).toMatch(/^Hoc Vu So: 1 viec ve du lieu ca nhan dang cho ban, han som nhat 25\/11\/2026\. /);
    expect(text).not.toMatch(/Sua|Vàng/);
    context.clock.advance(86_400);
    await context.get(RemindHandlers).run();
    expect(await textsTo(handler)).toHaveLength(2);
  });

  it('end with the work, and with the role', async () => {
    const former = await administrator();
    await agree(former);
    await context.db.query('UPDATE role_grant SET superseded_at = $2 WHERE person_id = $1', [
      former.personId,
      context.clock.now(),
    ]);
    context.clock.advance(86_400);
    await context.get(RemindHandlers).run();
    expect([await textsTo(former), (await textsTo(handler)).length]).toEqual([[], 3]);
    await context.get(HandleCase).fulfil(handler, caseId, { text: 'Xem ở trang của bạn.' });
    context.clock.advance(86_400);
    await context.get(RemindHandlers).run();
    expect(await textsTo(handler)).toHaveLength(3);
    expect(await context.get(Consents).has(handler.personId, WORK_CONSENT.purpose)).toBe(true);
  });
});
