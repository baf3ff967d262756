import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { JobRunner, UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { Messages } from './messages.service.js';
import { NotificationsModule } from './notifications.module.js';

const message = { to: '+84912345678', text: 'ma la 123456', purpose: 'sign-up' };
const rows = (context: TestContext) =>
  context.db.query(
    'SELECT channel, purpose, sent_at IS NOT NULL AS sent, o::text AS text FROM outbound_message o ORDER BY created_at, id',
  );

describe('messages in the local sink', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext({ imports: [NotificationsModule] });
  });
  afterAll(() => context.close());

  it('are kept encrypted and can be read on the demo page', async () => {
    await context.get(UnitOfWork).run((tx) => context.get(Messages).send(tx, message));
    await context.get(JobRunner).drain();
    const [row] = await rows(context);
    expect(row).toMatchObject({ channel: 'sink', purpose: 'sign-up', sent: true });
    expect(row.text).not.toMatch(/912345678|123456\b/);
    expect(await context.get(Messages).inSink()).toEqual([
      { to: message.to, text: message.text, at: context.clock.now() },
    ]);
  });

  it('do not exist when their transaction was rolled back', async () => {
    const before = (await rows(context)).length;
    const failing = context.get(UnitOfWork).run(async (tx) => {
      await context.get(Messages).send(tx, message);
      throw new Error('roll back');
    });
    await expect(failing).rejects.toThrow('roll back');
    expect(await rows(context)).toHaveLength(before);
  });
});

describe('messages through the SMS gateway', () => {
  let context: TestContext;
  let answer = 200;
  const received: { authorization?: string; body: Record<string, string> }[] = [];
  const gateway = createServer((request, response) => {
    void read(request).then((body) => {
      received.push({ authorization: request.headers.authorization, body });
      response.writeHead(answer).end();
    });
  });

  beforeAll(async () => {
    await new Promise<void>((done) => gateway.listen(0, '127.0.0.1', done));
    process.env.SMS_URL = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/sms`;
    process.env.SMS_TOKEN = 'gateway-token';
    context = await createTestContext({ imports: [NotificationsModule] });
  });
  afterAll(async () => {
    delete process.env.SMS_URL;
    delete process.env.SMS_TOKEN;
    await context.close();
    await new Promise((done) => gateway.close(done));
  });
  afterEach(() => {
    received.length = 0;
    answer = 200;
  });

  it('are sent once, and then hold neither number nor text', async () => {
    await context.get(UnitOfWork).run((tx) => context.get(Messages).send(tx, message));
    const [{ id }] = await context.db.query('SELECT id FROM outbound_message');
    await context.get(JobRunner).drain();
    await context.get(Messages).deliver(id);
    expect(received).toEqual([
      { authorization: 'Bearer gateway-token', body: { id, to: message.to, text: message.text } },
    ]);
    const [row] = await context.db.query(
      'SELECT sent_at, recipient_cipher, body_cipher FROM outbound_message WHERE id = $1',
      [id],
    );
    expect(row).toEqual({ sent_at: context.clock.now(), recipient_cipher: '', body_cipher: '' });
    expect(await context.get(Messages).inSink()).toEqual([]);
  });

  it('wait and are tried again while the gateway refuses', async () => {
    answer = 503;
    await context.get(UnitOfWork).run((tx) => context.get(Messages).send(tx, message));
    await context.get(JobRunner).drain();
    const [job] = await context.db.query('SELECT last_error, done_at FROM job WHERE done_at IS NULL');
    expect(job.last_error).toBe('SMS gateway answered 503');
    answer = 202;
    await context.db.query('UPDATE job SET run_at = now()');
    await context.get(JobRunner).drain();
    expect(await rows(context)).toEqual(
      expect.arrayContaining([expect.objectContaining({ channel: 'sms', sent: true })]),
    );
    expect(received.map(({ body }) => body.id)).toEqual([received[0].body.id, received[0].body.id]);
  });
});

async function read(request: IncomingMessage): Promise<Record<string, string>> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}
