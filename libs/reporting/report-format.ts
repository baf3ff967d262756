import { PARTY_TEMPLATE } from './docx/party-2026-05.js';

export const REPORT_FORMATS = ['xlsx', 'docx', 'csv'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Of a snapshot; of what came about in a period; of two snapshots compared. */
export const REPORT_KINDS = ['figures', 'flow', 'comparison'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

const OOXML = 'application/vnd.openxmlformats-officedocument';

export const MEDIA_TYPES: Record<ReportFormat, string> = {
  xlsx: `${OOXML}.spreadsheetml.sheet`,
  docx: `${OOXML}.wordprocessingml.document`,
  csv: 'text/csv; charset=utf-8',
};

/** Which edition of its layout a file is made by; kept with the report. */
export const TEMPLATES: Record<ReportKind, Partial<Record<ReportFormat, string>>> = {
  figures: { xlsx: 'figures-2026-11', docx: PARTY_TEMPLATE, csv: 'figures-2026-11' },
  flow: { xlsx: 'flow-2026-11' },
  comparison: { xlsx: 'comparison-2026-11' },
};

/** The edition, or null: this kind has no such file. */
export const templateOf = (kind: ReportKind, format: string): string | null =>
  TEMPLATES[kind][format as ReportFormat] ?? null;

interface Named {
  kind: ReportKind;
  format: ReportFormat;
  asOfDay: string;
  /** The first day of a flow; the day of the earlier snapshot. */
  sinceDay: string | null;
  sha256: string | null;
  draft: boolean;
}

/**
 * `so-lieu-2026-11-20-1a2b3c4d.xlsx`: the day of the figures and the beginning of their SHA-256; a draft says so.
 * `phat-sinh-2026-11-01-den-2026-11-20.xlsx`, `so-sanh-2026-10-31-va-2026-11-20.xlsx`: the two days.
 */
export function reportFileName({ kind, format, asOfDay, sinceDay, sha256, draft }: Named): string {
  const end = `${draft ? '-du-thao' : ''}.${format}`;
  if (kind === 'flow') return `phat-sinh-${sinceDay}-den-${asOfDay}${end}`;
  if (kind === 'comparison') return `so-sanh-${sinceDay}-va-${asOfDay}${end}`;
  return `${format === 'docx' ? 'bao-cao' : 'so-lieu'}-${asOfDay}-${sha256?.slice(0, 8)}${end}`;
}
