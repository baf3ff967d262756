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

const MEASURED = COLUMNS.map((name) => `"${name}"`).join(', ');

/**
 * `dual(person)`: citizens who are officials or Party members too by a capacity the campaign asks nothing of; the others
 * are seen in `holding`. In most campaigns there is no such capacity, and no membership is read a second time.
 *
 * Citizens with a second capacity, wherever and whatever is asked of it, are few, so they are told apart and counted in a
 * line of their own, to be taken off the citizens'.
 */
export const DUAL_LINE = `not ${NEITHER_LINE}`;
const SECOND = "'official', 'party_member'";
export const dual = (reach: Reach): string => `
  unasked AS MATERIALIZED (SELECT unnest(ARRAY[${SECOND}]) AS capacity EXCEPT SELECT capacity FROM line_capacity),
  dual AS MATERIALIZED (
    SELECT ${reach === 'present' ? 'e.person' : 'coalesce(k.person, m.person_id) AS person'} FROM ${
      reach === 'present'
        ? `(SELECT person AS raw, person FROM present UNION ALL SELECT c.raw, c.person FROM canonical c JOIN present p ON p.person = c.person) e
      JOIN membership m ON m.person_id = e.raw`
        : 'membership m LEFT JOIN canonical k ON k.raw = m.person_id'
    } WHERE EXISTS (SELECT FROM unasked) AND m.capacity = ANY(ARRAY(SELECT capacity FROM unasked)) AND ${valid('m')}
    INTERSECT
    SELECT person FROM holding WHERE capacity = 'citizen' AND EXISTS (SELECT FROM unasked)
  )`;

/**
 * `placed`: every holding, whether its person can be counted by adding up or has to be told apart, and whether it is a
 * citizen's who has a second capacity. See COUNTS. These are marks on the row because the planner cannot know how many
 * rows a list of people has: joined to one later, it would read the whole list anew for each person.
 */
export const PLACED = `
  several AS MATERIALIZED (
    SELECT person, bool_or(is_dual) AS is_dual FROM (
      SELECT person, bool_or(capacity = 'citizen') AND bool_or(capacity IN (${SECOND})) AS is_dual
      FROM holding GROUP BY person HAVING count(*) > 1
      UNION ALL
      SELECT person, false FROM late
      UNION ALL
      SELECT person, true FROM dual
    ) marks GROUP BY person
  ),
  placed AS NOT MATERIALIZED (
    SELECT h.person, h.unit_id, h.capacity, h.standing, s.person IS NOT NULL AS is_one_of_several,
      s.is_dual AND h.capacity = 'citizen' AS is_dual
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
    SELECT unit_id, capacity, true AS only_one, false AS is_dual, ${STATE}, count(*) AS people FROM judged j
    WHERE NOT is_one_of_several GROUP BY unit_id, capacity, ${STATE}
    UNION ALL
    SELECT unit_id, capacity, false, is_dual, ${STATE}, count(*) FROM their t
    WHERE (t.person, t.capacity) NOT IN (SELECT person, capacity FROM twice)
    GROUP BY unit_id, capacity, is_dual, ${STATE}
  ),
  single_counts AS MATERIALIZED (
    SELECT unit_id, capacity, only_one, is_dual, ${MEASURES('false')}
    FROM single_states GROUP BY unit_id, capacity, only_one, is_dual
  ),
  whole AS MATERIALIZED (
    SELECT person, bool_and(met) AS met, bool_or(begun) AS begun, bool_or(by_group) AS by_group,
      bool_or(time_unknown) AS time_unknown, bool_or(flagged) AS flagged
    FROM their WHERE standing = ${STANDING.counted} GROUP BY person
  ),
  whole_seat AS (
    SELECT s.row_id, t.person, max(t.standing) AS standing FROM their t JOIN scope s ON s.unit_id = t.unit_id
    GROUP BY s.row_id, t.person
  ),
  whole_late AS (
    SELECT DISTINCT l.person, l.at FROM late l JOIN their t USING (person, capacity) WHERE t.standing = ${STANDING.counted}
  ),
  whole_states AS (
    SELECT s.row_id, ${STATE}, l.person IS NOT NULL AS was_late, count(*) AS people
    FROM whole_seat s LEFT JOIN whole x ON x.person = s.person
    LEFT JOIN deadline d ON d.row_id = s.row_id AND d.line = '${ALL_LINE}'
    LEFT JOIN whole_late l ON l.person = s.person AND l.at = d.at
    GROUP BY s.row_id, ${STATE}, was_late
  ),
  twice_state AS (
    SELECT DISTINCT person, capacity, met, begun, by_group, time_unknown, flagged
    FROM their JOIN twice USING (person, capacity) WHERE standing = ${STANDING.counted}
  ),
  twice_seat AS (
    SELECT s.row_id, person, capacity, is_dual, max(t.standing) AS standing
    FROM their t JOIN twice USING (person, capacity) JOIN scope s ON s.unit_id = t.unit_id
    GROUP BY s.row_id, person, capacity, is_dual
  ),
  twice_states AS (
    SELECT s.row_id, s.capacity, is_dual, ${STATE}, l.person IS NOT NULL AS was_late, count(*) AS people
    FROM twice_seat s LEFT JOIN twice_state x USING (person, capacity)
    LEFT JOIN deadline d ON d.row_id = s.row_id AND d.line = s.capacity
    LEFT JOIN late l ON l.person = s.person AND l.capacity = s.capacity AND l.at = d.at
    GROUP BY s.row_id, s.capacity, is_dual, ${STATE}, was_late
  ),
  twice_counts AS (
    SELECT row_id, capacity, is_dual, ${MEASURES('was_late')} FROM twice_states GROUP BY row_id, capacity, is_dual
  )
  SELECT row_id AS "unitId", line, ${COLUMNS.map((name) => `coalesce(sum("${name}"), 0)::bigint AS "${name}"`).join(', ')} FROM (
    SELECT s.row_id, l.line, ${MEASURED} FROM single_counts JOIN scope s USING (unit_id)
    JOIN LATERAL (VALUES (capacity, true), ('${ALL_LINE}', only_one), ('${DUAL_LINE}', is_dual)) AS l(line, counts) ON l.counts
    UNION ALL
    SELECT row_id, l.line, ${MEASURED} FROM twice_counts
    JOIN LATERAL (VALUES (capacity, true), ('${DUAL_LINE}', is_dual)) AS l(line, counts) ON l.counts
    UNION ALL
    SELECT row_id, '${ALL_LINE}', ${MEASURES('was_late')} FROM whole_states GROUP BY row_id
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
