import { writeFiguresCsv } from './csv/write-figures-csv.js';
import { writeDocx } from './docx/write-docx.js';
import type { ReportFormat } from './report-format.js';
import type { FigureRows, Progress, ReportSource } from './report-source.js';
import { writeXlsx } from './xlsx/write-xlsx.js';

/** Writes a whole file to `path`, which does not exist or is overwritten. */
export type ReportWriter = (path: string, source: ReportSource, rows: FigureRows, progress?: Progress) => Promise<void>;

/** Of a snapshot's figures. */
export const WRITERS: Record<ReportFormat, ReportWriter> = { xlsx: writeXlsx, docx: writeDocx, csv: writeFiguresCsv };
