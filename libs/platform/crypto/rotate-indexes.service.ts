import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { INDEX_COLUMNS, type IndexColumn } from './index-columns.js';
import { KeyRing } from './key-ring.js';

const BATCH = 500;

export interface IndexBatch {
  changed: number;
  /** Where the next batch begins; null at the end. */
  last: string | null;
}

/**
 * Makes blind indexes anew under the newest key, each where it stands: lookups ask for the index under every key, so that
 * a row is found before and after, and an older key is needed no more when no index of it is left.
 */
@Injectable()
export class RotateIndexes {
  readonly columns = INDEX_COLUMNS;

  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: KeyRing,
  ) {}

  async left({ table, column }: IndexColumn): Promise<number> {
    const [{ n }] = await this.dataSource.query(
      `SELECT count(*)::int AS n FROM ${table} WHERE ${column} IS NOT NULL AND split_part(${column}, '.', 1) <> $1`,
      [this.keys.newest],
    );
    return n;
  }

  /** An index whose value is not the one at hand (a login by an earlier phone) is left to its owner's next sign-in. */
  batch(index: IndexColumn, after: string | null): Promise<IndexBatch> {
    const { table, key, column, source, context } = index;
    const join = source.table === table ? '' : `JOIN ${source.table} s ON s.${key} = t.${key}`;
    const from = source.table === table ? 't' : 's';
    return this.dataSource.transaction(async (tx) => {
      const rows: { id: string; stands: string; cipher: string }[] = await tx.query(
        `SELECT t.${key} AS id, t.${column} AS stands, ${from}.${source.column} AS cipher FROM ${table} t ${join}
         WHERE t.${column} IS NOT NULL AND split_part(t.${column}, '.', 1) <> $1 AND coalesce(${from}.${source.column}, '') <> ''
           AND ($2::uuid IS NULL OR t.${key} > $2::uuid) ORDER BY t.${key} LIMIT ${BATCH} FOR UPDATE OF t`,
        [this.keys.newest, after],
      );
      const fresh = rows.flatMap(({ id, stands, cipher }) => {
        const indexes = this.keys.blindIndexes(this.keys.decrypt(cipher, source.context), context);
        return indexes.includes(stands) ? [{ id, index: indexes[0]! }] : [];
      });
      await tx.query(
        `UPDATE ${table} t SET ${column} = n.index FROM unnest($1::uuid[], $2::text[]) AS n(id, index) WHERE t.${key} = n.id`,
        [fresh.map(({ id }) => id), fresh.map(({ index: made }) => made)],
      );
      return { changed: fresh.length, last: rows.length < BATCH ? null : rows.at(-1)!.id };
    });
  }
}
