import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Scope, type Actor } from '#libs/identity';
import { AuditLog, UnitOfWork, conflict, invalid, notFound, type SheetRow } from '#libs/platform';
import { ColumnMaps } from './column-maps.service.js';
import { ImportFiles } from './import-files.service.js';
import { findImport, lockImport, type ImportRecord } from './import-rows.js';
import { maskCell } from './mask-cell.policy.js';
import { ROSTER_COLUMNS, bare, type ColumnMap, type RosterColumn } from './roster-columns.js';
import { readHead } from './roster-file.parser.js';
import { HEADING_WITHIN, REPEATABLE, findHeading, takeColumns } from './roster-heading.policy.js';
import { TakeFile } from './take-file.service.js';

export interface FileColumn {
  /** 0 is the first. */
  place: number;
  heading: string;
  column: RosterColumn | null;
  /** A few cells below, masked. */
  samples: string[];
}

const SAMPLES = 3;
const CHANGEABLE = ['mapping', 'staged', 'failed'];

/** When headings are not understood, a person of the unit says what they mean, once. */
@Injectable()
export class MapColumns {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly maps: ColumnMaps,
    private readonly files: ImportFiles,
    private readonly taker: TakeFile,
    private readonly audit: AuditLog,
  ) {}

  async columns(actor: Actor, importId: string): Promise<FileColumn[]> {
    const record = await findImport(this.dataSource, importId);
    await this.scope.assert(actor, 'roster.import', record.unitId);
    return (await this.look(record)).columns;
  }

  /**
   * `chosen`: what each column of the file is, by its place; null for one that is not needed. `headless`: the file begins
   * with a person, so that columns are remembered by their place. The file is read anew.
   */
  async explain(actor: Actor, importId: string, chosen: (RosterColumn | null)[], headless: boolean): Promise<void> {
    const record = await findImport(this.dataSource, importId);
    await this.scope.assert(actor, 'roster.import', record.unitId);
    const { columns, bytes } = await this.look(record);
    check(chosen);
    const map = mapOf(columns, chosen, headless);
    await this.work.run(async (tx) => {
      const { status } = await lockImport(tx, importId);
      if (!CHANGEABLE.includes(status)) throw conflict('import.not-waiting');
      await this.maps.remember(tx, { unitId: record.unitId, capacity: record.capacity, by: actor.personId }, map);
      await tx.query('DELETE FROM roster_import_row WHERE import_id = $1', [importId]);
      await tx.query(
        `UPDATE roster_import SET status = 'reading', rows_done = 0, rows_total = NULL, failure = NULL WHERE id = $1`,
        [importId],
      );
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'roster-import.map-columns',
        subjectType: 'roster_import',
        subjectId: importId,
        details: { unitId: record.unitId, capacity: record.capacity },
        origin: actor.origin,
      });
      await this.taker.read(tx, importId, bytes);
    });
  }

  private async look(record: ImportRecord): Promise<{ columns: FileColumn[]; bytes: number }> {
    if (!CHANGEABLE.includes(record.status)) throw conflict('import.not-waiting');
    const bytes = await this.files.get(this.dataSource, record.id);
    if (!bytes) throw notFound('import.unknown');
    const remembered = await this.maps.of(this.dataSource, record.unitId, record.capacity);
    const rows = await readHead(bytes, remembered);
    const likely = likelyHeading(rows);
    const heading = findHeading(rows, remembered) ?? {
      lastRow: likely.number,
      ...takeColumns(likely.cells, remembered),
    };
    const below = rows.filter(({ number }) => number > heading.lastRow).slice(0, SAMPLES);
    const columns = heading.columns.map((column, place) => ({
      place,
      heading: heading.headings[place].slice(0, 100),
      column,
      samples: below.map(({ cells }) => maskCell(cells[place] ?? '')),
    }));
    return { columns, bytes: bytes.length };
  }
}

/** Without any known heading the first of the fullest rows is taken for them: titles above have fewer cells. */
function likelyHeading(rows: SheetRow[]): SheetRow {
  const head = rows.slice(0, HEADING_WITHIN);
  const filled = ({ cells }: SheetRow) => cells.filter((cell) => cell.trim()).length;
  const most = Math.max(...head.map(filled));
  return head.find((row) => filled(row) * 3 >= most * 2)!;
}

/** Two columns under one heading ("Nam" and "Nữ" of a birth date) are remembered as one: as what either is used for. */
function mapOf(columns: FileColumn[], chosen: (RosterColumn | null)[], headless: boolean): ColumnMap {
  const map: ColumnMap = {};
  for (const { place, heading } of columns) {
    const key = headless ? `#${place + 1}` : bare(heading);
    if (key) map[key] = chosen[place] || map[key] || '';
  }
  return map;
}

/** Names and numbers stand in one column each; of those that may stand in several the first one filled is read. */
function check(chosen: (RosterColumn | null)[]): void {
  const named = chosen.filter((column) => column !== null);
  if (named.some((column) => !ROSTER_COLUMNS.includes(column))) throw invalid('form.invalid');
  if (!named.includes('fullName') && !(named.includes('middleName') && named.includes('givenName')))
    throw invalid('import.map-needs-name', { cot: 'import.map-needs-name' });
  const single = named.filter((column) => !REPEATABLE.has(column));
  if (new Set(single).size !== single.length) throw invalid('import.map-twice', { cot: 'import.map-twice' });
}
