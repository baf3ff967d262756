import type { Asker } from '#libs/identity';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * `mapping`: somebody has to say what the columns are; `reading`: a job is at it; `failed`: the file could not be read
 * (`failure` says why); `staged`: each row is explained; then applied, discarded, or applied and undone. `applying` and
 * `undoing`: a job does it; when it could not, the status is what it was before and `failure` says why.
 */
export type ImportStatus =
  'mapping' | 'reading' | 'failed' | 'staged' | 'applying' | 'applied' | 'undoing' | 'undone' | 'discarded';
/** `update`: adds and changes; `whole`: who is not in the file leaves. */
export type ImportMode = 'update' | 'whole';
export type RowOutcome = 'add' | 'change' | 'skip' | 'error';
export type OutcomeCounts = Record<RowOutcome, number>;

/** What the file held and what became of it; stays when the rows are deleted. No personal data. */
export interface ImportSummary {
  counts: OutcomeCounts;
  /** Headings of columns that were not understood and not read. */
  ignoredColumns: string[];
  /** Names of sheets that were not read, and how many rows that do not show were. */
  otherSheets?: string[];
  hiddenRows?: number;
  /** Those of the other sheets that hold a list as well. */
  otherLists?: string[];
  /** Birth dates in which a spreadsheet seems to have changed day and month for each other. */
  swappedDays?: number;
  /** Of a whole roster: who leaves, of how many that a roster lists there. */
  leaves?: { count: number; of: number };
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
  @Column('text', { default: 'update' }) mode: ImportMode;
  /** The whole roster is that of the unit and all below, else of the unit alone. */
  @Column('boolean', { name: 'with_below', default: true }) withBelow: boolean;
  /** Topmost units the maker was in charge of: the job has nobody to ask. */
  @Column('uuid', { name: 'scope_roots', array: true, default: [] }) scopeRoots: string[];
  @Column('int', { name: 'rows_done', default: 0 }) rowsDone: number;
  @Column('int', { name: 'rows_total', nullable: true }) rowsTotal: number | null;
  @Column('jsonb', { nullable: true }) failure: ImportFailure | null;
  /** Of the last application or undoing. */
  @Column('uuid', { name: 'job_id', nullable: true }) jobId: string | null;
  /** While it is under way. */
  @Column('jsonb', { nullable: true }) asked: AskedStep | null;
  @Column('timestamptz', { name: 'undone_at', nullable: true }) undoneAt: Date | null;
  @Column('uuid', { name: 'undone_by', nullable: true }) undoneBy: string | null;
}

/** What somebody has seen and ticked before a whole roster takes people off. */
export interface LeaveConfirmation {
  /** As many as the page said. */
  leaves: number;
  /** Ticked because it is a large part of the roster. */
  many: boolean;
}

/** Who asked the job to apply or undo, and what they had confirmed. */
export interface AskedStep {
  asker: Asker;
  confirmed?: LeaveConfirmation;
}

export interface ImportFailure {
  code: string;
  data: Record<string, unknown>;
}

/** The file as it came, encrypted in parts; goes when the import is applied or discarded. */
@Entity('roster_import_file')
export class RosterImportFile {
  @PrimaryColumn('uuid', { name: 'import_id' }) importId: string;
  @PrimaryColumn('int') part: number;
  @Column('text', { name: 'content_cipher' }) contentCipher: string;
}

/** What applying did for one person, so that it can be undone. Goes with the rows. */
@Entity('roster_import_effect')
export class RosterImportEffect {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'import_id' }) @Index('roster_import_effect_import') importId: string;
  /** Null for somebody who left because the file does not name them. */
  @Column('int', { name: 'row_number', nullable: true }) rowNumber: number | null;
  @Column('uuid', { name: 'person_id' }) @Index('roster_import_effect_person') personId: string;
  @Column('boolean', { name: 'created_person', default: false }) createdPerson: boolean;
  /** The membership it changed, and what followed that in units its own is yet to become part of. */
  @Column('uuid', { name: 'closed_ids', array: true, default: [] }) closedIds: string[];
  @Column('uuid', { name: 'made_ids', array: true, default: [] }) madeIds: string[];
  /** What identified the person before and after, as far as it was changed. */
  @Column('text', { name: 'identity_cipher', nullable: true }) identityCipher: string | null;
}

/** What a unit's headings mean, as somebody there said: folded heading to column, or to '' for "not needed". */
@Entity('roster_column_map')
export class RosterColumnMap {
  @PrimaryColumn('uuid', { name: 'unit_id' }) unitId: string;
  @PrimaryColumn('text') capacity: string;
  @Column('jsonb') columns: Record<string, string>;
  @Column('uuid', { name: 'updated_by' }) updatedBy: string;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt: Date;
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
