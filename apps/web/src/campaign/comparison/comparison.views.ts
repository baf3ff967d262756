import type { TargetChange } from '#libs/campaigns';
import { formatNumber } from '#libs/platform';
import { bridge, targetText, type LineComparison } from '#libs/reporting';
import { lineName } from '../figures.views.js';

/** One line from the first figures to the second, its changes with their sign. */
export function bridgeView(comparison: LineComparison) {
  const { line, late, since, flow } = comparison;
  return {
    lineName: lineName(line),
    moved: late.moved + since.moved,
    flow,
    rows: bridge(comparison).map(({ label, total, onRoster, completed }) => ({
      label,
      total,
      roster: total ? formatNumber(onRoster) : signed(onRoster),
      completed: total ? formatNumber(completed) : signed(completed),
    })),
  };
}

const signed = (value: number): string => {
  if (value === 0) return '';
  return `${value > 0 ? '+' : '−'}${formatNumber(Math.abs(value))}`;
};

export const targetChange = ({ unitName, line, before, after }: TargetChange) => ({
  unitName,
  lineName: lineName(line),
  before: targetText(before),
  after: targetText(after),
});
