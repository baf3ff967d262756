import { ALL_LINE } from '../figures-document.js';
import { FROM_FACTS, FROM_STATE, REQUIRED } from './facts.sql.js';
import { CANONICAL, HOLDING, PRESENT, STANDING } from './people.sql.js';
import { SCOPE } from './scope.sql.js';

/**
 * One row per unit and line with anybody in it. A person sits once in each line of a unit, with the best standing of the
 * memberships there; in 'all' they have completed when every capacity they hold anywhere on D is completed.
 */
const COUNTS = `
  seat AS (
    SELECT s.row_id, h.person, coalesce(h.capacity, '${ALL_LINE}') AS line, max(h.standing) AS standing
    FROM holding h JOIN scope s ON s.unit_id = h.unit_id
    GROUP BY GROUPING SETS ((s.row_id, h.person, h.capacity), (s.row_id, h.person))
  ),
  line_state AS MATERIALIZED (
    SELECT h.person, h.capacity AS line, coalesce(x.met, false) AS met, x.person IS NOT NULL AS begun,
      x.by_group, x.time_unknown, x.flagged
    FROM held h LEFT JOIN reached x ON x.person = h.person AND x.capacity = h.capacity
    UNION ALL
    SELECT h.person, '${ALL_LINE}', bool_and(coalesce(x.met, false)), bool_or(x.person IS NOT NULL),
      bool_or(x.by_group), bool_or(x.time_unknown), bool_or(x.flagged)
    FROM held h LEFT JOIN reached x ON x.person = h.person AND x.capacity = h.capacity
    GROUP BY h.person
  ),
  late_line AS (
    SELECT person, capacity AS line, at FROM late
    UNION
    SELECT l.person, '${ALL_LINE}', l.at FROM late l JOIN held h ON h.person = l.person AND h.capacity = l.capacity
  )
  SELECT s.row_id AS "unitId", s.line,
    count(*) FILTER (WHERE s.standing = ${STANDING.counted}) AS "onRoster",
    count(*) FILTER (WHERE s.standing = ${STANDING.counted} AND NOT x.met AND NOT x.begun) AS "notStarted",
    count(*) FILTER (WHERE s.standing = ${STANDING.counted} AND NOT x.met AND x.begun) AS "inProgress",
    count(*) FILTER (WHERE s.standing = ${STANDING.counted} AND x.met) AS completed,
    count(*) FILTER (WHERE s.standing = ${STANDING.pending}) AS pending,
    count(*) FILTER (WHERE s.standing = ${STANDING.minor}) AS minors,
    count(*) FILTER (WHERE s.standing = ${STANDING.counted} AND x.met AND x.by_group) AS "group",
    count(*) FILTER (WHERE s.standing = ${STANDING.counted} AND x.met AND l.person IS NOT NULL) AS "lateSync",
    count(*) FILTER (WHERE s.standing = ${STANDING.counted} AND x.met AND x.time_unknown) AS "timeUnknown",
    count(*) FILTER (WHERE s.standing = ${STANDING.counted} AND x.met AND x.flagged) AS flagged
  FROM seat s
  LEFT JOIN line_state x ON x.person = s.person AND x.line = s.line
  LEFT JOIN deadline d ON d.row_id = s.row_id AND d.line = s.line
  LEFT JOIN late_line l ON l.person = s.person AND l.line = s.line AND l.at = d.at
  GROUP BY s.row_id, s.line`;

const statement = (reached: string) =>
  `WITH RECURSIVE ${[SCOPE, REQUIRED, CANONICAL, PRESENT, HOLDING, reached, COUNTS].join(',')}`;

/** From the facts alone, for any D and K. */
export const TRUTH_SQL = statement(FROM_FACTS);

/** From the kept states, for D = today and K = now only. */
export const TODAY_SQL = statement(FROM_STATE);
