import { ALL_LINE } from '../figures-document.js';
import type { Reach } from './people.sql.js';
import { peopleStatesSql } from './people-states.sql.js';

/** How many parameters the states of one moment take. */
const STATE_PARAMETERS = 9;
const after = (sql: string, taken: number) => sql.replace(/\$(\d+)/g, (_, number) => `$${Number(number) + taken}`);
const [RAWS, PERSONS, FIRST_KNOWN_AT, FIRST_DAY_END] = [1, 2, 3, 4].map((n) => `$${3 * STATE_PARAMETERS + n}`);
/** Of the second moment. */
const [CAMPAIGN, KNOWN_AT] = [1, 3].map((n) => `$${2 * STATE_PARAMETERS + n}::${n === 1 ? 'uuid' : 'timestamptz'}`);

/** From one line's people to the same line's people later. See Step. */
const step = (name: string, from: string, to: string) => `
  ${name} AS (
    SELECT line,
      count(*) FILTER (WHERE f.person IS NULL)::int AS joined,
      count(*) FILTER (WHERE t.person IS NULL)::int AS "left",
      count(*) FILTER (WHERE f.places <> t.places)::int AS moved,
      coalesce(sum(f.records - 1), 0)::int AS merged,
      count(*) FILTER (WHERE NOT f.met AND t.met)::int AS "newlyCompleted",
      count(*) FILTER (WHERE f.met AND NOT t.met)::int AS "noLongerCompleted",
      count(*) FILTER (WHERE f.person IS NULL AND t.met)::int AS "joinedCompleted",
      count(*) FILTER (WHERE t.person IS NULL AND f.met)::int AS "leftCompleted",
      coalesce(sum(greatest(f.met_records - 1, 0)), 0)::int AS "mergedCompleted"
    FROM ${from} f FULL JOIN ${to} t USING (person, line) GROUP BY line
  )`;

/** As `step` takes them; those of the first moment under the ids they have at the second. */
const people = (name: string, states: string) => `
  ${name} AS MATERIALIZED (
    SELECT coalesce(s.person, p.person) AS person, line, bool_or(met) AS met, min(places) AS places,
      count(*) AS records, count(*) FILTER (WHERE met) AS met_records
    FROM ${states} p LEFT JOIN survivors s ON s.raw = p.person GROUP BY 1, 2
  )`;

const totals = (states: string) => `
    SELECT line, count(*)::int AS "onRoster", count(*) FILTER (WHERE met)::int AS completed FROM ${states} GROUP BY line`;

/**
 * A unit's people at two moments, compared by way of the first day as known at the second K: one row per line with
 * `before`, `late`, `since`, `after`; null where nobody is. Counted here, because the people may be half a million.
 *
 * Parameters: those of peopleStatesSql for the first moment, the one between and the second; who merged people are at
 * the second K; K and the end of the day of the first.
 */
export const comparisonSql = (first: Reach, between: Reach, second: Reach): string => `WITH
  first_states AS MATERIALIZED (${peopleStatesSql(first)}),
  between_states AS MATERIALIZED (${after(peopleStatesSql(between), STATE_PARAMETERS)}),
  second_states AS MATERIALIZED (${after(peopleStatesSql(second), 2 * STATE_PARAMETERS)}),
  survivors AS MATERIALIZED (SELECT * FROM unnest(${RAWS}::uuid[], ${PERSONS}::uuid[]) AS s(raw, person)),
  ${[
    people('before_people', 'first_states'),
    people('between_people', 'between_states'),
    step('late', 'before_people', 'between_states'),
    step('since', 'between_people', 'second_states'),
  ].join(',')},
  before AS (${totals('first_states')}),
  after AS (${totals('second_states')}),
  anybody AS MATERIALIZED (
    SELECT person FROM first_states WHERE line = '${ALL_LINE}'
    UNION SELECT person FROM between_states WHERE line = '${ALL_LINE}'
    UNION SELECT person FROM second_states WHERE line = '${ALL_LINE}'
  ),
  everyone AS MATERIALIZED (
    SELECT person FROM anybody UNION SELECT s.raw FROM survivors s JOIN anybody a ON a.person = s.person
  ),
  asked AS MATERIALIZED (
    SELECT DISTINCT m.module_id FROM requirement r JOIN course_version_module m ON m.course_version_id = r.course_version_id
    WHERE r.campaign_id = ${CAMPAIGN} AND r.created_at <= ${KNOWN_AT}
  ),
  lately AS (
    SELECT count(*)::int AS completions FROM completion c
    WHERE c.recorded_at > ${FIRST_KNOWN_AT}::timestamptz AND c.recorded_at <= ${KNOWN_AT} AND c.completed_at < ${FIRST_DAY_END}::timestamptz
      AND c.module_id IN (SELECT module_id FROM asked) AND c.person_id IN (SELECT person FROM everyone)
  ),
  adjusted AS (
    SELECT count(*) FILTER (WHERE a.kind = 'void')::int AS voided, count(*) FILTER (WHERE a.kind = 'restore')::int AS restored
    FROM adjustment a JOIN completion c ON c.id = a.completion_id AND c.recorded_at <= ${KNOWN_AT}
    WHERE a.recorded_at > ${FIRST_KNOWN_AT}::timestamptz AND a.recorded_at <= ${KNOWN_AT}
      AND c.module_id IN (SELECT module_id FROM asked) AND c.person_id IN (SELECT person FROM everyone)
  ),
  lines AS (SELECT line FROM late UNION SELECT line FROM since)
  SELECT completions AS "lateCompletions", voided, restored,
    coalesce((
      SELECT jsonb_object_agg(line, jsonb_build_object(
        'before', to_jsonb(before) - 'line', 'late', to_jsonb(late) - 'line',
        'since', to_jsonb(since) - 'line', 'after', to_jsonb(after) - 'line'
      ))
      FROM lines LEFT JOIN before USING (line) LEFT JOIN late USING (line) LEFT JOIN since USING (line) LEFT JOIN after USING (line)
    ), '{}') AS lines
  FROM lately, adjusted`;
