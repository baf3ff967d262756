import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { conflict, type Tx } from '#libs/platform';
import { refusalOfRoot, type RootRefusal } from './one-root.policy.js';
import { TREES } from './unit-kinds.js';
import { UnitLinks } from './unit-links.service.js';
import type { Tree } from './unit.entity.js';
import { Units, type NewUnit } from './units.service.js';

export interface TreeRoot {
  id: string;
  code: string;
  name: string;
  tree: Tree;
  from: string;
  to: string | null;
}

/** Whether a tree can be given its first unit on a day, and what that unit would belong to. */
export interface RootPlace {
  refusal: RootRefusal | null;
  /** The root that takes the place; null when the place is free. */
  taken: TreeRoot | null;
  /** What the roots of the other trees are linked to. */
  province: TreeRoot | null;
}

/** The tops of the trees; see `refusalOfRoot` for why each tree has one. */
@Injectable()
export class TreeRoots {
  constructor(
    private readonly dataSource: DataSource,
    private readonly units: Units,
    private readonly links: UnitLinks,
  ) {}

  async placeFor(tree: Tree, day: string, tx?: Tx): Promise<RootPlace> {
    const { roots, province } = await this.periods(tree, tx);
    return {
      refusal: refusalOfRoot(tree, day, { roots, province }),
      taken: roots.find(({ to }) => to === null || to > day) ?? null,
      province: province.find(({ from, to }) => from <= day && (to === null || to > day)) ?? null,
    };
  }

  /** What stood, stands and will stand at the top of the tree, and of the territory. */
  async periods(tree: Tree, tx?: Tx): Promise<{ roots: TreeRoot[]; province: TreeRoot[] }> {
    const all = await this.all(tx);
    return {
      roots: all.filter((root) => root.tree === tree),
      province: all.filter((root) => root.tree === 'territory'),
    };
  }

  /** Ids of those that stand on the day, of all trees. */
  async standing(day: string, tx?: Tx): Promise<string[]> {
    const there = (await this.all(tx)).filter(({ from, to }) => from <= day && (to === null || to > day));
    return [...new Set(there.map(({ id }) => id))];
  }

  /** Makes the first unit of a tree, linked to the province. Refuses `unit.root-taken`, `unit.root-no-province`. */
  async create(tx: Tx, root: Omit<NewUnit, 'parentId'>): Promise<string> {
    await lockTree(tx, root.tree);
    const { refusal, taken, province } = await this.placeFor(root.tree, root.validFrom, tx);
    if (refusal) throw conflict(refusal, taken ? { name: taken.name, code: taken.code } : undefined);
    const id = await this.units.create(tx, { ...root, parentId: null });
    if (root.tree !== 'territory')
      await this.links.insert(tx, { unitId: id, communeId: province!.id, from: root.validFrom, to: null });
    return id;
  }

  /** As known now; a root that was renamed has several rows. */
  private async all(tx?: Tx): Promise<TreeRoot[]> {
    return (tx ?? this.dataSource).query(
      `SELECT u.id, u.code, u.tree, v.name, v.valid_from AS "from", v.valid_to AS "to"
       FROM unit_version v JOIN unit u ON u.id = v.unit_id
       WHERE v.parent_id IS NULL AND v.superseded_at IS NULL AND u.tree = ANY($1) ORDER BY v.valid_from DESC`,
      [TREES],
    );
  }
}

/** As `UnitVersions.lock`: nobody else changes the tree before the transaction ends. */
const lockTree = (tx: Tx, tree: Tree) => tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`unit:${tree}`]);
