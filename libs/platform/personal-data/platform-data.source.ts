import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../database/unit-of-work.js';
import { PersonalData } from './personal-data.service.js';
import { NOTHING, PSEUDONYM, type PersonalDataSource, type RetentionTask } from './personal-data-source.js';

/** Jobs carry ids, audit entries ids and addresses; a counter is named after the blind index of a phone. */
@Injectable()
export class PlatformData implements PersonalDataSource, OnModuleInit {
  readonly lib = 'platform';
  readonly tables = {
    migrations: NOTHING,
    job: { holds: 'identity', gone: 'strpos(payload::text, $1::text) > 0' } as const,
    audit: PSEUDONYM,
    audit_seal: NOTHING,
    audit_head: NOTHING,
    throttle: { holds: 'identity' } as const,
  };
  readonly retention: RetentionTask[] = [
    {
      kind: 'throttle',
      days: 2,
      async purge(tx: Tx, before: Date) {
        const [, count] = await tx.query('DELETE FROM throttle WHERE window_start < $1', [before]);
        return count;
      },
    },
    {
      kind: 'failed-job',
      days: 90,
      async purge(tx: Tx, before: Date) {
        const [, count] = await tx.query('DELETE FROM job WHERE failed_at < $1', [before]);
        return count;
      },
    },
  ];

  constructor(private readonly data: PersonalData) {}

  onModuleInit(): void {
    this.data.register(this);
  }
}
