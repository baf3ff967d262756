import type { Tree } from './unit.entity.js';

/** What a unit of each tree can be. Townships and districts were until 1 July 2025. */
export const UNIT_KINDS = {
  territory: ['province', 'commune', 'ward', 'village', 'township', 'district'],
  state: ['province_committee', 'department', 'committee', 'office'],
  party: ['province_party', 'party_body', 'party_committee', 'party_base', 'party_cell'],
} as const satisfies Record<Tree, readonly string[]>;

export type UnitKind = (typeof UNIT_KINDS)[Tree][number];

export const TREES = Object.keys(UNIT_KINDS) as Tree[];

export const isKindOf = (tree: Tree, kind: string): boolean => (UNIT_KINDS[tree] as readonly string[]).includes(kind);
