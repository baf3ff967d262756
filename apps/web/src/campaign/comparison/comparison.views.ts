import type { SnapshotComparison, TargetChange } from '#libs/campaigns';
import { formatNumber } from '#libs/platform';
import { goalText, lineName } from '../figures.views.js';

type LineComparison = SnapshotComparison['lines'][number];
type Step = LineComparison['late'];

export interface BridgeRow {
  label: string;
  roster: string;
  completed: string;
  /** The figures themselves, not a change of them. */
  total?: boolean;
}

/** One line from the first figures to the second, every change a row of its own; changes of nothing are left out. */
export function bridge({ line, before, late, since, after, flow }: LineComparison) {
  return {
    lineName: lineName(line),
    moved: late.moved + since.moved,
    flow,
    rows: [
      total('Bản trước', before),
      ...changes(late, {
        joined: 'Biết muộn: người có tên từ trước mà nay mới ghi',
        left: 'Biết muộn: người nay không còn tính ở ngày ấy',
        merged: 'Biết muộn: hai bản ghi là một người',
        newly: 'Biết muộn: đã hoàn thành từ trước mà nay mới ghi, hoặc được khôi phục',
        noLonger: 'Biết muộn: nay không tính là hoàn thành',
      }),
      ...changes(since, {
        joined: 'Trong kỳ: người mới vào danh sách',
        left: 'Trong kỳ: người rời danh sách',
        merged: 'Trong kỳ: hai bản ghi là một người',
        newly: 'Trong kỳ: hoàn thành mới',
        noLonger: 'Trong kỳ: thôi hoàn thành vì có thêm đối tượng hoặc yêu cầu',
      }),
      total('Bản sau', after),
    ],
  };
}

const total = (label: string, { onRoster, completed }: LineComparison['before']): BridgeRow => ({
  label,
  roster: formatNumber(onRoster),
  completed: formatNumber(completed),
  total: true,
});

function changes(step: Step, label: Record<'joined' | 'left' | 'merged' | 'newly' | 'noLonger', string>): BridgeRow[] {
  const rows: [string, number, number][] = [
    [label.joined, step.joined, step.joinedCompleted],
    [label.left, -step.left, -step.leftCompleted],
    [label.merged, -step.merged, -step.mergedCompleted],
    [label.newly, 0, step.newlyCompleted],
    [label.noLonger, 0, -step.noLongerCompleted],
  ];
  return rows
    .filter(([, roster, completed]) => roster !== 0 || completed !== 0)
    .map(([text, roster, completed]) => ({ label: text, roster: signed(roster), completed: signed(completed) }));
}

const signed = (value: number): string => {
  if (value === 0) return '';
  return `${value > 0 ? '+' : '−'}${formatNumber(Math.abs(value))}`;
};

export const targetChange = ({ unitName, line, before, after }: TargetChange) => ({
  unitName,
  lineName: lineName(line),
  before: words(before),
  after: words(after),
});

function words(target: TargetChange['before']): string {
  if (!target) return 'chưa có';
  const number =
    target.denominator === 'declared' ? `${formatNumber(target.declaredNumber ?? 0)} người` : 'theo danh sách';
  return `${goalText(target.goalPercent)}, ${number}`;
}
