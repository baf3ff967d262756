import { asOf } from '#libs/organisation';

/**
 * Parameters of every figures statement, in this order: the campaign, D, K, the instant D ends (completions before it
 * count), the units to count.
 */
export const CAMPAIGN = '$1::uuid';
export const DAY = '$2::date';
export const KNOWN_AT = '$3::timestamptz';
export const DAY_END = '$4::timestamptz';
export const UNITS = '$5::uuid[]';

/** On day D as known at K. */
export const valid = (alias: string): string => asOf(alias, DAY, KNOWN_AT);

/** Known at K: for what has no period of its own (targets, flags, merges, doubts, standings). */
export const known = (alias: string): string =>
  `${alias}.recorded_at <= ${KNOWN_AT} AND (${alias}.superseded_at IS NULL OR ${alias}.superseded_at > ${KNOWN_AT})`;

/**
 * `scope(row_id, unit_id)`: whose members are counted in which of the given units. A unit counts itself and everything
 * placed below it. A territory unit also counts the state and Party bodies linked to it or to a commune below it, each
 * with what is placed below that body and has no link of its own: so "tất cả" of a commune holds its officials and Party
 * members too, and nobody is sought in two trees.
 */
export const SCOPE = `
  placed AS MATERIALIZED (SELECT v.unit_id, v.parent_id FROM unit_version v WHERE ${valid('v')}),
  climb(unit_id, above) AS (
    SELECT unit_id, unit_id FROM placed
    UNION
    SELECT c.unit_id, p.parent_id FROM climb c JOIN placed p ON p.unit_id = c.above WHERE p.parent_id IS NOT NULL
  ),
  linked AS (SELECT l.unit_id, l.commune_id FROM unit_link l WHERE ${valid('l')}),
  home(unit_id, commune_id) AS (
    SELECT unit_id, commune_id FROM linked
    UNION
    SELECT p.unit_id, h.commune_id FROM home h JOIN placed p ON p.parent_id = h.unit_id
    WHERE NOT EXISTS (SELECT FROM linked l WHERE l.unit_id = p.unit_id)
  ),
  scope(row_id, unit_id) AS MATERIALIZED (
    SELECT above, unit_id FROM climb WHERE above = ANY(${UNITS})
    UNION
    SELECT c.above, h.unit_id FROM home h JOIN climb c ON c.unit_id = h.commune_id WHERE c.above = ANY(${UNITS})
  )`;
