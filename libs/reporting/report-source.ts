import type { FigureRow, FiguresDocument } from '#libs/campaigns';

/** The document without its rows: those are passed beside it, so that they need not be in memory at once. */
export type FiguresHead = Omit<FiguresDocument, 'rows'>;

/** Begins a new pass over the figure rows each time it is called: a file's sheets each take one. */
export type FigureRows = () => Iterable<FigureRow> | AsyncIterable<FigureRow>;

/** Everything a writer may use. Nothing in it is read from live tables except the names of the people who made it. */
export interface ReportSource {
  document: FiguresHead;
  /** Of the snapshot's canonical JSON. */
  sha256: string;
  snapshotTitle: string;
  /** No second person had signed the figures off when the file was asked for. */
  draft: boolean;
  signedAt: Date | null;
  /** Null: erased since. */
  signerName: string | null;
  makerName: string | null;
  /** When the file was asked for; its place-and-date line and its properties say so. */
  madeAt: Date;
  purpose: string;
}

/** Of a file that is counted from the facts: who asked for it and why. */
export type ExtractSource = Pick<ReportSource, 'makerName' | 'madeAt' | 'purpose' | 'draft'>;

/** Told how many rows have been written so far; awaited, so that it may write to the database. */
export type Progress = (rows: number) => Promise<void> | void;
