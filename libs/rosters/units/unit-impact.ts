import type { HangingGrant } from '#libs/identity';
import { subtreeSql } from '#libs/organisation';
import type { Tx } from '#libs/platform';

/** What goes elsewhere when units become one or are parted. */
export interface UnitImpact {
  /** Directly below. */
  children: number;
  /** With all that stands below those. */
  units: number;
  /** State and Party units that belong to another territory unit from then on. */
  links: number;
  memberships: number;
  people: number;
}

/** With the roles that hang on units which end: they are good for nothing any more, unless they are carried over. */
export type UnitPreview = UnitImpact & { hanging: HangingGrant[] };

/** Roles given for the new unit at once, and those that wait for a second person. */
export interface Carried {
  granted: number;
  proposed: number;
}

/** Counted before anything moves. `childIds` null: all of them. */
export async function countUnits(
  tx: Tx,
  fromIds: string[],
  childIds: string[] | null,
  moment: { on: string; knownAt: Date },
): Promise<Pick<UnitImpact, 'children' | 'units' | 'links'>> {
  const children: { id: string }[] = await tx.query(
    `SELECT DISTINCT unit_id AS id FROM unit_version WHERE parent_id = ANY($1) AND superseded_at IS NULL
       AND (valid_to IS NULL OR valid_to > $2) AND ($3::uuid[] IS NULL OR unit_id = ANY($3))`,
    [fromIds, moment.on, childIds],
  );
  const [{ units }] = await tx.query(
    `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')} SELECT count(DISTINCT unit_id) AS units FROM subtree`,
    [children.map(({ id }) => id), moment.on, moment.knownAt],
  );
  const [{ links }] = await tx.query(
    'SELECT count(DISTINCT unit_id) AS links FROM unit_link WHERE commune_id = ANY($1) AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2)',
    [fromIds, moment.on],
  );
  return { children: children.length, units, links };
}
