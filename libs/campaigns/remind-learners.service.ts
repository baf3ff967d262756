import { Injectable } from '@nestjs/common';
import { REMINDER_CONSENT } from '#libs/identity';
import { RecipientDirectory, Reminders } from '#libs/notifications';
import { Clock, Handles, UnitOfWork, addDays, formatShortDate, type JobHandler } from '#libs/platform';
import { UNFINISHED_SQL } from './sql/unfinished.sql.js';
import { smsTexts } from './texts.vi.js';

/** Days before the day that matters: once when two weeks are left, once when three days are. */
const SOON = 14;
const LAST = 3;
/** No more than one such message a week, whatever there is to say. */
const EVERY_DAYS = 7;

/** Reminds those who asked for it of what they have not finished, before its day. Says nothing of lines or units. */
@Injectable()
@Handles('campaign.remind')
export class RemindLearners implements JobHandler {
  constructor(
    private readonly directory: RecipientDirectory,
    private readonly reminders: Reminders,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    await this.work.run(async (tx) => {
      const today = this.clock.today();
      for await (const page of this.directory.pages(tx, REMINDER_CONSENT.purpose)) {
        const people = new Map(page.map((to) => [to.personId, to]));
        const rows: { personId: string; campaignId: string; dueOn: string }[] = await tx.query(UNFINISHED_SQL, [
          [...people.keys()],
          today,
          this.clock.now(),
          addDays(today, SOON),
        ]);
        for (const { personId, campaignId, dueOn } of rows) {
          const stage = dueOn <= addDays(today, LAST) ? 'last' : 'soon';
          await this.reminders.send(tx, {
            to: people.get(personId)!,
            purpose: REMINDER_CONSENT.purpose,
            kind: 'campaign',
            subject: `${campaignId}:${dueOn}:${stage}`,
            everyDays: EVERY_DAYS,
            text: ({ site, stop }) => smsTexts.unfinished(formatShortDate(dueOn), site, stop),
          });
        }
      }
    });
  }
}
