import type { Tx } from '../database/unit-of-work.js';

/** Whose data it is. One human being may stand under several ids; each is a subject of its own. */
export interface DataSubject {
  personId: string;
  /** E.164: what is kept under a phone and not under the id (messages, rows of files in waiting). */
  phones: string[];
  personalNumbers: string[];
}

export type ExportValue = string | number | boolean | Date | string[] | null;

/** One table of a person's own copy, readable by people and by programs. */
export interface ExportSection {
  /** Name of the file: lower-case letters and hyphens. */
  key: string;
  title: string;
  /** Key of a value to its heading, in the order in which they are read. */
  columns: Record<string, string>;
  rows: Record<string, ExportValue>[];
}

/**
 * What a table keeps of people. `nothing`: no person, not even an id. `pseudonym`: bare ids only; stays after an erasure.
 * `identity`: names, traces or texts; what is the person's own goes.
 */
export interface TableRule {
  holds: 'nothing' | 'pseudonym' | 'identity';
  /** SQL over the table, `$1` the person's id: no row may meet it after an erasure. */
  gone?: string;
}

/** Data of one kind that goes by itself after a time. */
export interface RetentionTask {
  /** As `session`, `roster-row`; its name and reason for readers stand with the page. */
  kind: string;
  /** As long as no administrator says otherwise. */
  days: number;
  /** The law or the database wants it kept this long. */
  atLeastDays?: number;
  /** Removes what is older; answers how many. */
  purge(tx: Tx, before: Date): Promise<number>;
}

/** Every lib that has tables implements it and registers with `PersonalData`; a test holds the schema to it. */
export interface PersonalDataSource {
  lib: string;
  tables: Record<string, TableRule>;
  /** Other ids under which the same human being is known to the lib. */
  aliases?(tx: Tx, personId: string): Promise<string[]>;
  /** What the person may read of it; nothing about other people. */
  exportOf?(tx: Tx, personId: string): Promise<ExportSection[]>;
  /** Erases in the caller's transaction; files go by jobs after it (`file.remove`). Doing it twice is doing it once. */
  erase?(tx: Tx, subject: DataSubject): Promise<void>;
  retention?: RetentionTask[];
}

export const NOTHING: TableRule = { holds: 'nothing' };
export const PSEUDONYM: TableRule = { holds: 'pseudonym' };
/** The person's rows are deleted. */
export const OWN_ROWS: TableRule = { holds: 'identity', gone: 'person_id = $1' };
