import { Injectable } from '@nestjs/common';
import { conflict, type Tx } from '#libs/platform';
import { ChangeUnit } from './change-unit.service.js';
import { refusalOfRoot } from './one-root.policy.js';
import { TreeRoots } from './tree-roots.service.js';
import type { Period } from './unit-timeline.policy.js';
import { UnitEvents } from './unit-events.service.js';
import { UnitLinks } from './unit-links.service.js';
import { UnitVersions } from './unit-versions.service.js';
import type { Tree } from './unit.entity.js';

export interface Reopening {
  /** Where it stands from then on; null only for a root. */
  parentId: string | null;
  /** What went to the unit it was merged into, or to those it was split into, comes back. */
  takeBack: boolean;
}

export interface Reopened {
  /** The day from which it had been closed. */
  on: string;
  /** What it had become part of, if it had. */
  mergedInto: string | null;
  /** That, or the units among which it was parted. */
  wentTo: string[];
  /** Units and linked bodies that came back. */
  children: number;
  bodies: number;
  /** The territory unit it belonged to, and whether it does again. */
  link: { territoryId: string; resumed: boolean } | null;
}

/**
 * A unit was closed by mistake. It is recorded anew as if it had never been: what was believed in between is superseded,
 * and known as such. Its code cannot have been given away, for a tree gives each code once.
 */
@Injectable()
export class ReopenUnit {
  constructor(
    private readonly versions: UnitVersions,
    private readonly links: UnitLinks,
    private readonly roots: TreeRoots,
    private readonly change: ChangeUnit,
    private readonly events: UnitEvents,
  ) {}

  /** Refuses `unit.not-closed`, `unit.place-taken`, and what a move there is refused for. */
  async reopen(tx: Tx, unitId: string, { parentId, takeBack }: Reopening): Promise<Reopened> {
    const { timeline, tree } = await this.versions.lock(tx, unitId);
    const last = timeline.at(-1);
    if (!last?.to) throw conflict('unit.not-closed');
    if (parentId === null && last.parentId !== null) throw conflict('unit.parent-not-there');
    const on = last.to;
    await this.assertPlace(tx, unitId, tree, { ...last, from: on, parentId });
    const next =
      parentId === last.parentId
        ? [...timeline.slice(0, -1), { ...last, to: null }]
        : [...timeline, { ...last, from: on, to: null, parentId }];
    await this.versions.assertTree(tx, unitId, tree, next);
    await this.versions.save(tx, unitId, timeline, next);
    const link = await this.links.resume(tx, unitId, on);
    const mergedInto = await this.versions.takeBackMerge(tx, unitId, on);
    const wentTo = mergedInto ? [mergedInto] : await this.events.splitInto(unitId, on, tx);
    const back = { children: 0, bodies: 0 };
    for (const intoId of takeBack ? wentTo : []) {
      const { children, bodies } = await this.takeBack(tx, unitId, intoId, on);
      back.children += children;
      back.bodies += bodies;
    }
    return { on, mergedInto, wentTo, link, ...back };
  }

  private async assertPlace(tx: Tx, unitId: string, tree: Tree, { name, parentId, from }: Period): Promise<void> {
    if (parentId === null) return this.assertOnlyRoot(tx, unitId, tree, from);
    const double = await this.versions.double(tx, unitId, { name, parentId, on: from });
    if (double) throw conflict('unit.place-taken', { ...double });
  }

  private async assertOnlyRoot(tx: Tx, unitId: string, tree: Tree, from: string): Promise<void> {
    const { roots, province } = await this.roots.periods(tree, tx);
    const refusal = refusalOfRoot(tree, from, { roots: roots.filter(({ id }) => id !== unitId), province });
    const other = roots.find(({ id, to }) => id !== unitId && (to === null || to > from));
    if (refusal) throw conflict(refusal, other && { name: other.name, code: other.code });
  }

  private async takeBack(tx: Tx, unitId: string, intoId: string, on: string) {
    const children = await this.versions.movedOn(tx, unitId, intoId, on);
    for (const childId of children) await this.change.move(tx, childId, { parentId: unitId, on });
    const bodies = await this.links.movedOn(tx, unitId, intoId, on);
    for (const bodyId of bodies) await this.change.link(tx, bodyId, unitId, on);
    return { children: children.length, bodies: bodies.length };
  }
}
