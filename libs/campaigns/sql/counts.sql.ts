import { ALL_LINE, NEITHER_LINE } from '../figures-document.js';
import { JUDGED_BY_FACTS, REQUIRED, STATE, examined, facts } from './facts.sql.js';
import { STANDING, holding, type Reach } from './people.sql.js';
import { valid } from './scope.sql.js';
import { judgedByState, unusual } from './today.sql.js';

/** What was read before, because the planner must know how little it is: $6, $7 the scope, $8, $9 who merged people are. */
export const GIVEN = `
  scope AS MATERIALIZED (SELECT * FROM unnest($6::uuid[], $7::uuid[]) AS s(row_id, unit_id)),
  canonical AS MATERIALIZED (SELECT * FROM unnest($8::uuid[], $9::uuid[]) AS c(raw, person))`;

const MEASURES = (late: string) => `
    sum(people) FILTER (WHERE standing = ${STANDING.counted}) AS "onRoster",
    sum(people) FILTER (WHERE standing = ${STANDING.counted} AND NOT met AND NOT begun) AS "notStarted",
    sum(people) FILTER (WHERE standing = ${STANDING.counted} AND NOT met AND begun) AS "inProgress",
    sum(people) FILTER (WHERE standing = ${STANDING.counted} AND met) AS completed,
    sum(people) FILTER (WHERE standing = ${STANDING.pending}) AS pending,
    sum(people) FILTER (WHERE standing = ${STANDING.minor}) AS minors,
    sum(people) FILTER (WHERE standing = ${STANDING.counted} AND met AND by_group) AS "group",
    sum(people) FILTER (WHERE standing = ${STANDING.counted} AND met AND ${late}) AS "lateSync",
    sum(people) FILTER (WHERE standing = ${STANDING.counted} AND met AND time_unknown) AS "timeUnknown",
    sum(people) FILTER (WHERE standing = ${STANDING.counted} AND met AND flagged) AS flagged`;

const COLUMNS = [
  'onRoster',
  'notStarted',
  'inProgress',
  'completed',
  'pending',
  'minors',
  'group',
  'lateSync',
  'timeUnknown',
  'flagged',
];

/**
 * `dual(person)`: citizens who are officials or Party members too, wherever and whatever is asked of those. They are
 * few, so they are told apart and counted in a line of their own, to be taken off the citizens'.
 */
export const DUAL_LINE = `not ${NEITHER_LINE}`;
export const dual = (reach: Reach): string => `
  dual AS MATERIALIZED (
    SELECT ${reach === 'present' ? 'e.person' : 'coalesce(k.person, m.person_id) AS person'} FROM ${
      reach === 'present'
        ? `(SELECT person AS raw, person FROM present UNION ALL SELECT c.raw, c.person FROM canonical c JOIN present p ON p.person = c.person) e
      JOIN membership m ON m.person_id = e.raw`
        : 'membership m LEFT JOIN canonical k ON k.raw = m.person_id'
    } WHERE m.capacity IN ('official', 'party_member') AND ${valid('m')}
    INTERSECT
    SELECT person FROM holding WHERE capacity = 'citizen'
  )`;

/** `placed`: every holding, and whether its person can be counted by adding up or has to be told apart. See COUNTS. */
export const PLACED = `
  several AS MATERIALIZED (
    SELECT person FROM holding GROUP BY person HAVING count(*) > 1
    UNION
    SELECT person FROM late
    UNION
    SELECT person FROM dual
  ),
  placed AS (
    SELECT h.person, h.unit_id, h.capacity, h.standing, s.person IS NOT NULL AS is_one_of_several
    FROM holding h LEFT JOIN several s ON s.person = h.person
  )`;

/**
 * One row per unit and line with anybody in it. A person sits once in each line of a unit, with the best standing of the
 * memberships there; in 'all' they have completed when every capacity they hold anywhere on D is completed.
 *
 * Whoever has one membership only (nearly everybody) cannot be counted twice anywhere: these are counted per unit, and
 * the units' counts are added up. So are in a capacity's line those who hold it once. Only for the others people are
 * told apart: `several` have more than one membership, `twice` hold one capacity more than once. Who was late is told
 * apart too, because that depends on the deadline of the unit counted.
 */
const COUNTS = `
  their AS MATERIALIZED (SELECT * FROM judged WHERE is_one_of_several),
  twice AS MATERIALIZED (
    SELECT person, capacity FROM their GROUP BY person, capacity HAVING count(*) > 1
    UNION
    SELECT person, capacity FROM late
  ),
  single_states AS (
    SELECT unit_id, capacity, true AS only_one, ${STATE}, count(*) AS people FROM judged j
    WHERE NOT is_one_of_several GROUP BY unit_id, capacity, ${STATE}
    UNION ALL
    SELECT unit_id, capacity, false, ${STATE}, count(*) FROM their t
    WHERE NOT EXISTS (SELECT FROM twice WHERE twice.person = t.person AND twice.capacity = t.capacity)
    GROUP BY unit_id, capacity, ${STATE}
  ),
  single_counts AS MATERIALIZED (
    SELECT unit_id, capacity, only_one, ${MEASURES('false')} FROM single_states GROUP BY unit_id, capacity, only_one
  ),
  line_state AS MATERIALIZED (
    SELECT person, '${ALL_LINE}' AS line, bool_and(met) AS met, bool_or(begun) AS begun, bool_or(by_group) AS by_group,
      bool_or(time_unknown) AS time_unknown, bool_or(flagged) AS flagged
    FROM their WHERE standing = ${STANDING.counted} GROUP BY person
    UNION ALL
    SELECT DISTINCT t.person, t.capacity, t.met, t.begun, t.by_group, t.time_unknown, t.flagged
    FROM their t JOIN twice USING (person, capacity) WHERE t.standing = ${STANDING.counted}
    UNION ALL
    SELECT DISTINCT t.person, '${DUAL_LINE}', t.met, t.begun, t.by_group, t.time_unknown, t.flagged
    FROM their t JOIN dual USING (person) WHERE t.capacity = 'citizen' AND t.standing = ${STANDING.counted}
  ),
  late_line AS MATERIALIZED (
    SELECT person, capacity AS line, at FROM late
    UNION
    SELECT l.person, '${DUAL_LINE}', l.at FROM late l JOIN dual USING (person) WHERE l.capacity = 'citizen'
    UNION
    SELECT l.person, '${ALL_LINE}', l.at FROM late l JOIN their t USING (person, capacity) WHERE t.standing = ${STANDING.counted}
  ),
  seat AS (
    SELECT s.row_id, t.person, '${ALL_LINE}' AS line, max(t.standing) AS standing
    FROM their t JOIN scope s ON s.unit_id = t.unit_id GROUP BY s.row_id, t.person
    UNION ALL
    SELECT s.row_id, t.person, t.capacity, max(t.standing)
    FROM their t JOIN twice USING (person, capacity) JOIN scope s ON s.unit_id = t.unit_id GROUP BY s.row_id, t.person, t.capacity
    UNION ALL
    SELECT s.row_id, t.person, '${DUAL_LINE}', max(t.standing)
    FROM their t JOIN dual USING (person) JOIN scope s ON s.unit_id = t.unit_id WHERE t.capacity = 'citizen' GROUP BY s.row_id, t.person
  ),
  several_states AS (
    SELECT s.row_id, s.line, ${STATE}, l.person IS NOT NULL AS was_late, count(*) AS people
    FROM seat s LEFT JOIN line_state x USING (person, line) LEFT JOIN deadline d ON d.row_id = s.row_id AND d.line = CASE s.line WHEN '${DUAL_LINE}' THEN 'citizen' ELSE s.line END
    LEFT JOIN late_line l ON l.person = s.person AND l.line = s.line AND l.at = d.at
    GROUP BY s.row_id, s.line, ${STATE}, was_late
  ),
  several_counts AS (SELECT row_id, line, ${MEASURES('was_late')} FROM several_states GROUP BY row_id, line)
  SELECT row_id AS "unitId", line, ${COLUMNS.map((name) => `coalesce(sum("${name}"), 0)::bigint AS "${name}"`).join(', ')} FROM (
    SELECT s.row_id, l.line, ${COLUMNS.map((name) => `c."${name}"`).join(', ')}
    FROM single_counts c JOIN scope s USING (unit_id)
    JOIN LATERAL (VALUES (c.capacity, true), ('${ALL_LINE}', c.only_one)) AS l(line, counts) ON l.counts
    UNION ALL
    SELECT row_id, line, ${COLUMNS.map((name) => `"${name}"`).join(', ')} FROM several_counts
  ) parts GROUP BY row_id, line`;

/** From the facts alone, for any D and K. */
export const truthSql = (reach: Reach): string =>
  statement(
    REQUIRED,
    holding(reach),
    ...(reach === 'present' ? [examined('present')] : []),
    facts(reach),
    dual(reach),
    PLACED,
    JUDGED_BY_FACTS,
  );

/** From the kept states, for D = today and K = now only. */
export const todaySql = (reach: Reach): string =>
  statement(
    REQUIRED,
    holding(reach),
    unusual(reach),
    examined('unusual'),
    facts('present'),
    dual(reach),
    PLACED,
    judgedByState(reach),
  );

const statement = (...parts: string[]) => `WITH ${[GIVEN, ...parts, COUNTS].join(',')}`;
