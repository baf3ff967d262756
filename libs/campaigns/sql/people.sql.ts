import { DAY, KNOWN_AT, known, valid } from './scope.sql.js';

/** `canonical(raw, person)`: who a merged person is, through chains of merges. People who were never merged are absent. */
export const CANONICAL = `
  merge AS (SELECT m.from_person_id, m.into_person_id FROM person_merge m WHERE ${known('m')}),
  chain(raw, person, depth) AS (
    SELECT from_person_id, into_person_id, 1 FROM merge
    UNION ALL
    SELECT c.raw, m.into_person_id, c.depth + 1 FROM chain c JOIN merge m ON m.from_person_id = c.person
    WHERE c.depth < 20
  ),
  canonical AS MATERIALIZED (SELECT DISTINCT ON (raw) raw, person FROM chain ORDER BY raw, depth DESC)`;

/**
 * `present(person)`: everybody with a membership in the units counted. `raws(raw, person)`: all ids they were recorded
 * under. Needs `scope`, `canonical` and `line_capacity`.
 */
export const PRESENT = `
  present AS MATERIALIZED (
    SELECT DISTINCT coalesce(c.person, m.person_id) AS person
    FROM membership m LEFT JOIN canonical c ON c.raw = m.person_id
    WHERE m.unit_id IN (SELECT unit_id FROM scope) AND m.capacity IN (SELECT capacity FROM line_capacity) AND ${valid('m')}
  ),
  raws AS MATERIALIZED (
    SELECT person AS raw, person FROM present
    UNION ALL
    SELECT c.raw, c.person FROM canonical c JOIN present p ON p.person = c.person
  )`;

/** How a membership counts; the best one holds where a person has several. */
export const STANDING = { pending: 0, minor: 1, counted: 2 } as const;

/**
 * `holding(person, unit_id, capacity, standing)`: every membership of the people present, wherever it is, on D as known
 * at K. Only citizens have to be known as distinct adults: under 18 on D is a minor; an unknown age, an open doubtful
 * match of the recorded person, or a self-registration without a verified phone or personal number is pending.
 * Verification and doubts are knowledge about the person, so they act by K alone.
 *
 * The birth date is the surviving person's, else that of the merged person the membership was recorded for; either one's
 * verification will do. All of it comes from person_standing, which stays when the identity is erased.
 *
 * `held(person, capacity)`: the capacities a person is counted in, in whatever unit.
 */
export const HOLDING = `
  doubtful AS (
    SELECT DISTINCT d.person_id AS raw FROM match_doubt d
    LEFT JOIN canonical a ON a.raw = d.person_id LEFT JOIN canonical b ON b.raw = d.other_person_id
    WHERE ${known('d')} AND coalesce(a.person, d.person_id) <> coalesce(b.person, d.other_person_id)
  ),
  holding AS MATERIALIZED (
    SELECT r.person, m.unit_id, m.capacity, CASE
      WHEN m.capacity <> 'citizen' THEN ${STANDING.counted}
      WHEN coalesce(own.adult_on, merged.adult_on) > ${DAY} THEN ${STANDING.minor}
      WHEN coalesce(own.adult_on, merged.adult_on) IS NULL THEN ${STANDING.pending}
      WHEN d.raw IS NOT NULL THEN ${STANDING.pending}
      WHEN m.source = 'self' AND coalesce(least(own.verified_at, merged.verified_at) > ${KNOWN_AT}, true) THEN ${STANDING.pending}
      ELSE ${STANDING.counted} END AS standing
    FROM raws r JOIN membership m ON m.person_id = r.raw AND ${valid('m')} AND m.capacity IN (SELECT capacity FROM line_capacity)
    LEFT JOIN person_standing own ON m.capacity = 'citizen' AND own.person_id = r.person AND ${known('own')}
    LEFT JOIN person_standing merged ON m.capacity = 'citizen' AND r.raw <> r.person AND merged.person_id = r.raw AND ${known('merged')}
    LEFT JOIN doubtful d ON d.raw = r.raw
  ),
  held AS MATERIALIZED (SELECT DISTINCT person, capacity FROM holding WHERE standing = ${STANDING.counted})`;
