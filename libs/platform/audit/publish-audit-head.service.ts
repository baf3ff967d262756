import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { canonicalJson } from '../crypto/canonical-json.js';
import { Handles, type JobHandler } from '../jobs/job-handler.js';
import { Storage } from '../storage/storage.js';
import { Clock } from '../time/clock.js';

/** The newest seal of a day; `previousDay` leads back to the head published before it. */
export interface PublishedHead {
  day: string;
  number: number;
  hash: string;
  previousDay: string | null;
}

export type AuditNote = Pick<PublishedHead, 'number' | 'hash'>;

const folder = 'audit-heads';

/**
 * Publishes the newest seal once a day, in a file outside the database and in a row that pages show: whoever cuts the end
 * off the chain, or makes a new one, cannot make the heads fit that others have noted.
 */
@Injectable()
@Handles('audit.publish')
export class PublishAuditHead implements JobHandler {
  constructor(
    private readonly dataSource: DataSource,
    private readonly storage: Storage,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const day = this.clock.today();
    const [seal] = await this.dataSource.query('SELECT number, hash FROM audit_seal ORDER BY number DESC LIMIT 1');
    if (!seal || (await this.read(day))) return;
    const latest = await this.latest();
    const head: PublishedHead = { day, number: Number(seal.number), hash: seal.hash, previousDay: latest?.day ?? null };
    const file = Buffer.from(`${canonicalJson(head)}\n`);
    await this.storage.put(`${folder}/${day}.json`, file);
    await this.storage.put(`${folder}/latest.json`, file);
    await this.dataSource.query(
      'INSERT INTO audit_head (day, number, hash, published_at) VALUES ($1, $2, $3, $4) ON CONFLICT (day) DO NOTHING',
      [day, head.number, head.hash, this.clock.now()],
    );
  }

  /**
   * Notes the newest seal outside the database at every sealing, so that the end cannot be cut off between two heads. Over
   * a note that the chain no longer fits nothing is written: it stays told.
   */
  async noteNewest(): Promise<void> {
    const [seal] = await this.dataSource.query('SELECT number, hash FROM audit_seal ORDER BY number DESC LIMIT 1');
    const noted = await this.newest();
    if (!seal || seal.hash === noted?.hash) return;
    const [stands] = noted
      ? await this.dataSource.query('SELECT FROM audit_seal WHERE number = $1 AND hash = $2', [
          noted.number,
          noted.hash,
        ])
      : [true];
    if (!stands) return;
    const note: AuditNote = { number: Number(seal.number), hash: seal.hash };
    await this.storage.put(`${folder}/newest.json`, Buffer.from(`${canonicalJson(note)}\n`));
  }

  newest(): Promise<AuditNote | null> {
    return this.read<AuditNote>('newest');
  }

  latest(): Promise<PublishedHead | null> {
    return this.read('latest');
  }

  /** All heads in the files, the newest first. A missing file ends the walk with `missing`. */
  async all(): Promise<{ heads: PublishedHead[]; missing: string | null }> {
    const heads: PublishedHead[] = [];
    let head = await this.latest();
    while (head) {
      heads.push(head);
      if (!head.previousDay) break;
      const before = await this.read(head.previousDay);
      if (!before || before.day >= head.day) return { heads, missing: head.previousDay };
      head = before;
    }
    return { heads, missing: null };
  }

  private async read<T = PublishedHead>(name: string): Promise<T | null> {
    const file = await this.storage.open(`${folder}/${name}.json`);
    if (!file) return null;
    const chunks: Buffer[] = [];
    for await (const chunk of file.stream) chunks.push(Buffer.from(chunk));
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  }
}
