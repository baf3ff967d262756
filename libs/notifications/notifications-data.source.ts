import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalData, type DataSubject, type PersonalDataSource, type RetentionTask, type Tx } from '#libs/platform';
import { Messages } from './messages.service.js';

/** Messages know a phone and no person; what a gateway has taken holds neither. */
@Injectable()
export class NotificationsData implements PersonalDataSource, OnModuleInit {
  readonly lib = 'notifications';
  readonly tables = { outbound_message: { holds: 'identity' } as const };
  readonly retention: RetentionTask[] = [
    {
      kind: 'message',
      days: 30,
      async purge(tx: Tx, before: Date) {
        const [, count] = await tx.query('DELETE FROM outbound_message WHERE created_at < $1', [before]);
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

  /** Waiting and sent alike: the job of a message that is gone has nothing to do. */
  async erase(tx: Tx, { phones }: DataSubject): Promise<void> {
    for (const phone of phones) await this.messages.eraseTo(tx, phone);
  }
}
