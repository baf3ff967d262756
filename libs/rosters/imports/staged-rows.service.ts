import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { asOf } from '#libs/organisation';
import { Clock, KeyRing, type Tx } from '#libs/platform';
import type { PlannedRow } from './plan-session.js';
import type { Cells, RosterRow } from './roster-file.parser.js';
import type { OutcomeCounts, RowOutcome, RowReason } from './roster-import.entity.js';

export type StagedCells = Cells;

const CONTEXT = 'roster_import_row.values';
/** Rows that are planned, written and held in memory at once. */
export const BATCH = 1000;

/** The rows of a file in waiting. Their cells are encrypted and are read back only to be shown to, or applied for, the unit. */
@Injectable()
export class StagedRows {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  async insert(tx: Tx, importId: string, planned: PlannedRow[], rows: RosterRow[]): Promise<void> {
    const cells = new Map(rows.map((row) => [row.number, row.cells]));
    await tx.query(
      `INSERT INTO roster_import_row (import_id, row_number, values_cipher, outcome, reasons, person_id, unit_id)
       SELECT $1, t.number, t.cipher, t.outcome, t.reasons::jsonb, t.person_id, t.unit_id
       FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::uuid[]) AS t(number, cipher, outcome, reasons, person_id, unit_id)`,
      [
        importId,
        planned.map(({ number }) => number),
        planned.map(({ number }) => this.keys.encrypt(JSON.stringify(cells.get(number)), CONTEXT)),
        ...outcomeArrays(planned),
      ],
    );
  }

  /** What applying found: things may have changed since the dry run. */
  async settle(tx: Tx, importId: string, planned: PlannedRow[]): Promise<void> {
    await tx.query(
      `UPDATE roster_import_row r SET outcome = t.outcome, reasons = t.reasons::jsonb, person_id = t.person_id, unit_id = t.unit_id
       FROM unnest($2::int[], $3::text[], $4::text[], $5::uuid[], $6::uuid[]) AS t(number, outcome, reasons, person_id, unit_id)
       WHERE r.import_id = $1 AND r.row_number = t.number`,
      [importId, planned.map(({ number }) => number), ...outcomeArrays(planned)],
    );
  }

  /** Piece by piece in the file's order. */
  async *pieces(tx: Tx, importId: string): AsyncGenerator<RosterRow[]> {
    let after = 0;
    for (;;) {
      const rows: { number: number; cipher: string }[] = await tx.query(
        `SELECT row_number AS number, values_cipher AS cipher FROM roster_import_row
         WHERE import_id = $1 AND row_number > $2 ORDER BY row_number LIMIT $3`,
        [importId, after, BATCH],
      );
      if (rows.length > 0) yield rows.map(({ number, cipher }) => ({ number, cells: this.open(cipher) }));
      if (rows.length < BATCH) return;
      after = rows.at(-1)!.number;
    }
  }

  async people(tx: Pick<Tx, 'query'>, importId: string): Promise<{ personId: string; number: number }[]> {
    return tx.query(
      'SELECT person_id AS "personId", row_number AS number FROM roster_import_row WHERE import_id = $1 AND person_id IS NOT NULL',
      [importId],
    );
  }

  async counts(tx: Pick<Tx, 'query'>, importId: string): Promise<OutcomeCounts> {
    const rows: { outcome: RowOutcome; count: number }[] = await tx.query(
      'SELECT outcome, count(*)::int AS count FROM roster_import_row WHERE import_id = $1 GROUP BY outcome',
      [importId],
    );
    const counts: OutcomeCounts = { add: 0, change: 0, skip: 0, error: 0 };
    for (const { outcome, count } of rows) counts[outcome] = Number(count);
    return counts;
  }

  async list(importId: string, outcome: RowOutcome, day: string, page: { offset: number; limit: number }) {
    const rows: {
      rowNumber: number;
      cipher: string;
      outcome: RowOutcome;
      reasons: RowReason[];
      unitName: string | null;
    }[] = await this.dataSource.query(
      `SELECT r.row_number AS "rowNumber", r.values_cipher AS cipher, r.outcome, r.reasons, v.name AS "unitName"
       FROM roster_import_row r LEFT JOIN unit_version v ON v.unit_id = r.unit_id AND ${asOf('v', '$3', '$4')}
       WHERE r.import_id = $1 AND r.outcome = $2 ORDER BY r.row_number OFFSET $5 LIMIT $6`,
      [importId, outcome, day, this.clock.now(), page.offset, page.limit],
    );
    return rows.map(({ cipher, ...row }) => ({ ...row, cells: this.open(cipher) }));
  }

  private open(cipher: string): Cells {
    return JSON.parse(this.keys.decrypt(cipher, CONTEXT)) as Cells;
  }
}

const outcomeArrays = (rows: PlannedRow[]): unknown[][] => [
  rows.map(({ outcome }) => outcome),
  rows.map(({ reasons }) => JSON.stringify(reasons)),
  rows.map(({ personId }) => personId),
  rows.map(({ unitId }) => unitId),
];
