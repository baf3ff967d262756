import { displayExportValue, type CaseSummary, type CaseView } from '#libs/identity';
import type { ExportSection } from '#libs/platform';
import { eventNames, kindNames, stateNames } from './words.js';

/** A section as a table of texts. */
export const sectionView = ({ key, title, columns, rows }: ExportSection) => ({
  key,
  title,
  headings: Object.values(columns),
  rows: rows.map((row) => Object.keys(columns).map((column) => displayExportValue(row[column]))),
});

export const caseSummaryView = (row: CaseSummary) => ({
  ...row,
  kindName: kindNames[row.kind],
  stateName: stateNames[row.state],
  isOpen: row.state === 'open',
  /** What the number of days left is until. */
  leftUntil: row.repliedAt ? row.dueOn : row.replyDueOn,
  late: row.workingDaysLeft !== null && row.workingDaysLeft < 0,
  soon: row.workingDaysLeft !== null && row.workingDaysLeft >= 0 && row.workingDaysLeft <= 3,
  daysLate: row.workingDaysLeft === null ? null : -row.workingDaysLeft,
});

export const caseView = (view: CaseView) => ({
  ...caseSummaryView(view),
  wish: view.wish,
  answer: view.answer,
  evidence: view.evidence,
  events: view.events.map((event) => ({ ...event, name: eventNames[event.kind] ?? event.kind })),
});
