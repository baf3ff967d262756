import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../database/unit-of-work.js';
import { newId } from '../ids.js';
import { Handles, type JobContext, type JobHandler } from '../jobs/job-handler.js';
import { JobQueue } from '../jobs/job-queue.service.js';
import { Clock } from '../time/clock.js';
import { CIPHER_COLUMNS, type CipherColumn } from './cipher-columns.js';
import { KeyRing } from './key-ring.js';
import { RotateIndexes } from './rotate-indexes.service.js';

export interface RotationState {
  id: string;
  startedAt: Date;
  stopAskedAt: Date | null;
  finishedAt: Date | null;
  done: number;
  total: number | null;
}

const BATCH = 500;

/**
 * Encrypts again under the newest key whatever an older one encrypted, then indexes anew what it indexed, a batch per
 * transaction. What is done is seen from the key's id in the text itself, so that it may be stopped, killed and begun again
 * at any point.
 */
@Injectable()
@Handles('keys.rotate')
export class RotateKeys implements JobHandler {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: KeyRing,
    private readonly indexes: RotateIndexes,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** Begins, or goes on with what was stopped. */
  async start(tx: Tx): Promise<void> {
    const [open] = await tx.query('SELECT id FROM key_rotation WHERE key_id = $1 AND finished_at IS NULL', [
      this.keys.newest,
    ]);
    const id = open?.id ?? newId();
    if (open) await tx.query('UPDATE key_rotation SET stop_asked_at = NULL WHERE id = $1', [id]);
    else
      await tx.query('INSERT INTO key_rotation (id, key_id, started_at) VALUES ($1, $2, $3)', [
        id,
        this.keys.newest,
        this.clock.now(),
      ]);
    await this.queue.enqueue(tx, 'keys.rotate', { rotationId: id });
  }

  /** The batch at hand is ended, no other begun. */
  async stop(tx: Tx): Promise<void> {
    await tx.query('UPDATE key_rotation SET stop_asked_at = $1 WHERE finished_at IS NULL', [this.clock.now()]);
  }

  async latest(): Promise<RotationState | null> {
    const [row] = await this.dataSource.query(
      `SELECT id, started_at AS "startedAt", stop_asked_at AS "stopAskedAt", finished_at AS "finishedAt", done::int, total::int
       FROM key_rotation ORDER BY started_at DESC LIMIT 1`,
    );
    return row ?? null;
  }

  async run({ rotationId }: { rotationId?: string }, context?: Pick<JobContext, 'progress'>): Promise<void> {
    if (await this.shallStop(rotationId)) return;
    const columns = await this.changeable();
    let total = await this.remainingIndexes();
    for (const column of columns) total += await this.left(column);
    let done = 0;
    for await (const changed of this.batches(columns)) {
      done += changed;
      await this.dataSource.query(
        'UPDATE key_rotation SET done = done + $2, total = greatest(coalesce(total, 0), $3) WHERE id = $1',
        [rotationId, changed, total],
      );
      await context?.progress(done, total);
      if (await this.shallStop(rotationId)) return;
    }
    await this.dataSource.query('UPDATE key_rotation SET finished_at = $2 WHERE id = $1', [
      rotationId,
      this.clock.now(),
    ]);
  }

  /** Texts, and then indexes: an index is made from the text beside it. */
  private async *batches(columns: CipherColumn[]): AsyncGenerator<number> {
    for (const column of columns) for (let changed; (changed = await this.batch(column)) > 0;) yield changed;
    for (const column of this.indexes.columns) {
      let after: string | null = null;
      do {
        const { changed, last } = await this.indexes.batch(column, after);
        after = last;
        yield changed;
      } while (after !== null);
    }
  }

  private async shallStop(rotationId?: string): Promise<boolean> {
    const [row] = await this.dataSource.query(
      'SELECT stop_asked_at IS NOT NULL AS stop FROM key_rotation WHERE id = $1',
      [rotationId],
    );
    return !row || row.stop;
  }

  /** Texts that still need an older key: that key must stay in the ring while there is one. */
  async remaining(): Promise<number> {
    let sum = 0;
    for (const column of CIPHER_COLUMNS) sum += await this.left(column);
    return sum;
  }

  /** Values that only an older key finds: accounts and links whose owners have to sign in once. */
  async remainingIndexes(): Promise<number> {
    let sum = 0;
    for (const column of this.indexes.columns) sum += await this.indexes.left(column);
    return sum;
  }

  /** The app may not rewrite an append-only table; what stands there stays under its key. */
  private async changeable(): Promise<CipherColumn[]> {
    const rows: { may: boolean }[] = await this.dataSource.query(
      `SELECT has_column_privilege(t.name, t.col, 'UPDATE') AS may FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS t(name, col, n) ORDER BY n`,
      [CIPHER_COLUMNS.map(({ table }) => table), CIPHER_COLUMNS.map(({ column }) => column)],
    );
    return CIPHER_COLUMNS.filter((_, index) => rows[index]!.may);
  }

  private async left({ table, column }: CipherColumn): Promise<number> {
    const [{ n }] = await this.dataSource.query(
      `SELECT count(*)::int AS n FROM ${table} WHERE ${column} <> '' AND split_part(${column}, '.', 1) <> $1`,
      [this.keys.newest],
    );
    return n;
  }

  /** Names of tables and columns come from the list above, never from outside. A row that somebody has at hand waits its turn. */
  private batch({ table, column, context }: CipherColumn): Promise<number> {
    return this.dataSource.transaction(async (tx) => {
      const rows: { place: string; cipher: string }[] = await tx.query(
        `SELECT ctid::text AS place, ${column} AS cipher FROM ${table}
         WHERE ${column} <> '' AND split_part(${column}, '.', 1) <> $1 LIMIT ${BATCH} FOR UPDATE`,
        [this.keys.newest],
      );
      const fresh = rows.map(({ cipher }) => this.keys.encrypt(this.keys.decrypt(cipher, context), context));
      await tx.query(
        `UPDATE ${table} t SET ${column} = n.cipher FROM unnest($1::text[], $2::text[]) AS n(place, cipher) WHERE t.ctid = n.place::tid`,
        [rows.map(({ place }) => place), fresh],
      );
      return rows.length;
    });
  }
}
