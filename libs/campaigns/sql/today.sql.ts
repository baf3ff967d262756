import { judgeByFacts } from './facts.sql.js';
import type { Reach } from './people.sql.js';
import { CAMPAIGN, known } from './scope.sql.js';

/**
 * `unusual(person)`: those of whom the kept states do not know enough, who are read from the facts: merged people, people
 * with an adjusted completion, or with one that was recorded across a deadline. Given as $10.
 */
export const unusual = (reach: Reach): string =>
  reach === 'present'
    ? 'unusual AS MATERIALIZED (SELECT p.person FROM unnest($10::uuid[]) AS u(person) JOIN present p ON p.person = u.person)'
    : 'unusual(person) AS MATERIALIZED (SELECT unnest($10::uuid[]))';

/**
 * `judged` for today: by the facts for those who are unusual, by requirement_state for the others. Open flags, which come and
 * go without a completion, are looked up: a flag counts when its completion is the deciding one of its module, that is
 * when no earlier one qualifies as well.
 */
export const judgedByState = (reach: Reach): string => `
  flagged AS MATERIALIZED (
    SELECT c.person_id AS person, array_agg(r.capacity) AS capacities
    FROM completion_flag g JOIN completion c ON c.id = g.completion_id JOIN module_version v ON v.id = c.module_version_id
    JOIN required r ON r.module_id = c.module_id AND v.number >= r.minimum
    ${reach === 'present' ? 'JOIN present p ON p.person = c.person_id' : ''}
    WHERE ${known('g')} AND NOT EXISTS (
      SELECT FROM completion e JOIN module_version w ON w.id = e.module_version_id
      WHERE e.person_id = c.person_id AND e.module_id = c.module_id AND w.number >= r.minimum
        AND (e.completed_at, e.recorded_at, e.id) < (c.completed_at, c.recorded_at, c.id))
    GROUP BY c.person_id
  ),
  unusual_placed AS MATERIALIZED (SELECT h.* FROM placed h JOIN unusual u ON u.person = h.person),
  judged AS MATERIALIZED (
    SELECT h.*, coalesce(h.capacity = ANY(s.met), false) AS met, coalesce(h.capacity = ANY(s.begun), false) AS begun,
      coalesce(h.capacity = ANY(s.by_group), false) AS by_group, coalesce(h.capacity = ANY(s.time_unknown), false) AS time_unknown,
      coalesce(h.capacity = ANY(g.capacities), false) AS flagged
    FROM placed h
    LEFT JOIN requirement_state s ON s.campaign_id = ${CAMPAIGN} AND s.person_id = h.person
    LEFT JOIN flagged g ON g.person = h.person
    WHERE NOT EXISTS (SELECT FROM unusual u WHERE u.person = h.person)
    UNION ALL
    ${judgeByFacts('unusual_placed')}
  )`;

/** `deadlines` that have passed at K ($2) in the campaign ($1) and the targets of the units counted ($3). */
export const PASSED_DEADLINES_SQL = `
  SELECT coalesce(array_agg(DISTINCT at), '{}') AS deadlines FROM (
    SELECT (due + 1)::timestamp AT TIME ZONE interval '7 hours' AS at FROM (
      SELECT ends_on AS due FROM campaign WHERE id = $1
      UNION
      SELECT t.due_on FROM target t WHERE t.campaign_id = $1 AND t.unit_id = ANY($3)
        AND t.recorded_at <= $2 AND (t.superseded_at IS NULL OR t.superseded_at > $2)
    ) days
  ) instants WHERE at <= $2`;

/** `persons`: the unusual ones. $1 the deadlines that have passed, $2 and $3 who merged people are. */
export const UNUSUAL_SQL = `
  WITH canonical AS (SELECT * FROM unnest($2::uuid[], $3::uuid[]) AS c(raw, person)),
  found AS (
    SELECT c.person_id AS raw FROM adjustment a JOIN completion c ON c.id = a.completion_id
    UNION
    SELECT c.person_id FROM unnest($1::timestamptz[]) AS t(at)
      JOIN completion c ON c.recorded_at > c.completed_at AND tstzrange(c.completed_at, c.recorded_at, '(]') @> t.at
  )
  SELECT coalesce(array_agg(DISTINCT person), '{}') AS persons FROM (
    SELECT person FROM canonical
    UNION ALL
    SELECT coalesce(k.person, f.raw) FROM found f LEFT JOIN canonical k ON k.raw = f.raw
  ) everybody`;
