import { ALL_LINE, NEITHER_LINE, type FigureRow } from './figures-document.js';
import { NO_COUNTS, type CountsByUnit } from './figure-counts.js';
import { rate } from './rate.policy.js';
import type { TargetRow } from './campaign-facts.js';
import { descendants, type TreeUnit } from './unit-tree.js';

/** Makes the rows of `shown` units. `units` is the whole tree below the root, so that faulty units deep below are counted. */
export function figureRows(
  units: TreeUnit[],
  shown: Set<string>,
  capacities: string[],
  counts: CountsByUnit,
  targets: TargetRow[],
): FigureRow[] {
  const lines = [ALL_LINE, ...capacities];
  const targetOf = new Map(targets.map(({ unitId, line, ...target }) => [`${unitId} ${line}`, target]));
  const rated = new Map<string, Omit<FigureRow, 'faultyBelow'>>();
  for (const unit of units) {
    for (const line of lines) {
      const own = { ...NO_COUNTS, ...counts.get(unit.unitId)?.get(line) };
      const key = `${unit.unitId} ${line}`;
      rated.set(key, {
        ...unit,
        line,
        ...own,
        neither: neitherOf(line, unit, counts),
        ...rate(own, targetOf.get(key) ?? null),
      });
    }
  }
  const below = descendants(units);
  const faulty = (unitId: string, line: string) => rated.get(`${unitId} ${line}`)!.rate.state === 'faulty';
  return units
    .filter(({ unitId }) => shown.has(unitId))
    .flatMap(({ unitId }) =>
      lines.map((line) => ({
        ...rated.get(`${unitId} ${line}`)!,
        faultyBelow: below.get(unitId)!.filter((id) => faulty(id, line)).length,
      })),
    );
}

const neitherOf = (line: string, { unitId }: TreeUnit, counts: CountsByUnit) =>
  line === 'citizen' ? { ...NO_COUNTS, ...counts.get(unitId)?.get(NEITHER_LINE) } : null;

/** The units whose counts are needed to show `shown`: those below with a declared number may be faulty. */
export function unitsToCount(units: TreeUnit[], shown: Set<string>, targets: TargetRow[]): string[] {
  const declared = new Set(targets.filter(({ denominator }) => denominator === 'declared').map(({ unitId }) => unitId));
  return units.map(({ unitId }) => unitId).filter((id) => shown.has(id) || declared.has(id));
}
