import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UnitOfWork, newId } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Messages, SendMessage, SendPolitely } from './messages.service.js';
import { NotificationsModule } from './notifications.module.js';
import { RecipientDirectory, type Recipient } from './recipient-directory.js';
import { Reminders } from './reminders.service.js';

const local = (text: string) => new Date(`${text}+07:00`);

describe('a reminder', () => {
  let context: TestContext;
  let to: Recipient;
  beforeAll(async () => {
    context = await createTestContext({ imports: [NotificationsModule] });
  });
  afterAll(() => context.close());
  beforeEach(async () => {
    context.clock.set(local('2026-11-24T10:00'));
    for (const table of ['reminder', 'outbound_message', 'job']) await context.db.query(`DELETE FROM ${table}`);
    to = { personId: newId(), phone: '+84912345678' };
    await context.db.query('INSERT INTO person (id) VALUES ($1)', [to.personId]);
  });

  const remind = (subject: string, more: Partial<{ purpose: string; everyDays: number; to: Recipient }> = {}) =>
    context.get(UnitOfWork).run((tx) =>
      context.get(Reminders).send(tx, {
        to,
        purpose: 'reminders',
        kind: 'campaign',
        subject,
        everyDays: 7,
        text: ({ site, stop }) => `Hoc tiep tai ${site} dung ${stop}`,
        ...more,
      }),
    );
  const inSink = async () => (await context.get(Messages).inSink()).map(({ text }) => text);
  const runAts = async () =>
    (await context.db.query('SELECT run_at FROM job ORDER BY run_at')).map((row: { run_at: Date }) => row.run_at);

  it('goes out once for its subject, and not again within the cap', async () => {
    expect(await remind('a')).toBe(true);
    context.clock.advance(6 * 86_400);
    expect([await remind('a'), await remind('b'), await remind('c', { purpose: 'work-reminders' })]).toEqual([
      false,
      false,
      true,
    ]);
    context.clock.advance(2 * 86_400);
    expect([await remind('a'), await remind('b')]).toEqual([false, true]);
    expect(await inSink()).toHaveLength(3);
  });

  it('waits for the morning, also when a gateway was away in the evening', async () => {
    context.clock.set(local('2026-11-24T22:30'));
    await remind('a');
    expect(await runAts()).toEqual([local('2026-11-25T08:00')]);
    const [{ payload }] = await context.db.query('SELECT payload FROM job');
    await context.db.query('DELETE FROM job');
    await context.get(SendPolitely).run(payload);
    const [{ sent }] = await context.db.query('SELECT sent_at AS sent FROM outbound_message');
    expect({ sent, again: await runAts() }).toEqual({ sent: null, again: [local('2026-11-25T08:00')] });
    context.clock.set(local('2026-11-25T08:00'));
    await context.get(SendPolitely).run(payload);
    expect((await context.db.query('SELECT sent_at AS sent FROM outbound_message'))[0].sent).toEqual(
      context.clock.now(),
    );
  });

  it('keeps no code waiting: what somebody waits for leaves at any hour', async () => {
    context.clock.set(local('2026-11-24T22:30'));
    await context
      .get(UnitOfWork)
      .run((tx) => context.get(Messages).send(tx, { to: to.phone, purpose: 'sign-up', text: 'ma' }));
    const [{ kind, payload }] = await context.db.query('SELECT kind, payload FROM job');
    expect(kind).toBe('message.send');
    await context.get(SendMessage).run(payload);
    expect((await context.db.query('SELECT sent_at AS sent FROM outbound_message'))[0].sent).not.toBeNull();
  });

  it('ends with a link that leads to its person and is kept as a digest', async () => {
    await remind('a');
    const [text] = await inSink();
    const [, token] = text.match(/\/nhac\/([\w-]+)$/)!;
    expect(await context.get(Reminders).ofLink(token)).toEqual({ personId: to.personId, purpose: 'reminders' });
    const [row] = await context.db.query('SELECT r::text AS row FROM reminder r');
    expect(row.row).not.toContain(token);
    for (const made of ['', 'x', `${token}x`, `${token.slice(1)}A`, '%00'])
      expect(await context.get(Reminders).ofLink(made)).toBeNull();
  });

  it('goes to nobody when nobody knows the people', async () => {
    const pages = [];
    for await (const page of context.get(RecipientDirectory).pages(context.db, 'reminders')) pages.push(page);
    expect(pages).toEqual([]);
  });
});
