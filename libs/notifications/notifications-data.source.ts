import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  OWN_ROWS,
  PersonalData,
  type DataSubject,
  type ExportSection,
  type PersonalDataSource,
  type RetentionTask,
  type Tx,
} from '#libs/platform';
import { reminderSection } from './personal-data.vi.js';
import { Messages } from './messages.service.js';

/** Messages know a phone and no person, and what a gateway has taken holds neither; of reminders is kept that they went. */
@Injectable()
export class NotificationsData implements PersonalDataSource, OnModuleInit {
  readonly lib = 'notifications';
  readonly tables = { outbound_message: { holds: 'identity' } as const, reminder: OWN_ROWS };
  readonly retention: RetentionTask[] = [
    {
      kind: 'message',
      days: 30,
      async purge(tx: Tx, before: Date) {
        const [, count] = await tx.query('DELETE FROM outbound_message WHERE created_at < $1', [before]);
        return count;
      },
    },
    {
      kind: 'reminder',
      days: 365,
      async purge(tx: Tx, before: Date) {
        const [, count] = await tx.query('DELETE FROM reminder WHERE created_at < $1', [before]);
        return count;
      },
    },
  ];

  constructor(
    private readonly data: PersonalData,
    private readonly messages: Messages,
  ) {}

  onModuleInit(): void {
    this.data.register(this);
  }

  async exportOf(tx: Tx, personId: string): Promise<ExportSection[]> {
    const rows = await tx.query(
      'SELECT purpose, created_at AS at FROM reminder WHERE person_id = $1 ORDER BY created_at',
      [personId],
    );
    return [{ ...reminderSection, rows }];
  }

  /** Waiting and sent alike: the job of a message that is gone has nothing to do. */
  async erase(tx: Tx, { personId, phones }: DataSubject): Promise<void> {
    await tx.query('DELETE FROM reminder WHERE person_id = $1', [personId]);
    for (const phone of phones) await this.messages.eraseTo(tx, phone);
  }
}
