import type { Reach } from './people.sql.js';
import { CAMPAIGN, DAY_END, KNOWN_AT, UNITS, known } from './scope.sql.js';

/** Every module a campaign asks for (in each minimum version) is one bit of a bigint, so there can be no more of them. */
export const MAXIMUM_ASKED = 60;

/**
 * `required(capacity, module_id, minimum)`: the modules asked for, as known at K. `line_capacity`: the capacities that
 * have a line. A capacity of which the campaign asks nothing has none, and holding it makes no difference.
 * `ask(module_id, minimum, mask)`: each different one with its bit; `need(capacity, mask)`: all a capacity needs.
 * `deadline(row_id, line, at)`: the instant after which a completion counts as synced late: the end of the day the
 * unit's target is due, else of the campaign.
 */
export const REQUIRED = `
  required AS MATERIALIZED (
    SELECT r.capacity, cvm.module_id, coalesce((r.minimum_versions ->> cvm.module_id::text)::int, 0) AS minimum
    FROM requirement r JOIN course_version_module cvm ON cvm.course_version_id = r.course_version_id
    WHERE r.campaign_id = ${CAMPAIGN} AND r.created_at <= ${KNOWN_AT}
  ),
  line_capacity AS MATERIALIZED (
    SELECT DISTINCT r.capacity FROM requirement r WHERE r.campaign_id = ${CAMPAIGN} AND r.created_at <= ${KNOWN_AT}
  ),
  ask AS MATERIALIZED (
    SELECT module_id, minimum, 1::bigint << (row_number() OVER (ORDER BY module_id, minimum) - 1)::int AS mask
    FROM (SELECT DISTINCT module_id, minimum FROM required) different
  ),
  asked_module AS MATERIALIZED (SELECT module_id, bit_or(mask) AS mask FROM ask GROUP BY module_id),
  need AS MATERIALIZED (SELECT r.capacity, bit_or(a.mask) AS mask FROM required r JOIN ask a USING (module_id, minimum) GROUP BY r.capacity),
  deadline AS MATERIALIZED (
    SELECT u.id AS row_id, l.line, (coalesce(t.due_on, c.ends_on) + 1)::timestamp AT TIME ZONE interval '7 hours' AS at
    FROM unnest(${UNITS}) AS u(id)
    CROSS JOIN (SELECT capacity AS line FROM line_capacity UNION ALL SELECT 'all') l
    JOIN campaign c ON c.id = ${CAMPAIGN}
    LEFT JOIN target t ON t.campaign_id = c.id AND t.unit_id = u.id AND t.capacity = l.line AND ${known('t')}
  )`;

/** Every id the people in `present`, or in another list of people, were recorded under: `examined(raw, person)`. */
export const examined = (people: string): string => `
  examined AS MATERIALIZED (
    SELECT person AS raw, person FROM ${people}
    UNION ALL
    SELECT c.raw, c.person FROM canonical c JOIN ${people} p ON p.person = c.person
  )`;

/** A table of facts with the person each is about: of `examined` people, or of all. */
const about = (table: string, alias: string, reach: Reach): string =>
  reach === 'present'
    ? `(SELECT e.person, f.* FROM examined e JOIN ${table} f ON f.person_id = e.raw) ${alias}`
    : `(SELECT coalesce(k.person, f.person_id) AS person, f.* FROM ${table} f LEFT JOIN canonical k ON k.raw = f.person_id) ${alias}`;

/**
 * From the facts alone: `deciding`, of each module asked for the earliest qualifying completion, not voided as known at
 * K, done before D ended; `reached(person, begun, done, by_group, time_unknown, flagged)`, what each person has begun and
 * done and of which quality, as bits of what is asked; `late(person, capacity, at)`, whose completion was done before a
 * deadline and recorded after it.
 *
 * An adjustment carries no day but the one it was recorded: it is knowledge about its completion. So it acts by K
 * alone, on every D; figures of an earlier day change with it unless they were frozen.
 */
export const facts = (reach: Reach): string => `
  voided AS MATERIALIZED (
    SELECT completion_id FROM (
      SELECT DISTINCT ON (a.completion_id) a.completion_id, a.kind FROM adjustment a WHERE a.recorded_at <= ${KNOWN_AT}
      ORDER BY a.completion_id, a.recorded_at DESC, a.id DESC
    ) latest WHERE kind = 'void'
  ),
  fact AS MATERIALIZED (
    SELECT c.person, c.id, c.module_id, v.number, c.completed_at, c.recorded_at, c.source, c.time_quality
    FROM ${about('completion', 'c', reach)} JOIN module_version v ON v.id = c.module_version_id
    WHERE c.recorded_at <= ${KNOWN_AT} AND c.completed_at < ${DAY_END}
      AND c.module_id IN (SELECT module_id FROM asked_module)
      AND NOT EXISTS (SELECT FROM voided WHERE voided.completion_id = c.id)
  ),
  deciding AS MATERIALIZED (
    SELECT DISTINCT ON (f.person, a.mask)
      f.person, a.mask, a.module_id, a.minimum, f.id, f.completed_at, f.recorded_at, f.source, f.time_quality
    FROM fact f JOIN ask a ON a.module_id = f.module_id AND f.number >= a.minimum
    ORDER BY f.person, a.mask, f.completed_at, f.recorded_at, f.id
  ),
  begun AS (
    SELECT person, bit_or(mask) AS mask FROM (
      SELECT f.person, m.mask FROM fact f JOIN asked_module m ON m.module_id = f.module_id
      UNION ALL
      SELECT s.person, m.mask FROM ${about('module_start', 's', reach)} JOIN asked_module m ON m.module_id = s.module_id
      WHERE s.recorded_at <= ${KNOWN_AT} AND s.started_at < ${DAY_END}
    ) begins GROUP BY person
  ),
  done AS (
    SELECT d.person, bit_or(d.mask) AS mask,
      bit_or(d.mask) FILTER (WHERE d.source = 'group') AS by_group,
      bit_or(d.mask) FILTER (WHERE d.time_quality = 'time_unknown') AS time_unknown,
      bit_or(d.mask) FILTER (WHERE d.id IN (SELECT g.completion_id FROM completion_flag g WHERE ${known('g')})) AS flagged
    FROM deciding d GROUP BY d.person
  ),
  reached AS MATERIALIZED (
    SELECT b.person, b.mask AS begun, coalesce(d.mask, 0) AS done, coalesce(d.by_group, 0) AS by_group,
      coalesce(d.time_unknown, 0) AS time_unknown, coalesce(d.flagged, 0) AS flagged
    FROM begun b LEFT JOIN done d ON d.person = b.person
  ),
  late AS MATERIALIZED (
    SELECT DISTINCT d.person, r.capacity, t.at
    FROM deciding d JOIN (SELECT DISTINCT at FROM deadline) t ON d.completed_at < t.at AND d.recorded_at >= t.at
    JOIN required r ON r.module_id = d.module_id AND r.minimum = d.minimum
    WHERE d.recorded_at > d.completed_at
  )`;

/** What a person's state in a line is made of. */
export const STATE = 'standing, met, begun, by_group, time_unknown, flagged';

/**
 * Each holding with how far its person has come in its capacity. Whoever has begun nothing, and whoever holds a capacity
 * whose courses are empty, has not completed it.
 */
export const judgeByFacts = (holdings: string): string => `
    SELECT h.*, coalesce(x.done & n.mask = n.mask, false) AS met, coalesce(x.begun & n.mask <> 0, false) AS begun,
      coalesce(x.by_group & n.mask <> 0, false) AS by_group, coalesce(x.time_unknown & n.mask <> 0, false) AS time_unknown,
      coalesce(x.flagged & n.mask <> 0, false) AS flagged
    FROM ${holdings} h LEFT JOIN need n ON n.capacity = h.capacity LEFT JOIN reached x ON x.person = h.person`;

/** `judged`: all holdings. */
export const JUDGED_BY_FACTS = `judged AS MATERIALIZED (${judgeByFacts('placed')})`;
