import { ALL_LINE } from '../figures-document.js';
import { GIVEN, PLACED, dual } from './counts.sql.js';
import { JUDGED_BY_FACTS, REQUIRED, examined, facts } from './facts.sql.js';
import { STANDING, holding, type Reach } from './people.sql.js';

/**
 * Who is counted in each line of one unit, whether they have completed it, and a mark of the places they have there.
 * Parameters as in counts.sql, the unit alone in $5. One row per person and line; added up they are the unit's counts.
 */
export const peopleStatesSql = (reach: Reach): string => `WITH ${[
  GIVEN,
  REQUIRED,
  holding(reach),
  ...(reach === 'present' ? [examined('present')] : []),
  facts(reach),
  dual(reach),
  PLACED,
  JUDGED_BY_FACTS,
].join(',')},
  counted AS MATERIALIZED (SELECT person, unit_id, capacity, met FROM judged WHERE standing = ${STANDING.counted}),
  whole AS (SELECT person, bool_and(met) AS met FROM counted GROUP BY person),
  mine AS MATERIALIZED (SELECT * FROM counted WHERE unit_id IN (SELECT unit_id FROM scope))
  SELECT person, capacity AS line, bool_and(met) AS met, md5(string_agg(DISTINCT unit_id::text, ',' ORDER BY unit_id::text)) AS places
  FROM mine GROUP BY person, capacity
  UNION ALL
  SELECT m.person, '${ALL_LINE}', bool_and(w.met), md5(string_agg(DISTINCT unit_id::text, ',' ORDER BY unit_id::text))
  FROM mine m JOIN whole w USING (person) GROUP BY m.person`;

/** $1 every id of the people, $2 the campaign, $3 K of the first snapshot, $4 of the second, $5 the end of the first's day. */
export const LATE_AND_ADJUSTED_SQL = `
  WITH asked AS (
    SELECT DISTINCT m.module_id FROM requirement r JOIN course_version_module m ON m.course_version_id = r.course_version_id
    WHERE r.campaign_id = $2 AND r.created_at <= $4
  ),
  own AS MATERIALIZED (
    SELECT c.id, c.completed_at, c.recorded_at FROM completion c
    WHERE c.person_id = ANY($1::uuid[]) AND c.module_id IN (SELECT module_id FROM asked) AND c.recorded_at <= $4
  ),
  changed AS (SELECT a.kind FROM own o JOIN adjustment a ON a.completion_id = o.id AND a.recorded_at > $3 AND a.recorded_at <= $4)
  SELECT (SELECT count(*)::int FROM own WHERE recorded_at > $3 AND completed_at < $5) AS "lateCompletions",
    (SELECT count(*)::int FROM changed WHERE kind = 'void') AS voided,
    (SELECT count(*)::int FROM changed WHERE kind = 'restore') AS restored`;
