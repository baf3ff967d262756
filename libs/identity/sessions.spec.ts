import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UnitOfWork, countStatements, newId } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { ApiTokens } from './api-tokens.service.js';
import type { Actor } from './actor.js';
import { Grants } from './grants.service.js';
import { ORIGIN, makeCommune } from './identity.fixtures.js';
import { IdentityModule } from './identity.module.js';
import { People } from './people.service.js';
import type { Role } from './permissions.js';
import { Sessions } from './sessions.service.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('sessions and tokens', () => {
  let context: TestContext;
  let sessions: Sessions;
  let tokens: ApiTokens;
  let communeId: string;
  let personId: string;

  beforeAll(async () => {
    context = await createTestContext({ imports: [IdentityModule] });
    sessions = context.get(Sessions);
    tokens = context.get(ApiTokens);
    communeId = await makeCommune(context);
  });
  afterAll(() => context.close());
  beforeEach(async () => {
    personId = await context.get(UnitOfWork).run((tx) => context.get(People).create(tx, { fullName: 'Giàng A Páo' }));
  });

  const start = (userAgent?: string) =>
    context.get(UnitOfWork).run(async (tx) => (await sessions.start(tx, personId, ORIGIN, userAgent)).token);
  const actorOf = async (token: string) => (await sessions.resolve(token, ORIGIN)) as Actor;
  const grant = (role: Role, from = context.clock.today(), to: string | null = null) =>
    context
      .get(UnitOfWork)
      .run((tx) => context.get(Grants).grant(tx, { personId, role, unitIds: [communeId], from, to, by: null }));

  describe('a session', () => {
    it('brings name and current grants in one statement', async () => {
      await grant('unit_manager');
      await grant('author', '2026-11-21');
      await grant('reviewer', '2026-01-01', '2026-11-20');
      const token = await start();
      const { result, statements } = await countStatements(() => sessions.resolve(token, ORIGIN));
      expect(statements).toHaveLength(1);
      expect(result).toEqual({
        personId,
        displayName: 'Giàng A Páo',
        accountId: null,
        sessionId: expect.any(String),
        via: 'session',
        grants: [{ role: 'unit_manager', unitIds: [communeId] }],
        origin: ORIGIN,
      });
    });

    it('keeps only a digest of its token', async () => {
      const token = await start();
      expect(Buffer.from(token, 'base64url')).toHaveLength(32);
      const [{ row }] = await context.db.query('SELECT s::text AS row FROM session s WHERE person_id = $1', [personId]);
      expect(row).not.toContain(token);
      expect(row).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
    });

    it('notes when it was seen at most once a minute', async () => {
      const token = await start();
      const count = async () => (await countStatements(() => sessions.resolve(token, ORIGIN))).statements.length;
      context.clock.advance(60);
      expect(await count()).toBe(1);
      context.clock.advance(1);
      expect(await count()).toBe(2);
      expect(await count()).toBe(1);
    });

    it('of a learner ends after two weeks unused or a month in all', async () => {
      const token = await start();
      for (const days of [14, 14]) {
        context.clock.advance(days * DAY);
        expect(await sessions.resolve(token, ORIGIN)).not.toBeNull();
      }
      context.clock.advance(2 * DAY);
      expect(await sessions.resolve(token, ORIGIN)).toBeNull();
      const idle = await start();
      context.clock.advance(14 * DAY + 1);
      expect(await sessions.resolve(idle, ORIGIN)).toBeNull();
    });

    it('of a desk ends after two hours unused or twelve in all', async () => {
      await grant('administrator');
      const [busy, idle] = [await start(), await start()];
      for (let hour = 0; hour < 11; hour += 1) {
        context.clock.advance(HOUR);
        expect(await sessions.resolve(busy, ORIGIN)).not.toBeNull();
      }
      expect(await sessions.resolve(idle, ORIGIN)).toBeNull();
      context.clock.advance(HOUR);
      expect(await sessions.resolve(busy, ORIGIN)).toBeNull();
    });

    it('that was begun before a role began lasts no longer than the role allows', async () => {
      const token = await start();
      context.clock.advance(13 * HOUR);
      await context.db.query('UPDATE session SET last_seen_at = $1 WHERE person_id = $2', [
        context.clock.now(),
        personId,
      ]);
      expect(await sessions.resolve(token, ORIGIN)).not.toBeNull();
      await grant('author');
      expect(await sessions.resolve(token, ORIGIN)).toBeNull();
    });

    it('loses a withdrawn grant at the next request', async () => {
      const id = await grant('committee');
      const token = await start();
      expect((await actorOf(token)).grants).toHaveLength(1);
      await context.get(UnitOfWork).run((tx) => context.get(Grants).withdraw(tx, id, personId));
      expect((await actorOf(token)).grants).toEqual([]);
    });

    it('is nobody any more once the identity is erased', async () => {
      const token = await start();
      await context.db.query('DELETE FROM identity WHERE person_id = $1', [personId]);
      expect(await sessions.resolve(token, ORIGIN)).toBeNull();
    });

    it('can be seen and ended from another, and by its owner only', async () => {
      const [one, two, three] = [await start('Firefox'), await start('Chrome'), await start()];
      const actor = await actorOf(one);
      expect((await sessions.list(actor)).map(({ userAgent, current }) => [userAgent, current])).toEqual(
        expect.arrayContaining([
          ['Firefox', true],
          ['Chrome', false],
        ]),
      );
      const stranger = { ...actor, personId: communeId };
      await sessions.endOne(stranger, (await actorOf(two)).sessionId!);
      expect(await sessions.resolve(two, ORIGIN)).not.toBeNull();
      await sessions.endOne(actor, (await actorOf(two)).sessionId!);
      expect(await sessions.resolve(two, ORIGIN)).toBeNull();
      await sessions.endOthers(actor);
      expect(await sessions.resolve(three, ORIGIN)).toBeNull();
      await sessions.end(one);
      expect(await sessions.resolve(one, ORIGIN)).toBeNull();
    });

    it('is not found for a made-up token', async () => {
      expect(await sessions.resolve('made-up', ORIGIN)).toBeNull();
      expect(await sessions.resolve('', ORIGIN)).toBeNull();
    });
  });

  describe('an API token', () => {
    it('acts as its owner with the grants of the moment, until it is revoked', async () => {
      const actor = await actorOf(await start());
      const { id, token } = await tokens.issue(actor, '  bảng số liệu ', 30);
      expect(await tokens.resolve(token, ORIGIN)).toMatchObject({
        personId,
        via: 'token',
        sessionId: null,
        grants: [],
      });
      await grant('committee');
      const { result, statements } = await countStatements(() => tokens.resolve(token, ORIGIN));
      expect(statements).toHaveLength(1);
      expect(result!.grants).toEqual([{ role: 'committee', unitIds: [communeId] }]);
      expect(await tokens.list(actor)).toMatchObject([{ id, name: 'bảng số liệu', lastUsedAt: context.clock.now() }]);
      await tokens.revoke(actor, id);
      expect(await tokens.resolve(token, ORIGIN)).toBeNull();
      expect(await tokens.list(actor)).toEqual([]);
      await expect(tokens.revoke(actor, id)).rejects.toMatchObject({ code: 'token.not-found' });
    });

    it('ends on its day', async () => {
      const { token } = await tokens.issue(await actorOf(await start()), 'một ngày', 1);
      context.clock.advance(DAY - 1);
      expect(await tokens.resolve(token, ORIGIN)).not.toBeNull();
      context.clock.advance(1);
      expect(await tokens.resolve(token, ORIGIN)).toBeNull();
    });

    it('is no session and makes no other token', async () => {
      const { token } = await tokens.issue(await actorOf(await start()), 'một', 1);
      expect(await sessions.resolve(token, ORIGIN)).toBeNull();
      const program = (await tokens.resolve(token, ORIGIN)) as Actor;
      await expect(tokens.issue(program, 'hai', 365)).rejects.toMatchObject({
        kind: 'forbidden',
        code: 'token.by-token',
      });
    });

    it('needs a name and between one day and a year', async () => {
      const actor = await actorOf(await start());
      await expect(tokens.issue(actor, ' ', 0)).rejects.toMatchObject({
        fields: { name: 'token-name.required', days: 'token-days.invalid' },
      });
      await expect(tokens.issue(actor, 'x', 366)).rejects.toMatchObject({ fields: { days: 'token-days.invalid' } });
    });

    it('is made once of a form sent twice', async () => {
      const actor = await actorOf(await start());
      const key = newId();
      await tokens.issue(actor, 'một', 1, key);
      await expect(tokens.issue(actor, 'một', 1, key)).rejects.toMatchObject({ kind: 'conflict', code: 'token.made' });
      expect(await tokens.list(actor)).toHaveLength(1);
    });

    it('of someone else is not there to be revoked', async () => {
      const actor = await actorOf(await start());
      const { id } = await tokens.issue(actor, 'của tôi', 1);
      await expect(tokens.revoke({ ...actor, personId: communeId }, id)).rejects.toMatchObject({ kind: 'not-found' });
    });
  });
});
