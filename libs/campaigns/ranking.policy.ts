import type { FigureRow } from './figures-document.js';

export type Ranked<T> = T & { rank: number | null };

/**
 * The rows by how much of the denominator has completed, the most first. Equal shares have one rank, and the next one's
 * counts them all (1, 2, 2, 4). A row without a rate (no target, or a faulty denominator: figures.md) has no rank and
 * stands last. Equal and unranked rows stay in the order given.
 */
export function ranked<T extends Pick<FigureRow, 'completed' | 'target' | 'rate'>>(rows: T[]): Ranked<T>[] {
  const share = ({ completed, target }: T) => completed / target!.number;
  const rated = rows.filter(({ rate }) => rate.state === 'rate').toSorted((a, b) => share(b) - share(a));
  const ranks = rated.map((row) => rated.findIndex((first) => share(first) === share(row)) + 1);
  const rest = rows.filter(({ rate }) => rate.state !== 'rate');
  return [...rated.map((row, i) => ({ ...row, rank: ranks[i]! })), ...rest.map((row) => ({ ...row, rank: null }))];
}
