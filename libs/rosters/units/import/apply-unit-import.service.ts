import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { ChangeUnit, Units, type Tree } from '#libs/organisation';
import { newId, type Tx } from '#libs/platform';
import { PlantTree } from '../plant-tree.service.js';
import type { UnitPlan } from './plan-unit-import.service.js';
import type { PlannedUnit } from './plan-units.policy.js';

/** Does what the lines of a file say, from the top of the tree down: so no unit ever waits for its parent. */
@Injectable()
export class ApplyUnitImport {
  constructor(
    private readonly units: Units,
    private readonly change: ChangeUnit,
    private readonly planting: PlantTree,
  ) {}

  /** Ids of the units that changed. */
  idsOf({ rows, known }: UnitPlan): Map<string, string> {
    const changing = rows.filter(({ outcome }) => outcome === 'add' || outcome === 'change');
    return new Map(changing.map(({ code }) => [code, known.get(code)?.id ?? newId()]));
  }

  async apply(tx: Tx, actor: Actor, plan: UnitPlan, ids: Map<string, string>, file: AppliedFile): Promise<void> {
    const { tree, on, reason } = file;
    const idOf = (code: string) => ids.get(code) ?? plan.known.get(code)!.id;
    for (const row of topDown(plan)) {
      const id = ids.get(row.code)!;
      if (row.outcome === 'add' && row.parentCode === null) {
        const { code, kind } = row;
        await this.planting.plant(tx, actor, { id, tree, code, kind, name: row.row.name, on, reason });
        continue;
      }
      const parentId = row.parentCode === null ? null : idOf(row.parentCode);
      if (row.outcome === 'add')
        await this.units.create(tx, {
          id,
          tree,
          code: row.code,
          kind: row.kind,
          name: row.row.name,
          parentId,
          validFrom: on,
        });
      if (row.renamed) await this.change.rename(tx, id, { name: row.row.name, on });
      if (row.moved) await this.change.move(tx, id, { parentId: parentId!, on });
      if (row.linked) await this.change.link(tx, id, plan.territory.get(row.linkCode!)!, on);
    }
  }
}

interface AppliedFile {
  tree: Tree;
  on: string;
  reason: string;
}

/** By their depth in the tree that comes out. */
function topDown({ rows, known }: UnitPlan): PlannedUnit[] {
  const parents = new Map([...known.values()].map(({ code, parentCode }) => [code, parentCode]));
  const changing = rows.filter(({ outcome }) => outcome === 'add' || outcome === 'change');
  for (const { code, parentCode } of changing) parents.set(code, parentCode);
  const depth = (code: string | null | undefined, steps = 0): number =>
    code && steps < 60 ? 1 + depth(parents.get(code), steps + 1) : 0;
  return changing
    .map((row) => ({ row, depth: depth(row.code) }))
    .sort((a, b) => a.depth - b.depth)
    .map(({ row }) => row);
}
