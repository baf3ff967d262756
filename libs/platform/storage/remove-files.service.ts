import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/unit-of-work.js';
import { Handles, type JobHandler } from '../jobs/job-handler.js';
import { JobQueue } from '../jobs/job-queue.service.js';
import { Storage } from './storage.js';

/** Files go by a job after the transaction that gives them up, so that a rollback loses none. */
@Injectable()
@Handles('file.remove')
export class RemoveFiles implements JobHandler<{ keys: string[] }> {
  constructor(
    private readonly storage: Storage,
    private readonly queue: JobQueue,
  ) {}

  async later(tx: Tx, keys: string[]): Promise<void> {
    if (keys.length > 0) await this.queue.enqueue(tx, 'file.remove', { keys });
  }

  async run({ keys }: { keys: string[] }): Promise<void> {
    for (const key of keys) await this.storage.delete(key);
  }
}
