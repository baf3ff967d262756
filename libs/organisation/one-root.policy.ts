import type { Tree } from './unit.entity.js';

/** When something is there: `[from, to)`. */
interface Days {
  from: string;
  to: string | null;
}

export type RootRefusal = 'unit.root-taken' | 'unit.root-no-province';

/**
 * One living root per tree, on every day; and the roots of the state and Party trees belong to the province.
 *
 * Why: every figure and every scope starts at a unit and goes down. "Tất cả" of the province is what stands below its
 * root, and below the bodies linked to it or to one of its communes; a second root would be in no such total, in nobody's
 * scope, and nobody would notice. What stands beside the top is therefore placed below it. A root that has ended frees
 * its place from that day on, so one made by mistake can be closed and another made.
 *
 * The new root is there from `from` on, without an end.
 */
export function refusalOfRoot(
  tree: Tree,
  from: string,
  there: { roots: Days[]; province: Days[] },
): RootRefusal | null {
  if (there.roots.some(({ to }) => to === null || to > from)) return 'unit.root-taken';
  if (tree === 'territory') return null;
  const stands = there.province.some((days) => days.from <= from && (days.to === null || days.to > from));
  return stands ? null : 'unit.root-no-province';
}
