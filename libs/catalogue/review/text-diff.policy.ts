export interface DiffLine {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Above this many comparisons the middle is shown as replaced whole: a page must not take seconds to make. */
const MAX_COMPARISONS = 4_000_000;

/** What changed between two texts, line by line: a longest common subsequence, removed lines before added ones. */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = before === '' ? [] : before.split('\n');
  const now = after === '' ? [] : after.split('\n');
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const same = (texts: string[]): DiffLine[] => texts.map((text) => ({ kind: 'same', text }));
  return [
    ...same(old.slice(0, head)),
    ...diffMiddle(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...same(old.slice(old.length - tail)),
  ];
}

function diffMiddle(old: string[], now: string[]): DiffLine[] {
  const removed = (texts: string[]): DiffLine[] => texts.map((text) => ({ kind: 'removed', text }));
  const added = (texts: string[]): DiffLine[] => texts.map((text) => ({ kind: 'added', text }));
  if (old.length * now.length > MAX_COMPARISONS) return [...removed(old), ...added(now)];
  const common = commonLengths(old, now);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      lines.push({ kind: 'same', text: old[i] });
      i += 1;
      j += 1;
    } else if (common[i + 1][j] >= common[i][j + 1]) {
      lines.push({ kind: 'removed', text: old[i] });
      i += 1;
    } else {
      lines.push({ kind: 'added', text: now[j] });
      j += 1;
    }
  }
  return [...lines, ...removed(old.slice(i)), ...added(now.slice(j))];
}

/** `[i][j]`: how many lines `old` from i on and `now` from j on have in common, in order. */
function commonLengths(old: string[], now: string[]): Uint32Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      table[i][j] = old[i] === now[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
}
