import { asOf, subtreeSql } from '#libs/organisation';

/**
 * CTE `printable(certificate_id, person_id, unit_id, position)`: the valid certificates of everybody at or below the unit
 * $1 on the day $2, known at $3; by village, then by given name. Who stands in two places is printed at the first.
 */
export const PRINTABLE_SQL = `RECURSIVE ${subtreeSql('ARRAY[$1::uuid]', '$2::date', '$3::timestamptz')}, placed AS (
    SELECT DISTINCT ON (c.id) c.id AS certificate_id, c.person_id, m.unit_id, i.full_name, c.issued_at,
      coalesce(p.name, '') AS above, v.name AS village
    FROM subtree s JOIN membership m ON m.unit_id = s.unit_id AND ${asOf('m', '$2', '$3')}
    JOIN identity i ON i.person_id = m.person_id AND i.restricted_at IS NULL
    JOIN unit_version v ON v.unit_id = m.unit_id AND ${asOf('v', '$2', '$3')}
    LEFT JOIN unit_version p ON p.unit_id = v.parent_id AND ${asOf('p', '$2', '$3')}
    JOIN certificate c ON c.person_id = m.person_id
    JOIN certificate_payload l ON l.certificate_id = c.id
    WHERE NOT EXISTS (SELECT FROM certificate_revocation r WHERE r.certificate_id = c.id)
    ORDER BY c.id, p.name COLLATE "vi-x-icu", v.name COLLATE "vi-x-icu", m.id
  ), printable AS (
    SELECT certificate_id, person_id, unit_id, (row_number() OVER (ORDER BY above COLLATE "vi-x-icu",
      village COLLATE "vi-x-icu", unit_id, split_part(full_name, ' ', -1) COLLATE "vi-x-icu", full_name COLLATE "vi-x-icu",
      person_id, issued_at, certificate_id))::int AS position
    FROM placed
  )`;

/** The pages of a print as they stand now: erased and revoked papers are no longer among them. */
export const PAGES_SQL = `SELECT l.printed, t.unit_id AS "unitId",
    (SELECT name FROM unit_version WHERE unit_id = t.unit_id AND superseded_at IS NULL ORDER BY valid_from DESC LIMIT 1)
      AS "unitName"
  FROM certificate_print_item t JOIN certificate_payload l ON l.certificate_id = t.certificate_id
  WHERE t.print_id = $1
    AND NOT EXISTS (SELECT FROM certificate_revocation r WHERE r.certificate_id = t.certificate_id)`;
