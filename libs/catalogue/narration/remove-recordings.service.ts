import { Injectable } from '@nestjs/common';
import { Handles, Storage, UnitOfWork, type JobHandler } from '#libs/platform';
import type { AudioFormat } from '../module-content.js';
import { recordingKey } from './recording.entity.js';
import { lockRecording } from './recordings.service.js';

/** Files whose recording is no more, or was taken back; one that was uploaded again meanwhile stays. */
@Injectable()
@Handles('recording.remove')
export class RemoveRecordings implements JobHandler<{ recordings: { sha256: string; format: AudioFormat }[] }> {
  constructor(
    private readonly work: UnitOfWork,
    private readonly storage: Storage,
  ) {}

  async run({ recordings }: { recordings: { sha256: string; format: AudioFormat }[] }): Promise<void> {
    for (const { sha256, format } of recordings)
      await this.work.run(async (tx) => {
        await lockRecording(tx, sha256);
        const kept = await tx.query('SELECT FROM recording WHERE sha256 = $1 AND withdrawn_at IS NULL', [sha256]);
        if (kept.length === 0) await this.storage.delete(recordingKey(sha256, format));
      });
  }
}
