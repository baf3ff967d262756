/**
 * A condition on a dated row: valid on day D and known at K. `alias` is the table's; `day` and `knownAt` are SQL
 * expressions (usually parameters). Intervals are half-open, as figures.md defines.
 */
export function asOf(alias: string, day: string, knownAt: string): string {
  return (
    `${alias}.valid_from <= ${day} AND (${alias}.valid_to IS NULL OR ${alias}.valid_to > ${day})` +
    ` AND ${alias}.recorded_at <= ${knownAt} AND (${alias}.superseded_at IS NULL OR ${alias}.superseded_at > ${knownAt})`
  );
}

/**
 * A recursive CTE `subtree(root_id, unit_id, depth)` with every unit below the given roots as of (D, K), the roots
 * included at depth 0. Parameters are SQL expressions: `roots` a uuid[], `day` a date, `knownAt` a timestamptz.
 */
export function subtreeSql(roots: string, day: string, knownAt: string): string {
  return `subtree AS (
    SELECT r.id AS root_id, r.id AS unit_id, 0 AS depth FROM unnest(${roots}) AS r(id)
    UNION ALL
    SELECT s.root_id, v.unit_id, s.depth + 1 FROM subtree s
      JOIN unit_version v ON v.parent_id = s.unit_id AND ${asOf('v', day, knownAt)}
    WHERE s.depth < 20
  )`;
}

/** Kinds of territory units at the level of communes; townships were among them until 2025. */
const COMMUNES = `'commune', 'ward', 'township'`;

/**
 * CTEs up to `home(unit_id, commune_id)`: the commune a unit belongs to as of (D, K). A commune is its own home, its
 * villages and the bodies linked to it share it, and so does what is placed below them unless it has a link of its own.
 * Bodies of the province have no home: their link is to the province.
 */
export function homeSql(day: string, knownAt: string): string {
  return `home_seed(unit_id, commune_id) AS (
    SELECT u.id, u.id FROM unit u WHERE u.tree = 'territory' AND u.kind IN (${COMMUNES})
    UNION ALL
    SELECT l.unit_id, l.commune_id FROM unit_link l JOIN unit c ON c.id = l.commune_id AND c.kind IN (${COMMUNES})
    WHERE ${asOf('l', day, knownAt)}
  ), home(unit_id, commune_id) AS (
    SELECT unit_id, commune_id FROM home_seed
    UNION
    SELECT v.unit_id, h.commune_id FROM home h JOIN unit_version v ON v.parent_id = h.unit_id AND ${asOf('v', day, knownAt)}
    WHERE NOT EXISTS (SELECT FROM home_seed s WHERE s.unit_id = v.unit_id)
  )`;
}
