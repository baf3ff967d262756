import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { AuditLog, Clock, invalid, JobQueue, notFound, Storage, UnitOfWork, type Tx } from '#libs/platform';
import { CurrentVersions } from '../current-versions.service.js';
import { assertAuthor } from '../drafts.service.js';
import type { AudioFormat } from '../module-content.js';
import { readAudio } from './audio/read-audio.js';
import { recordingKey } from './recording.entity.js';

export interface RecordingFacts {
  sha256: string;
  format: AudioFormat;
  seconds: number;
  bytes: number;
}

/** Sound files: taken in, read from, taken back. */
@Injectable()
export class Recordings {
  constructor(
    private readonly work: UnitOfWork,
    private readonly storage: Storage,
    private readonly queue: JobQueue,
    private readonly current: CurrentVersions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps a file under its hash; the same file twice is one. In a transaction of its own, so that no file is left without a
   * row, by which it would be cleaned. Refuses `access.denied`, `narration.speaker` (nobody said that
   * the speaker agrees), and what `readAudio` refuses.
   */
  async add(actor: Actor, file: Buffer, speakerAgrees: boolean): Promise<RecordingFacts> {
    assertAuthor(actor);
    if (!speakerAgrees) throw invalid('narration.speaker', { speakerAgrees: 'narration.speaker' });
    const { format, seconds, data } = readAudio(file);
    const sha256 = createHash('sha256').update(data).digest('hex');
    const facts = { sha256, format, seconds, bytes: data.length };
    await this.work.run(async (inner) => {
      await lockRecording(inner, sha256);
      await this.insert(inner, actor, facts);
      await this.storage.put(recordingKey(sha256, format), data);
    });
    return facts;
  }

  private async insert(tx: Tx, actor: Actor, { sha256, format, seconds, bytes }: RecordingFacts): Promise<void> {
    await tx.query(
      `INSERT INTO recording (sha256, format, seconds, bytes, uploaded_by, uploaded_at, speaker_agreed_at, used_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6, $6)
       ON CONFLICT (sha256) DO UPDATE SET used_at = excluded.used_at, withdrawn_at = NULL,
         speaker_agreed_at = excluded.speaker_agreed_at, uploaded_by = excluded.uploaded_by`,
      [sha256, format, seconds, bytes, actor.personId, this.clock.now()],
    );
    await this.note(tx, actor, 'recording.add', sha256);
    this.current.changedIn(tx);
  }

  /**
   * Takes a recording away from everywhere at once, for whoever speaks in it asked so: the file goes, pages that name it
   * offer the phone's voice. Twice is once. Refuses `access.denied`, `narration.unknown`.
   */
  async withdraw(actor: Actor, sha256: string, tx?: Tx): Promise<void> {
    assertAuthor(actor);
    await this.work.run(async (inner) => {
      await lockRecording(inner, sha256);
      const [found] = await inner.query('SELECT format, withdrawn_at FROM recording WHERE sha256 = $1', [sha256]);
      if (!found) throw notFound('narration.unknown');
      if (found.withdrawn_at) return;
      await inner.query('UPDATE recording SET withdrawn_at = $2 WHERE sha256 = $1', [sha256, this.clock.now()]);
      await this.queue.enqueue(inner, 'recording.remove', { recordings: [{ sha256, format: found.format }] });
      await this.note(inner, actor, 'recording.withdraw', sha256);
      this.current.changedIn(inner);
    }, tx);
  }

  private note(tx: Tx, { personId: actorId, origin }: Actor, action: string, subjectId: string): Promise<void> {
    return this.audit.append(tx, { actorId, action, subjectType: 'recording', subjectId, origin });
  }
}

/** Taking in and removing one file happen one after the other, whoever does it. */
export async function lockRecording(tx: Tx, sha256: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('recording ' || $1, 0))`, [sha256]);
}
