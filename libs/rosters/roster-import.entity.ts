import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ImportStatus = 'staged' | 'applied' | 'discarded';
export type RowOutcome = 'add' | 'change' | 'skip' | 'error';
export type OutcomeCounts = Record<RowOutcome, number>;

/** What the file held and what became of it; stays when the rows are deleted. No personal data. */
export interface ImportSummary {
  counts: OutcomeCounts;
  /** Headings of columns that were not understood and not read. */
  ignoredColumns: string[];
}

@Entity('roster_import')
export class RosterImport {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'unit_id' }) unitId: string;
  @Column('text') capacity: string;
  @Column('text', { name: 'file_name' }) fileName: string;
  @Column('date', { name: 'effective_on' }) effectiveOn: string;
  @Column('text') status: ImportStatus;
  @Column('jsonb') summary: ImportSummary;
  @Column('uuid', { name: 'made_by' }) madeBy: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamptz', { name: 'applied_at', nullable: true }) appliedAt: Date | null;
}

/** A code and what it says about the row. `column` is the field it concerns; `data` holds numbers and codes, never personal data. */
export interface RowReason {
  code: string;
  column?: string;
  data?: Record<string, string | number>;
}

/** One row of the file. Its cells are encrypted; they go when the import is discarded or has aged. */
@Entity('roster_import_row')
export class RosterImportRow {
  @PrimaryColumn('uuid', { name: 'import_id' }) importId: string;
  /** As a spreadsheet program counts: the first line of the file is 1. */
  @PrimaryColumn('int', { name: 'row_number' }) rowNumber: number;
  @Column('text', { name: 'values_cipher' }) valuesCipher: string;
  @Column('text') outcome: RowOutcome;
  @Column('jsonb', { default: [] }) reasons: RowReason[];
  @Column('uuid', { name: 'person_id', nullable: true }) personId: string | null;
  @Column('uuid', { name: 'unit_id', nullable: true }) unitId: string | null;
}
