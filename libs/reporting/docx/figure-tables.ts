import { AlignmentType, type Table } from 'docx';
import type { FigureRow } from '#libs/campaigns';
import { formatNumber } from '#libs/platform';
import { rateValue } from '../figure-columns.js';
import { grid, type GridColumn } from './elements.js';
import { party } from './party-2026-05.js';
import { goalPercent, percent, words } from './party-texts.vi.js';

const { columns } = words;
const ordinal = (width: number): GridColumn => ({ header: columns.ordinal, width, align: AlignmentType.CENTER });
const number = (header: string, width: number): GridColumn => ({ header, width, align: AlignmentType.RIGHT });
const text = (header: string, width: number): GridColumn => ({ header, width, align: AlignmentType.LEFT });

const OVERVIEW: GridColumn[] = [
  text(columns.line, 46),
  number(columns.onRoster, 20),
  number(columns.completed, 18),
  number(columns.inProgress, 15),
  number(columns.notStarted, 15),
  number(columns.rate, 33),
  number(columns.goal, 18),
];

/** The root's lines, one row each. */
export function overviewTable(lines: { name: string; row: FigureRow }[]): Table {
  const rows = lines.map(({ name, row }) => [
    name,
    ...[row.onRoster, row.completed, row.inProgress, row.notStarted].map((value) => formatNumber(value)),
    rateText(row),
    goalText(row),
  ]);
  return grid(OVERVIEW, rows, party.sizes.table);
}

const BY_UNIT: GridColumn[] = [
  ordinal(10),
  text(columns.unit, 63),
  number(columns.onRoster, 24),
  number(columns.completed, 23),
  number(columns.inProgress, 22),
  number(columns.notStarted, 23),
];
const BY_UNIT_RATED: GridColumn[] = [
  ordinal(9),
  text(columns.unit, 44),
  number(columns.onRoster, 16),
  number(columns.completed, 16),
  number(columns.inProgress, 15),
  number(columns.notStarted, 15),
  number(columns.denominator, 16),
  number(columns.rate, 19),
  number(columns.goal, 15),
];

/**
 * One line of the units directly below, in their order, and of the unit they stand under, which is no sum of theirs.
 * Where no unit has a target, nothing is said of rates.
 */
export function unitTable(units: FigureRow[], root: FigureRow): Table {
  const rated = units.some(({ target }) => target !== null);
  const rows = [...units, root].map((row, i) => [
    row === root ? '' : String(i + 1),
    row.name,
    ...[row.onRoster, row.completed, row.inProgress, row.notStarted].map((value) => formatNumber(value)),
    ...(rated ? [row.target ? formatNumber(row.target.number) : '', rateText(row), goalText(row)] : []),
  ]);
  return grid(rated ? BY_UNIT_RATED : BY_UNIT, rows, party.sizes.annexTable, [rows.length - 1]);
}

function rateText(row: FigureRow): string {
  const value = rateValue(row);
  return typeof value === 'number' ? percent(value) : (value ?? '');
}

const goalText = ({ target }: FigureRow): string => (target ? goalPercent(Math.round(target.goalPercent * 10)) : '');
