import { Injectable } from '@nestjs/common';
import { clean, conflict, notFound, type Tx } from '#libs/platform';
import { moveStart, replace, replaceFrom } from './unit-timeline.policy.js';
import { UnitLinks } from './unit-links.service.js';
import { UnitVersions } from './unit-versions.service.js';
import type { Tree } from './unit.entity.js';

/**
 * Dated events of a unit, and corrections. What was known before stays in superseded rows. Events may come in any order:
 * a change holds until the next change of the same thing that is recorded already.
 */
@Injectable()
export class ChangeUnit {
  constructor(
    private readonly versions: UnitVersions,
    private readonly links: UnitLinks,
  ) {}

  async rename(tx: Tx, unitId: string, change: { name: string; on: string }): Promise<void> {
    const { timeline } = await this.versions.lock(tx, unitId);
    await this.versions.save(tx, unitId, timeline, replaceFrom(timeline, change.on, 'name', clean(change.name)));
  }

  /** Refuses a parent of another tree, one that does not exist for as long, and one below the unit itself. */
  async move(tx: Tx, unitId: string, change: { parentId: string; on: string; position?: number }): Promise<void> {
    const { timeline, tree } = await this.versions.lock(tx, unitId);
    let next = replaceFrom(timeline, change.on, 'parentId', change.parentId);
    if (change.position !== undefined) next = replaceFrom(next, change.on, 'position', change.position);
    await this.versions.assertTree(tx, unitId, tree, next);
    await this.versions.save(tx, unitId, timeline, next);
  }

  /**
   * The unit exists no longer from that day; its history stays. What stands below it must have been moved. One that would
   * have stood on no day at all would have no history: nobody could find it, and its code would be taken for ever.
   */
  async close(tx: Tx, unitId: string, on: string): Promise<void> {
    const { timeline } = await this.versions.lock(tx, unitId);
    if (!timeline.some(({ from, to }) => from <= on && (to === null || to > on))) throw notFound('unit.unknown');
    if (await this.versions.hasChildrenFrom(tx, unitId, on)) throw conflict('unit.has-children');
    if (await this.links.linkedFrom(tx, unitId, on)) throw conflict('unit.has-links');
    const rest = timeline.filter(({ from }) => from < on).map((part) => ({ ...part, to: earlier(part.to, on) }));
    if (rest.length === 0) throw conflict('unit.ends-first-day', { name: timeline[0].name });
    await this.versions.save(tx, unitId, timeline, rest);
    await this.links.end(tx, unitId, on);
  }

  /** Several units become one: they end on the day, and what stood below or was linked to them moves to the new one. */
  async merge(tx: Tx, fromIds: string[], intoId: string, on: string): Promise<void> {
    if (fromIds.includes(intoId)) throw conflict('unit.merge-into-itself');
    const { tree } = await this.versions.lock(tx, intoId);
    for (const fromId of fromIds) {
      await this.takeOver(tx, { fromId, intoId, tree, on });
      await this.versions.recordMerge(tx, fromId, intoId, on);
    }
  }

  /**
   * Parts of what stands below a unit go to others on the day. With an heir the unit itself ends, and the heir takes what
   * was not named, and the bodies linked to it.
   */
  async split(tx: Tx, unitId: string, split: UnitSplit): Promise<void> {
    const { tree } = await this.versions.lock(tx, unitId);
    for (const { intoId, childIds } of split.parts) {
      if (intoId === unitId) throw conflict('unit.merge-into-itself');
      const children = new Map(
        (await this.versions.childrenFrom(tx, unitId, split.on)).map((row) => [row.id, row.from]),
      );
      for (const childId of childIds) {
        const from = children.get(childId);
        if (!from) throw conflict('unit.not-a-child');
        await this.move(tx, childId, { parentId: intoId, on: from > split.on ? from : split.on });
      }
    }
    if (split.heirId) await this.takeOver(tx, { fromId: unitId, intoId: split.heirId, tree, on: split.on });
  }

  private async takeOver(tx: Tx, step: { fromId: string; intoId: string; tree: Tree; on: string }): Promise<void> {
    const { fromId, intoId, on } = step;
    const { timeline, tree } = await this.versions.lock(tx, fromId);
    if (tree !== step.tree) throw conflict('unit.other-tree');
    const place = timeline.find(({ from, to }) => from <= on && (to === null || to > on));
    if (!place) throw notFound('unit.unknown');
    for (const child of await this.versions.childrenFrom(tx, fromId, on)) {
      const parentId = child.id === intoId ? place.parentId : intoId;
      if (!parentId) throw conflict('unit.merge-root');
      await this.move(tx, child.id, { parentId, on: child.from > on ? child.from : on });
    }
    await this.links.move(tx, fromId, intoId, on);
    await this.close(tx, fromId, on);
  }

  /** From the day on a state or Party unit belongs to that territory unit, or to none. */
  async link(tx: Tx, unitId: string, territoryId: string | null, on: string): Promise<void> {
    const { tree, timeline } = await this.versions.lock(tx, unitId);
    if (tree === 'territory') throw conflict('unit.link-territory');
    if (!timeline.some(({ from, to }) => from <= on && (to === null || to > on))) throw notFound('unit.unknown');
    if (territoryId) await this.links.assertTerritory(tx, territoryId, on);
    await this.links.end(tx, unitId, on);
    if (territoryId) await this.links.insert(tx, { unitId, communeId: territoryId, from: on, to: null });
  }

  /** What was recorded for the period around the day was wrong: the right version takes its place for the same time. */
  async correct(tx: Tx, unitId: string, day: string, change: UnitCorrection): Promise<void> {
    const { timeline, tree } = await this.versions.lock(tx, unitId);
    const right = replace(timeline, day, {
      ...(change.name === undefined ? {} : { name: clean(change.name) }),
      ...(change.parentId === undefined ? {} : { parentId: change.parentId }),
    });
    const next = change.from === undefined ? right : moveStart(right, day, change.from);
    if (change.parentId !== undefined || change.from !== undefined)
      await this.versions.assertTree(tx, unitId, tree, next);
    await this.versions.save(tx, unitId, timeline, next);
  }
}

export interface UnitSplit {
  on: string;
  parts: { intoId: string; childIds: string[] }[];
  /** Takes what is left when the unit ends; null when the unit goes on. */
  heirId: string | null;
}

export interface UnitCorrection {
  name?: string;
  parentId?: string;
  /** The day on which the period really began. */
  from?: string;
}

const earlier = (a: string | null, b: string): string => (a !== null && a < b ? a : b);
