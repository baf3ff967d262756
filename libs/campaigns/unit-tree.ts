import type { EntityManager } from 'typeorm';
import { asOf, subtreeSql } from '#libs/organisation';
import { notFound } from '#libs/platform';
import type { Moment } from './figure-counts.js';

export interface TreeUnit {
  unitId: string;
  code: string;
  name: string;
  kind: string;
  tree: string;
  parentId: string | null;
  /** 0 for the root. */
  level: number;
}

/** The root and everything placed below it, depth-first, with names and places as of D known at K. */
export async function readUnitTree(
  db: Pick<EntityManager, 'query'>,
  rootId: string,
  moment: Moment,
): Promise<TreeUnit[]> {
  const rows: (TreeUnit & { position: number })[] = await db.query(
    `WITH RECURSIVE ${subtreeSql('ARRAY[$1::uuid]', '$2::date', '$3::timestamptz')}
     SELECT u.id AS "unitId", u.code, v.name, u.kind, u.tree, v.parent_id AS "parentId", s.depth AS level, v.position
     FROM subtree s JOIN unit u ON u.id = s.unit_id JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$2', '$3')}`,
    [rootId, moment.day, moment.knownAt],
  );
  const root = rows.find(({ unitId }) => unitId === rootId);
  if (!root) throw notFound('unit.unknown');
  const children = new Map<string | null, typeof rows>();
  for (const row of rows) children.set(row.parentId, [...(children.get(row.parentId) ?? []), row]);
  for (const list of children.values()) list.sort((a, b) => a.position - b.position || byCode(a.code, b.code));
  return depthFirst(root, children);
}

/** Codes are unique in a tree, and unlike names they compare the same on every machine. */
const byCode = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function depthFirst(
  root: TreeUnit & { position: number },
  children: Map<string | null, (TreeUnit & { position: number })[]>,
): TreeUnit[] {
  const { position: _, ...unit } = root;
  return [unit, ...(children.get(root.unitId) ?? []).flatMap((child) => depthFirst(child, children))];
}

/** Ids of the units strictly below each unit of a depth-first list. */
export function descendants(units: TreeUnit[]): Map<string, string[]> {
  const below = new Map<string, string[]>(units.map(({ unitId }) => [unitId, []]));
  const path: TreeUnit[] = [];
  for (const unit of units) {
    path.length = unit.level;
    for (const above of path) below.get(above.unitId)!.push(unit.unitId);
    path.push(unit);
  }
  return below;
}
