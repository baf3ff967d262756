import { asOf, subtreeSql } from '#libs/organisation';
import { countsSql } from './learning.sql.js';

/** Known today, and either not over yet or of somebody who has no place any more. $2 the day, $3 the moment. */
const PLACED = `m.recorded_at <= $3 AND (m.superseded_at IS NULL OR m.superseded_at > $3)
  AND (m.valid_to IS NULL OR m.valid_to > $2::date OR NOT EXISTS (
    SELECT FROM membership o WHERE o.person_id = m.person_id AND o.recorded_at <= $3
      AND (o.superseded_at IS NULL OR o.superseded_at > $3) AND (o.valid_to IS NULL OR o.valid_to > $2::date)))`;

/** True for a person with a place in `subtree`. */
export const INSIDE_SQL = (person: string): string => `SELECT FROM membership m
  WHERE m.person_id = ${person} AND m.unit_id IN (SELECT unit_id FROM subtree) AND ${PLACED}`;

/** `kin(id)`: every id that is the same person as the given one, through merges that stand. Needs WITH RECURSIVE. */
export const KIN_SQL = (person: string): string => `kin(id) AS (
  SELECT ${person}
  UNION
  SELECT CASE WHEN g.from_person_id = k.id THEN g.into_person_id ELSE g.from_person_id END
  FROM kin k JOIN person_merge g ON k.id IN (g.from_person_id, g.into_person_id) AND g.superseded_at IS NULL
)`;

/** $1 the roots, $2 the day, $3 the moment, $4 part of a folded name, $5 how many. */
export const SEARCH_SQL = `
  WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}
  SELECT i.person_id AS "personId", i.full_name AS "fullName", i.birth_year AS "birthYear",
    ARRAY(SELECT DISTINCT v.name FROM membership m JOIN capacity k ON k.code = m.capacity AND NOT k.sensitive
      JOIN unit_version v ON v.unit_id = m.unit_id AND ${asOf('v', '$2::date', '$3::timestamptz')}
      WHERE m.person_id = i.person_id AND ${asOf('m', '$2::date', '$3::timestamptz')} ORDER BY 1) AS "unitNames",
    (SELECT count(*)::int FROM completion c WHERE c.person_id = i.person_id) AS completions
  FROM identity i
  WHERE i.folded_name LIKE '%' || $4 || '%' AND EXISTS (${INSIDE_SQL('i.person_id')})
  ORDER BY split_part(i.full_name, ' ', -1) COLLATE "vi-x-icu", i.full_name COLLATE "vi-x-icu", i.person_id LIMIT $5`;

/** $1 the person. */
export const COMPLETIONS_OF_PERSON_SQL = `
  WITH RECURSIVE ${KIN_SQL('$1::uuid')}
  SELECT c.id, m.code AS "moduleCode", v.title AS "moduleTitle", v.number AS "versionNumber",
    coalesce((SELECT w.title FROM course_version w WHERE w.course_id = m.course_id ORDER BY w.number DESC LIMIT 1), '') AS "courseTitle",
    c.completed_at AS "completedAt", c.recorded_at AS "recordedAt", c.source, c.time_quality AS "timeQuality",
    NOT ${countsSql('c')} AS "isVoid",
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'reason', a.reason,
        'documentNumber', a.document_number, 'documentDate', a.document_date, 'authorName', w.full_name,
        'recordedAt', a.recorded_at) ORDER BY a.recorded_at DESC, a.id DESC)
      FROM adjustment a LEFT JOIN identity w ON w.person_id = a.author_id WHERE a.completion_id = c.id), '[]') AS adjustments
  FROM kin JOIN completion c ON c.person_id = kin.id JOIN module m ON m.id = c.module_id
  JOIN module_version v ON v.id = c.module_version_id
  ORDER BY c.completed_at DESC, c.id`;
