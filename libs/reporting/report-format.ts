import { PARTY_TEMPLATE } from './docx/party-2026-05.js';

export const REPORT_FORMATS = ['xlsx', 'docx', 'csv'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

interface FormatFacts {
  /** Which edition of its layout a file was made by; kept with the report. */
  template: string;
  mediaType: string;
  filePrefix: string;
}

const OOXML = 'application/vnd.openxmlformats-officedocument';

export const FORMATS: Record<ReportFormat, FormatFacts> = {
  xlsx: { template: 'figures-2026-11', mediaType: `${OOXML}.spreadsheetml.sheet`, filePrefix: 'so-lieu' },
  docx: { template: PARTY_TEMPLATE, mediaType: `${OOXML}.wordprocessingml.document`, filePrefix: 'bao-cao' },
  csv: { template: 'figures-2026-11', mediaType: 'text/csv; charset=utf-8', filePrefix: 'so-lieu' },
};

export const isReportFormat = (text: string): text is ReportFormat =>
  (REPORT_FORMATS as readonly string[]).includes(text);

/** `so-lieu-2026-11-20-1a2b3c4d.xlsx`: the day of the figures and the beginning of their SHA-256; a draft says so. */
export function reportFileName(report: {
  format: ReportFormat;
  asOfDay: string;
  sha256: string;
  draft: boolean;
}): string {
  const { filePrefix } = FORMATS[report.format];
  return `${filePrefix}-${report.asOfDay}-${report.sha256.slice(0, 8)}${report.draft ? '-du-thao' : ''}.${report.format}`;
}
