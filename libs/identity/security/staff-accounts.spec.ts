import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestContext, type TestContext } from '#libs/testing';
import { ApiTokens } from '../api-tokens.service.js';
import { ORIGIN, makeCommune, sessionOf } from '../identity.fixtures.js';
import { IdentityModule } from '../identity.module.js';
import { Sessions } from '../sessions.service.js';
import { DisableIdleAccounts } from './disable-idle.handler.js';
import { SecondFactorResets } from './second-factor-resets.service.js';
import { SecuritySettings } from './security-settings.service.js';
import { secure, signIn, someone, type Someone } from './security.fixtures.js';
import { StaffAccounts } from './staff-accounts.service.js';

const DAY = 86_400;
const REASON = 'Đã gọi điện, đúng là người này';

describe('accounts of desks', () => {
  let context: TestContext;
  let unitIds: string[];
  let elsewhere: string[];
  let administrator: Someone;
  let other: Someone;

  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] });
    unitIds = [await makeCommune(context)];
    elsewhere = [await makeCommune(context, '03391')];
  });
  afterAll(() => context.close());
  beforeEach(async () => {
    administrator = await someone(context, { roles: ['administrator'], unitIds });
    other = await someone(context, { roles: ['administrator'], unitIds });
  });

  const isDisabled = async ({ personId }: Someone) => {
    const [{ disabled }] = await context.db.query(
      'SELECT disabled_at IS NOT NULL AS disabled FROM account WHERE person_id = $1',
      [personId],
    );
    return disabled;
  };
  const auditOf = async ({ personId }: Someone) =>
    (
      await context.db.query(
        `SELECT action FROM audit WHERE subject_id = $1 AND action NOT LIKE 'role.%' ORDER BY id`,
        [personId],
      )
    ).map(({ action }: { action: string }) => action);

  describe('that nobody uses', () => {
    const job = () => context.get(DisableIdleAccounts).run();
    beforeAll(async () => {
      const setter = await someone(context, { roles: ['administrator'], unitIds });
      await context.get(SecuritySettings).set(setter.actor, 'account.idle-days', 45, '');
    });

    it('are closed after 45 days, learners’ never, and the administrator last seen stays', async () => {
      const [idle, busy, learner] = [
        await someone(context, { roles: ['author'], unitIds }),
        await someone(context, { roles: ['author'], unitIds }),
        await someone(context),
      ];
      context.clock.advance(30 * DAY);
      await signIn(context, busy);
      await signIn(context, administrator);
      context.clock.advance(15 * DAY);
      await job();
      expect(await isDisabled(idle)).toBe(false);
      context.clock.advance(1);
      await job();
      expect([await isDisabled(idle), await isDisabled(busy), await isDisabled(learner)]).toEqual([true, false, false]);
      expect(await isDisabled(other)).toBe(true);
      expect(await auditOf(idle)).toEqual(['account.disable']);
      await expect(signIn(context, idle)).rejects.toMatchObject({ code: 'sign-in.refused' });
      context.clock.advance(400 * DAY);
      await job();
      expect(await isDisabled(administrator)).toBe(false);
      expect(await isDisabled(busy)).toBe(true);
    });

    it('stay open where nobody above could open them again: of each such unit the administrator last seen', async () => {
      const [before, last] = [
        await someone(context, { roles: ['administrator'], unitIds: elsewhere }),
        await someone(context, { roles: ['administrator'], unitIds: elsewhere }),
      ];
      context.clock.advance(DAY);
      await signIn(context, last);
      context.clock.advance(50 * DAY);
      await signIn(context, administrator);
      await job();
      expect([await isDisabled(before), await isDisabled(last)]).toEqual([true, false]);
    });

    it('are opened again with a reason, by an administrator of their units, and are idle anew from then', async () => {
      const idle = await someone(context, { roles: ['author'], unitIds });
      context.clock.advance(46 * DAY);
      await signIn(context, administrator);
      await job();
      const accounts = context.get(StaffAccounts);
      expect(
        (await accounts.list(administrator.actor)).rows.some(
          ({ personId, disabledReason }) => personId === idle.personId && disabledReason === 'idle',
        ),
      ).toBe(true);
      await expect(accounts.enable(administrator.actor, idle.personId, 'vì')).rejects.toMatchObject({
        fields: { reason: 'reason.required' },
      });
      const stranger = await someone(context, { roles: ['administrator'], unitIds: elsewhere });
      await expect(accounts.enable(stranger.actor, idle.personId, REASON)).rejects.toMatchObject({
        code: 'scope.outside',
      });
      expect((await accounts.list(stranger.actor)).rows.map(({ personId }) => personId)).not.toContain(idle.personId);
      await accounts.enable(administrator.actor, idle.personId, REASON);
      await expect(accounts.enable(administrator.actor, idle.personId, REASON)).rejects.toMatchObject({
        code: 'account.not-disabled',
      });
      await job();
      expect(await isDisabled(idle)).toBe(false);
      expect((await signIn(context, idle)).token).not.toBeNull();
      expect(await auditOf(idle)).toEqual(['account.disable', 'account.enable', 'session.start']);
    });

    it('keep their sessions and tokens closed', async () => {
      const idle = await someone(context, { roles: ['author'], unitIds });
      const session = sessionOf(await signIn(context, idle));
      const actor = (await context.get(Sessions).resolve(session, ORIGIN))!;
      const { token } = await context.get(ApiTokens).issue(actor, 'một', 365);
      context.clock.advance(46 * DAY);
      await signIn(context, administrator);
      await job();
      await context.get(StaffAccounts).enable(administrator.actor, idle.personId, REASON);
      expect(await context.get(ApiTokens).resolve(token, ORIGIN)).toBeNull();
      expect(await context.get(Sessions).resolve(session, ORIGIN)).toBeNull();
    });
  });

  describe('whose second factor is lost', () => {
    const resets = () => context.get(SecondFactorResets);

    it('are reset at once by one administrator, with a reason, and sign in by password again', async () => {
      const who = await someone(context, { roles: ['author'], unitIds });
      const { code } = await secure(context, who);
      await expect(resets().request(administrator.actor, who.personId, '-')).rejects.toMatchObject({
        fields: { reason: 'reason.required' },
      });
      const step = (await signIn(context, who)).step!;
      expect(await resets().request(administrator.actor, who.personId, REASON)).toBe('done');
      expect(code()).toMatch(/^\d{6}$/);
      const [{ steps }] = await context.db.query(
        'SELECT count(*)::int AS steps FROM sign_in_step WHERE person_id = $1',
        [who.personId],
      );
      expect(steps).toBe(0);
      expect(step.need).toBe('code');
      expect((await signIn(context, who)).token).not.toBeNull();
      expect(await auditOf(who)).toContain('second-factor.reset');
      await expect(resets().request(administrator.actor, who.personId, REASON)).rejects.toMatchObject({
        code: 'second-factor.none',
      });
    });

    it('of an administrator take a second pair of eyes', async () => {
      const target = await someone(context, { roles: ['administrator'], unitIds });
      await secure(context, target);
      expect(await resets().request(administrator.actor, target.personId, REASON)).toBe('waiting');
      await expect(resets().request(other.actor, target.personId, REASON)).rejects.toMatchObject({
        code: 'second-factor.reset-waiting',
      });
      const { id } = (await resets().open(administrator.actor)).find(({ personId }) => personId === target.personId)!;
      expect((await signIn(context, target)).step!.need).toBe('code');
      await expect(resets().decide(administrator.actor, id, 'done')).rejects.toMatchObject({
        code: 'second-factor.reset-needs-another',
      });
      await expect(resets().decide(target.actor, id, 'done')).rejects.toMatchObject({
        code: 'second-factor.reset-own',
      });
      await resets().decide(other.actor, id, 'done');
      expect((await signIn(context, target)).token).not.toBeNull();
      await expect(resets().decide(other.actor, id, 'done')).rejects.toMatchObject({ kind: 'not-found' });
    });

    it('can be refused, and asked for again', async () => {
      const target = await someone(context, { roles: ['administrator'], unitIds });
      await secure(context, target);
      await resets().request(administrator.actor, target.personId, REASON);
      const { id } = (await resets().open(administrator.actor)).find(({ personId }) => personId === target.personId)!;
      await resets().decide(other.actor, id, 'refused');
      expect((await signIn(context, target)).step!.need).toBe('code');
      expect(await resets().request(other.actor, target.personId, REASON)).toBe('waiting');
    });

    it('are not one’s own to reset, nor those of people elsewhere', async () => {
      await secure(context, administrator);
      await expect(resets().request(administrator.actor, administrator.personId, REASON)).rejects.toMatchObject({
        code: 'second-factor.reset-own',
      });
      const far = await someone(context, { roles: ['author'], unitIds: elsewhere });
      await secure(context, far);
      await expect(resets().request(administrator.actor, far.personId, REASON)).rejects.toMatchObject({
        code: 'scope.outside',
      });
    });
  });
});
