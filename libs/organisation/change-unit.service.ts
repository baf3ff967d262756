import { Injectable } from '@nestjs/common';
import { clean, conflict, notFound, type Tx } from '#libs/platform';
import { replace, replaceFrom } from './unit-timeline.policy.js';
import { UnitVersions } from './unit-versions.service.js';

/**
 * Dated events of a unit, and corrections. What was known before stays in superseded rows. Events may come in any order:
 * a change holds until the next change of the same thing that is recorded already.
 */
@Injectable()
export class ChangeUnit {
  constructor(private readonly versions: UnitVersions) {}

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

  /** The unit exists no longer from that day; its history stays. What stands below it must have been moved. */
  async close(tx: Tx, unitId: string, on: string): Promise<void> {
    const { timeline } = await this.versions.lock(tx, unitId);
    if (!timeline.some(({ from, to }) => from <= on && (to === null || to > on))) throw notFound('unit.unknown');
    if (await this.versions.hasChildrenFrom(tx, unitId, on)) throw conflict('unit.has-children');
    const rest = timeline.filter(({ from }) => from < on).map((part) => ({ ...part, to: earlier(part.to, on) }));
    await this.versions.save(tx, unitId, timeline, rest);
    await this.versions.endLinks(tx, unitId, on);
  }

  /** Several units become one: they end on the day, and what stood below or was linked to them moves to the new one. */
  async merge(tx: Tx, fromIds: string[], intoId: string, on: string): Promise<void> {
    if (fromIds.includes(intoId)) throw conflict('unit.merge-into-itself');
    const { tree } = await this.versions.lock(tx, intoId);
    for (const fromId of fromIds) {
      const { timeline, tree: fromTree } = await this.versions.lock(tx, fromId);
      if (fromTree !== tree) throw conflict('unit.other-tree');
      const place = timeline.find(({ from, to }) => from <= on && (to === null || to > on));
      if (!place) throw notFound('unit.unknown');
      for (const child of await this.versions.childrenFrom(tx, fromId, on)) {
        const parentId = child.id === intoId ? place.parentId : intoId;
        if (!parentId) throw conflict('unit.merge-root');
        await this.move(tx, child.id, { parentId, on: child.from > on ? child.from : on });
      }
      await this.versions.moveLinks(tx, fromId, intoId, on);
      await this.close(tx, fromId, on);
      await this.versions.recordMerge(tx, fromId, intoId, on);
    }
  }

  /** What was recorded for the period around the day was wrong: the right version takes its place for the same time. */
  async correct(tx: Tx, unitId: string, day: string, change: { name?: string; parentId?: string }): Promise<void> {
    const { timeline, tree } = await this.versions.lock(tx, unitId);
    const next = replace(timeline, day, {
      ...(change.name === undefined ? {} : { name: clean(change.name) }),
      ...(change.parentId === undefined ? {} : { parentId: change.parentId }),
    });
    if (change.parentId !== undefined) await this.versions.assertTree(tx, unitId, tree, next);
    await this.versions.save(tx, unitId, timeline, next);
  }
}

const earlier = (a: string | null, b: string): string => (a !== null && a < b ? a : b);
