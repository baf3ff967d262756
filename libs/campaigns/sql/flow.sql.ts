import { asOf } from '#libs/organisation';
import { ALL_LINE } from '../figures-document.js';
import { REQUIRED, examined, facts } from './facts.sql.js';
import { STANDING, standingOn } from './people.sql.js';
import { DAY, KNOWN_AT, known } from './scope.sql.js';

/** Local days within ($1, $2] on which units were placed or linked anew, as known at K ($3). */
export const PLACEMENT_DAYS_SQL = `
  SELECT DISTINCT day FROM (
    SELECT x.valid_from AS day FROM unit_version x WHERE x.recorded_at <= $3 AND (x.superseded_at IS NULL OR x.superseded_at > $3)
    UNION SELECT x.valid_to FROM unit_version x WHERE x.recorded_at <= $3 AND (x.superseded_at IS NULL OR x.superseded_at > $3)
    UNION SELECT x.valid_from FROM unit_link x WHERE x.recorded_at <= $3 AND (x.superseded_at IS NULL OR x.superseded_at > $3)
    UNION SELECT x.valid_to FROM unit_link x WHERE x.recorded_at <= $3 AND (x.superseded_at IS NULL OR x.superseded_at > $3)
  ) changes WHERE day > $1::date AND day <= $2::date ORDER BY day`;

const LOCAL_DAY = `(d.completed_at AT TIME ZONE interval '7 hours')::date`;

/**
 * What came about from a day ($8 its first instant, $9 the day) to D, one row per unit and line with anything in it.
 * Each deciding completion is credited to the units and capacities its person held on the local day it was done, in the
 * tree of that day: $10 to $13 the scope in stretches of days [since, until) without a change. $6 and $7 are who merged
 * people are; $1 to $5 as in scope.sql.
 *
 * `completions`, `group`: module completions, and those of them attested in a session; `people`: with at least one;
 * `finished`: people who on a day of the period came to have everything their capacity asks. In 'all' that is everything
 * asked in every capacity held on that day, wherever it is held, as in the stock.
 *
 * Each step carries on what the next needs: the planner takes a step for one row, so joining two of them again may loop
 * over one for every row of the other.
 */
export const FLOW_SQL = `WITH
  canonical AS MATERIALIZED (SELECT * FROM unnest($6::uuid[], $7::uuid[]) AS c(raw, person)),
  scope AS MATERIALIZED (
    SELECT * FROM unnest($10::date[], $11::date[], $12::uuid[], $13::uuid[]) AS s(since, until, row_id, unit_id)
  ),
  ${REQUIRED},
  ${facts('everybody')},
  event AS MATERIALIZED (
    SELECT d.person, d.id, d.mask, d.source, ${LOCAL_DAY} AS day FROM deciding d WHERE d.completed_at >= $8::timestamptz
  ),
  present AS MATERIALIZED (SELECT DISTINCT person FROM event),
  way AS MATERIALIZED (
    SELECT person, day, mask AS today, bit_or(mask) OVER (PARTITION BY person ORDER BY day) AS so_far
    FROM (
      SELECT d.person, ${LOCAL_DAY} AS day, bit_or(d.mask) AS mask FROM deciding d JOIN present USING (person) GROUP BY 1, 2
    ) days
  ),
  ${examined('present')},
  merged AS MATERIALIZED (
    SELECT c.raw, s.adult_on, s.verified_at FROM canonical c LEFT JOIN person_standing s ON s.person_id = c.raw AND ${known('s')}
  ),
  doubtful AS (
    SELECT DISTINCT d.person_id AS raw FROM match_doubt d
    LEFT JOIN canonical a ON a.raw = d.person_id LEFT JOIN canonical b ON b.raw = d.other_person_id
    WHERE ${known('d')} AND coalesce(a.person, d.person_id) <> coalesce(b.person, d.other_person_id)
  ),
  member AS (
    SELECT e.person, e.raw, w.day, w.today, w.so_far, m.unit_id, m.capacity, m.source, k.adult_on, k.verified_at
    FROM way w JOIN examined e ON e.person = w.person
    JOIN membership m ON m.person_id = e.raw AND ${asOf('m', 'w.day', KNOWN_AT)}
    LEFT JOIN merged k ON k.raw = e.raw
    WHERE w.day BETWEEN $9::date AND ${DAY} AND m.capacity = ANY(ARRAY(SELECT capacity FROM line_capacity))
  ),
  held AS MATERIALIZED (
    SELECT DISTINCT m.person, m.day, m.today, m.so_far, m.unit_id, m.capacity FROM member m
    LEFT JOIN person_standing own ON own.person_id = m.person AND ${known('own')}
    LEFT JOIN doubtful d ON d.raw = m.raw
    WHERE ${standingOn('m.day')} = ${STANDING.counted}
  ),
  each AS MATERIALIZED (
    SELECT h.person, h.day, h.unit_id, h.capacity, coalesce(h.today & n.mask <> 0, false) AS moved,
      coalesce(h.so_far & n.mask = n.mask, false) AS met
    FROM held h LEFT JOIN need n ON n.capacity = h.capacity
  ),
  finish AS (
    SELECT person, day, unit_id, capacity, met AND moved AS finished, bool_and(met) OVER whole AND bool_or(moved) OVER whole AS finished_all
    FROM each WINDOW whole AS (PARTITION BY person, day)
  ),
  seat AS MATERIALIZED (
    SELECT DISTINCT s.row_id, f.person, f.day, f.capacity, f.finished, f.finished_all
    FROM finish f JOIN scope s ON s.unit_id = f.unit_id AND f.day >= s.since AND f.day < s.until
  ),
  done_there AS (
    SELECT s.row_id, l.line, count(DISTINCT e.id) AS completions, count(DISTINCT e.id) FILTER (WHERE e.source = 'group') AS "group",
      count(DISTINCT e.person) AS people
    FROM seat s JOIN event e ON e.person = s.person AND e.day = s.day JOIN need n ON n.capacity = s.capacity AND e.mask & n.mask <> 0
    CROSS JOIN LATERAL (VALUES (s.capacity), ('${ALL_LINE}')) AS l(line) GROUP BY s.row_id, l.line
  ),
  finished_there AS (
    SELECT s.row_id, l.line, count(DISTINCT s.person) AS finished
    FROM seat s CROSS JOIN LATERAL (VALUES (s.capacity, s.finished), ('${ALL_LINE}', s.finished_all)) AS l(line, finished)
    WHERE l.finished GROUP BY s.row_id, l.line
  )
  SELECT row_id AS "unitId", line, coalesce(completions, 0) AS completions, coalesce("group", 0) AS "group",
    coalesce(people, 0) AS people, coalesce(finished, 0) AS finished
  FROM done_there FULL JOIN finished_there USING (row_id, line)`;
