import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Consents, People, REMINDER_CONSENT } from '#libs/identity';
import { Messages, Reminders } from '#libs/notifications';
import { UnitOfWork } from '#libs/platform';
import { Visitor } from './browserless.js';
import { wordsOf } from './people.js';
import { createWebContext, type WebContext } from './web-context.js';

describe('the link at the end of a reminder', () => {
  let context: WebContext;
  let personId: string;
  let path: string;
  beforeAll(async () => {
    context = await createWebContext();
    await context.get(UnitOfWork).run(async (tx) => {
      const phone = '+84912345678';
      personId = await context.get(People).create(tx, { fullName: 'Lò Thị Mai', birthYear: 1968, phone });
      await context.get(Consents).give(tx, personId, { ...REMINDER_CONSENT, method: 'own-page' });
      const text = ({ stop }: { stop: string }) => `Hoc tiep. Dung nhan tin: ${stop}`;
      const reminder = {
        to: { personId, phone },
        purpose: 'reminders',
        kind: 'campaign',
        subject: 'a',
        everyDays: 7,
        text,
      };
      await context.get(Reminders).send(tx, reminder);
    });
    const [{ text }] = await context.get(Messages).inSink(1);
    path = new URL(text.match(/https?:\S+$/)![0]).pathname;
  });
  afterAll(() => context.close());

  const wants = () => context.get(Consents).has(personId, 'reminders');

  it('asks first, and looking changes nothing', async () => {
    const visitor = new Visitor(context.app);
    const asked = await visitor.get(path);
    expect(asked.status).toBe(200);
    expect(wordsOf(asked.body)).toContain('Dừng tin nhắn nhắc học?');
    expect(asked.body).not.toContain('Lò Thị Mai');
    expect(await wants()).toBe(true);
  });

  it('ends the messages without signing in, and says so, also when pressed twice', async () => {
    const visitor = new Visitor(context.app);
    await visitor.get(path);
    for (let i = 0; i < 2; i += 1) {
      const done = await visitor.post(path, {});
      expect([done.status, wordsOf(done.body)]).toEqual([200, expect.stringContaining('Đã dừng tin nhắn nhắc học')]);
      expect(await wants()).toBe(false);
      await visitor.get(path);
    }
  });

  it('is refused from another site, and leads nowhere when it was never sent', async () => {
    const visitor = new Visitor(context.app);
    await visitor.get(path);
    expect((await visitor.post(path, {}, { token: 'x' })).status).toBe(403);
    for (const made of ['/nhac/AAAAAAAAAAAAAAAA', '/nhac/x', '/nhac/%00']) {
      const refused = await visitor.get(made);
      expect([refused.status, wordsOf(refused.body)]).toEqual([404, expect.stringContaining('không còn dùng được')]);
    }
  });
});
