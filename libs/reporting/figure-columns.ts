import { ALL_LINE, NEITHER_LINE, type CapacityRequirements, type FigureRow } from '#libs/campaigns';
import { tableTexts } from './texts.vi.js';

/**
 * `change` values carry their sign, except in strong rows. `percent` values are tenths of a percent (975 is 97,5 %), `day` values are YYYY-MM-DD. A column of numbers may hold a
 * text instead, which says why there is no number.
 */
export type ColumnType = 'text' | 'level' | 'count' | 'change' | 'percent' | 'day';

export interface Column<T> {
  header: string;
  type: ColumnType;
  /** In characters, for the sheet. */
  width: number;
  value(row: T): string | number | null;
}

const words = tableTexts.columns;
const target = <T>(row: FigureRow, of: (target: NonNullable<FigureRow['target']>) => T): T | null =>
  row.target && of(row.target);

/** What a line is called; a code that no requirement names stands for itself. */
export function lineNames(requirements: CapacityRequirements[]): (line: string) => string {
  const names = new Map(requirements.map(({ capacity, capacityName }) => [capacity, capacityName]));
  names.set(ALL_LINE, tableTexts.allLine).set(NEITHER_LINE, tableTexts.neitherLine);
  return (line) => names.get(line) ?? line;
}

/** The rate in tenths, or the words that stand for it; null where none is asked for. */
export function rateValue({ line, rate }: FigureRow): number | string | null {
  if (line === NEITHER_LINE) return null;
  if (rate.state === 'rate') return rate.tenths;
  return rate.state === 'faulty' ? tableTexts.faulty : tableTexts.noTarget;
}

const goalTenths = (row: FigureRow) => target(row, ({ goalPercent }) => Math.round(goalPercent * 10));

type Placed = Pick<FigureRow, 'code' | 'name' | 'level' | 'line'>;

/** Where a row stands. */
export function place<T extends Placed>(lineName: (line: string) => string): Record<keyof Placed, Column<T>> {
  return {
    code: { header: words.code, type: 'text', width: 11, value: ({ code }) => code },
    name: { header: words.name, type: 'text', width: 27, value: ({ name }) => name },
    level: { header: words.level, type: 'level', width: 6, value: ({ level }) => level },
    line: { header: words.line, type: 'text', width: 25, value: ({ line }) => lineName(line) },
  };
}

const numbers = {
  onRoster: count(words.onRoster, 10, (row) => row.onRoster),
  notStarted: count(words.notStarted, 10, (row) => row.notStarted),
  inProgress: count(words.inProgress, 10, (row) => row.inProgress),
  completed: count(words.completed, 9, (row) => row.completed),
  rate: percent(words.rate, 16, rateValue),
  denominator: count(words.denominator, 9, (row) => target(row, ({ number }) => number)),
  goal: percent(words.goal, 9, goalTenths),
  rosterRate: percent(words.rosterRate, 11, (row) => row.rosterRateTenths),
  missing: count(words.missing, 11, (row) => row.missingFromRoster),
  pending: count(words.pending, 9, (row) => row.pending),
  minors: count(words.minors, 9, (row) => row.minors),
  group: count(words.group, 11, (row) => row.group),
  lateSync: count(words.lateSync, 9, (row) => row.lateSync),
  timeUnknown: count(words.timeUnknown, 9, (row) => row.timeUnknown),
  flagged: count(words.flagged, 9, (row) => row.flagged),
  faultyBelow: count(words.faultyBelow, 12, (row) => row.faultyBelow),
};

/** All that is known of a unit and line. */
export function unitColumns(lineName: (line: string) => string): Column<FigureRow>[] {
  return [...Object.values(place<FigureRow>(lineName)), ...Object.values(numbers)];
}

/** What fits a page that is read in a meeting. */
export function summaryColumns(lineName: (line: string) => string): Column<FigureRow>[] {
  const { code, name, line } = place<FigureRow>(lineName);
  const { onRoster, notStarted, inProgress, completed, rate, denominator, goal, missing } = numbers;
  const quality = [numbers.group, numbers.lateSync, numbers.timeUnknown, numbers.flagged];
  return [code, name, line, onRoster, notStarted, inProgress, completed, rate, denominator, goal, missing, ...quality];
}

export function targetColumns(lineName: (line: string) => string): Column<FigureRow>[] {
  const { code, name, line } = place<FigureRow>(lineName);
  return [
    code,
    name,
    line,
    {
      header: words.denominatorKind,
      type: 'text',
      width: 18,
      value: (row) => target(row, ({ denominator }) => tableTexts.denominators[denominator]),
    },
    numbers.denominator,
    numbers.goal,
    { header: words.dueOn, type: 'day', width: 12, value: (row) => target(row, ({ dueOn }) => dueOn) },
    { header: words.definition, type: 'text', width: 44, value: (row) => target(row, ({ definition }) => definition) },
    {
      header: words.source,
      type: 'text',
      width: 36,
      value: (row) => target(row, ({ sourceDocument }) => sourceDocument),
    },
    { header: words.sourceDate, type: 'day', width: 12, value: (row) => target(row, ({ sourceDate }) => sourceDate) },
  ];
}

type Value = Column<FigureRow>['value'];

function count(header: string, width: number, value: Value): Column<FigureRow> {
  return { header, type: 'count', width, value };
}

function percent(header: string, width: number, value: Value): Column<FigureRow> {
  return { header, type: 'percent', width, value };
}
