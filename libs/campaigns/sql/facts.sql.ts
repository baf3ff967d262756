import { CAMPAIGN, DAY_END, KNOWN_AT, UNITS, known } from './scope.sql.js';

/**
 * `required(requirement_id, capacity, module_id, minimum)`: the modules asked for, as known at K. `line_capacity`: the
 * capacities that have a line. A capacity of which the campaign asks nothing has none, and holding it makes no difference.
 * `deadline(row_id, line, at)`: the instant after which a completion counts as synced late: the end of the day the
 * unit's target is due, else of the campaign.
 */
export const REQUIRED = `
  required AS MATERIALIZED (
    SELECT r.id AS requirement_id, r.capacity, cvm.module_id, coalesce((r.minimum_versions ->> cvm.module_id::text)::int, 0) AS minimum
    FROM requirement r JOIN course_version_module cvm ON cvm.course_version_id = r.course_version_id
    WHERE r.campaign_id = ${CAMPAIGN} AND r.created_at <= ${KNOWN_AT}
  ),
  line_capacity AS MATERIALIZED (
    SELECT DISTINCT r.capacity FROM requirement r WHERE r.campaign_id = ${CAMPAIGN} AND r.created_at <= ${KNOWN_AT}
  ),
  deadline AS MATERIALIZED (
    SELECT u.id AS row_id, l.line, (coalesce(t.due_on, c.ends_on) + 1)::timestamp AT TIME ZONE interval '7 hours' AS at
    FROM unnest(${UNITS}) AS u(id)
    CROSS JOIN (SELECT capacity AS line FROM line_capacity UNION ALL SELECT 'all') l
    JOIN campaign c ON c.id = ${CAMPAIGN}
    LEFT JOIN target t ON t.campaign_id = c.id AND t.unit_id = u.id AND t.capacity = l.line AND ${known('t')}
  )`;

/**
 * From the facts alone, for the people in `examined(raw, person)`: `deciding`, the earliest qualifying completion of
 * each module a requirement asks for, not voided as known at K, done before D ended; `begun`, who has begun at all;
 * `read(person, capacity, …)`, how far a person has come with all that is required in a capacity.
 *
 * An adjustment carries no day but the one it was recorded: it is knowledge about its completion. So it acts by K
 * alone, on every D; figures of an earlier day change with it unless they were frozen.
 */
export const FACTS = `
  voided AS MATERIALIZED (
    SELECT completion_id FROM (
      SELECT DISTINCT ON (a.completion_id) a.completion_id, a.kind FROM adjustment a WHERE a.recorded_at <= ${KNOWN_AT}
      ORDER BY a.completion_id, a.recorded_at DESC, a.id DESC
    ) latest WHERE kind = 'void'
  ),
  fact AS MATERIALIZED (
    SELECT e.person, c.id, c.module_id, v.number, c.completed_at, c.recorded_at, c.source, c.time_quality
    FROM examined e JOIN completion c ON c.person_id = e.raw JOIN module_version v ON v.id = c.module_version_id
    WHERE c.recorded_at <= ${KNOWN_AT} AND c.completed_at < ${DAY_END}
      AND c.module_id IN (SELECT module_id FROM required)
      AND NOT EXISTS (SELECT FROM voided WHERE voided.completion_id = c.id)
  ),
  deciding AS MATERIALIZED (
    SELECT DISTINCT ON (f.person, q.requirement_id, q.module_id)
      f.person, q.requirement_id, q.capacity, f.id, f.completed_at, f.recorded_at, f.source, f.time_quality
    FROM fact f JOIN required q ON q.module_id = f.module_id AND f.number >= q.minimum
    ORDER BY f.person, q.requirement_id, q.module_id, f.completed_at, f.recorded_at, f.id
  ),
  begun AS (
    SELECT f.person, q.capacity FROM fact f JOIN required q ON q.module_id = f.module_id
    UNION
    SELECT e.person, q.capacity FROM examined e JOIN module_start s ON s.person_id = e.raw
      JOIN required q ON q.module_id = s.module_id
    WHERE s.recorded_at <= ${KNOWN_AT} AND s.started_at < ${DAY_END}
  ),
  open_flag AS MATERIALIZED (SELECT DISTINCT g.completion_id FROM completion_flag g WHERE ${known('g')}),
  size AS (SELECT capacity, count(*) AS modules FROM required GROUP BY capacity),
  done AS (
    SELECT d.person, d.capacity, count(*) AS modules, bool_or(d.source = 'group') AS by_group,
      bool_or(d.time_quality = 'time_unknown') AS time_unknown, bool_or(o.completion_id IS NOT NULL) AS flagged
    FROM deciding d LEFT JOIN open_flag o ON o.completion_id = d.id GROUP BY d.person, d.capacity
  ),
  read AS (
    SELECT b.person, b.capacity, coalesce(n.modules = s.modules, false) AS met, n.by_group, n.time_unknown, n.flagged
    FROM begun b JOIN size s ON s.capacity = b.capacity
    LEFT JOIN done n ON n.person = b.person AND n.capacity = b.capacity
  ),
  late AS MATERIALIZED (
    SELECT DISTINCT d.person, d.capacity, t.at FROM deciding d
    JOIN (SELECT DISTINCT at FROM deadline) t ON d.completed_at < t.at AND d.recorded_at >= t.at
  )`;

/** `reached`: truth. Everybody present is examined. */
export const FROM_FACTS = `
  examined AS (SELECT raw, person FROM raws),
  ${FACTS},
  reached AS (SELECT person, capacity, met, by_group, time_unknown, flagged FROM read)`;

/**
 * `reached`: today. requirement_state tells of everybody, except the few whom it cannot know about: merged people, people with an
 * adjusted or flagged completion or one that was recorded across a deadline. These are read from the facts.
 */
export const FROM_STATE = `
  unusual AS MATERIALIZED (
    SELECT c.person FROM canonical c
    UNION SELECT coalesce(k.person, c.person_id) FROM adjustment a JOIN completion c ON c.id = a.completion_id
      LEFT JOIN canonical k ON k.raw = c.person_id
    UNION SELECT coalesce(k.person, c.person_id) FROM completion_flag g JOIN completion c ON c.id = g.completion_id
      LEFT JOIN canonical k ON k.raw = c.person_id WHERE ${known('g')}
    UNION SELECT coalesce(k.person, c.person_id) FROM (SELECT DISTINCT at FROM deadline WHERE at <= ${KNOWN_AT}) t
      JOIN completion c ON c.recorded_at > c.completed_at AND tstzrange(c.completed_at, c.recorded_at, '(]') @> t.at
      LEFT JOIN canonical k ON k.raw = c.person_id
  ),
  examined AS (SELECT r.raw, r.person FROM raws r JOIN unusual u ON u.person = r.person),
  ${FACTS},
  asked AS (SELECT DISTINCT requirement_id, capacity FROM required),
  needed AS (SELECT capacity, count(*) AS requirements FROM asked GROUP BY capacity),
  kept AS (
    SELECT s.person_id AS person, q.capacity, count(s.met_at) AS met, bool_or(s.by_group) AS by_group,
      bool_or(s.time_unknown) AS time_unknown
    FROM asked q JOIN requirement_state s ON s.requirement_id = q.requirement_id
    WHERE s.person_id IN (SELECT person FROM present) AND s.person_id NOT IN (SELECT person FROM unusual)
      AND s.started_at IS NOT NULL
    GROUP BY s.person_id, q.capacity
  ),
  opened AS (
    SELECT h.person, h.capacity FROM held h
    WHERE NOT EXISTS (SELECT FROM kept k WHERE k.person = h.person AND k.capacity = h.capacity)
      AND h.person NOT IN (SELECT person FROM unusual)
      AND EXISTS (SELECT FROM module_start s JOIN required q ON q.module_id = s.module_id
        WHERE s.person_id = h.person AND q.capacity = h.capacity)
  ),
  reached AS (
    SELECT person, capacity, met, by_group, time_unknown, flagged FROM read
    UNION ALL
    SELECT k.person, k.capacity, k.met = n.requirements, k.by_group, k.time_unknown, false
    FROM kept k JOIN needed n ON n.capacity = k.capacity
    UNION ALL
    SELECT person, capacity, false, false, false, false FROM opened
  )`;
