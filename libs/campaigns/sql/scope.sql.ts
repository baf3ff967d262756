import { asOf } from '#libs/organisation';

/**
 * Parameters of the figures statements, in this order: the campaign, D, K, the instant D ends (completions before it
 * count), the units to count. The counting statements take more: see counts.sql.
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
 * `rowIds`, `unitIds`: whose members are counted in which of the units ($1 D, $2 K, $3 the units); `share`: how many of all
 * units these are. A unit counts itself
 * and everything placed below it. A territory unit also counts the state and Party bodies linked to it or to a commune
 * below it, each with what is placed below that body and has no link of its own: so "tất cả" of a commune holds its
 * officials and Party members too.
 */
export const SCOPE_SQL = `
  WITH RECURSIVE placed AS MATERIALIZED (
    SELECT v.unit_id, v.parent_id FROM unit_version v WHERE ${asOf('v', '$1::date', '$2::timestamptz')}
  ),
  climb(unit_id, above) AS (
    SELECT unit_id, unit_id FROM placed
    UNION
    SELECT c.unit_id, p.parent_id FROM climb c JOIN placed p ON p.unit_id = c.above WHERE p.parent_id IS NOT NULL
  ),
  linked AS (SELECT l.unit_id, l.commune_id FROM unit_link l WHERE ${asOf('l', '$1::date', '$2::timestamptz')}),
  home(unit_id, commune_id) AS (
    SELECT unit_id, commune_id FROM linked
    UNION
    SELECT p.unit_id, h.commune_id FROM home h JOIN placed p ON p.parent_id = h.unit_id
    WHERE NOT EXISTS (SELECT FROM linked l WHERE l.unit_id = p.unit_id)
  ),
  wanted(id) AS (SELECT unnest($3::uuid[])),
  scope AS (
    SELECT c.above AS row_id, c.unit_id FROM climb c JOIN wanted w ON w.id = c.above
    UNION
    SELECT c.above, h.unit_id FROM home h JOIN climb c ON c.unit_id = h.commune_id JOIN wanted w ON w.id = c.above
  )
  SELECT coalesce(array_agg(row_id), '{}') AS "rowIds", coalesce(array_agg(unit_id), '{}') AS "unitIds",
    count(DISTINCT unit_id)::float / greatest((SELECT count(*) FROM placed), 1) AS share FROM scope`;
