import { Injectable } from '@nestjs/common';
import { RecipientDirectory, Reminders } from '#libs/notifications';
import { Clock, Handles, UnitOfWork, formatShortDate, localDay, type JobHandler } from '#libs/platform';
import type { Actor } from '../actor.js';
import { WORK_CONSENT } from '../consents.service.js';
import { can, type Role } from '../permissions.js';
import { smsTexts } from '../texts.vi.js';
import { RemindClocks } from './remind-clocks.service.js';

const KIND = 'desk';

/** Tells those who handle requests, and want to be told, that clocks run at their desk: how many, never whose. */
@Injectable()
@Handles('rights.remind-handlers')
export class RemindHandlers implements JobHandler {
  constructor(
    private readonly directory: RecipientDirectory,
    private readonly reminders: Reminders,
    private readonly clocks: RemindClocks,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Once a day at most for each. */
  async run(): Promise<void> {
    await this.clocks.run();
    await this.work.run(async (tx) => {
      for await (const page of this.directory.pages(tx, WORK_CONSENT.purpose)) {
        for (const to of page) {
          const actor = await this.asActor(tx, to.personId);
          const tasks = can(actor, 'rights.handle') ? await this.clocks.open(actor) : [];
          if (tasks.length === 0) continue;
          // A clock ends with the day before the moment that is kept.
          const first = formatShortDate(localDay(new Date(tasks[0].dueAt.getTime() - 1)));
          await this.reminders.send(tx, {
            to,
            purpose: WORK_CONSENT.purpose,
            kind: KIND,
            subject: this.clock.today(),
            everyDays: 0,
            text: ({ site, stop }) => smsTexts.clocks(tasks.length, first, `${site}/quan-tri/yeu-cau`, stop),
          });
        }
      }
    });
  }

  /** As far as the desk asks: what they may do today, and where. */
  private async asActor(
    tx: { query(sql: string, values: unknown[]): Promise<{ role: Role; unitIds: string[] }[]> },
    personId: string,
  ): Promise<Actor> {
    const grants = await tx.query(
      `SELECT g.role, coalesce((SELECT array_agg(u.unit_id) FROM role_grant_unit u WHERE u.grant_id = g.id), '{}') AS "unitIds"
       FROM role_grant g WHERE g.person_id = $1 AND g.valid_from <= $2::date AND (g.valid_to IS NULL OR g.valid_to > $2::date)
         AND g.superseded_at IS NULL`,
      [personId, this.clock.today()],
    );
    return { personId, displayName: '', accountId: null, sessionId: null, via: 'session', grants, origin: {} };
  }
}
