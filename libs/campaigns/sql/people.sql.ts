import { DAY, KNOWN_AT, known, valid } from './scope.sql.js';

/** `raws`, `persons`: who merged people are, through chains of merges, as known at K ($1). Others are not named. */
export const MERGED_SQL = `
  WITH RECURSIVE merge AS (
    SELECT m.from_person_id, m.into_person_id FROM person_merge m
    WHERE m.recorded_at <= $1 AND (m.superseded_at IS NULL OR m.superseded_at > $1)
  ),
  chain(raw, person, depth) AS (
    SELECT from_person_id, into_person_id, 1 FROM merge
    UNION ALL
    SELECT c.raw, m.into_person_id, c.depth + 1 FROM chain c JOIN merge m ON m.from_person_id = c.person
    WHERE c.depth < 20
  ),
  canonical AS (SELECT DISTINCT ON (raw) raw, person FROM chain ORDER BY raw, depth DESC)
  SELECT coalesce(array_agg(raw), '{}') AS raws, coalesce(array_agg(person), '{}') AS persons FROM canonical`;

/** How a membership counts; the best one holds where a person has several. */
export const STANDING = { pending: 0, minor: 1, counted: 2 } as const;

/** Who is read: everybody, or only the people who have a membership in the units counted. */
export type Reach = 'everybody' | 'present';

/** How membership `m` counts on a day; `own` is its person's standing, `d` an open doubt about whom it was recorded for. */
export const standingOn = (day: string): string => `CASE
      WHEN m.capacity <> 'citizen' THEN ${STANDING.counted}
      WHEN coalesce(own.adult_on, m.adult_on) > ${day} THEN ${STANDING.minor}
      WHEN coalesce(own.adult_on, m.adult_on) IS NULL THEN ${STANDING.pending}
      WHEN d.raw IS NOT NULL THEN ${STANDING.pending}
      WHEN m.source = 'self' AND coalesce(least(own.verified_at, m.verified_at) > ${KNOWN_AT}, true) THEN ${STANDING.pending}
      ELSE ${STANDING.counted} END`;

/**
 * `holding(person, unit_id, capacity, standing)`: every membership, wherever it is, of the people read, on D as known at
 * K. Only citizens have to be known as distinct adults: under 18 on D is a minor; an unknown age, an open doubtful match
 * of the recorded person, or a self-registration without a verified phone or personal number is pending. Verification
 * and doubts are knowledge about the person, so they act by K alone.
 *
 * The birth date is the surviving person's, else that of the merged person the membership was recorded for; either one's
 * verification will do. All of it comes from person_standing, which stays when the identity is erased.
 */
export const holding = (reach: Reach): string => `
  merged AS MATERIALIZED (
    SELECT c.raw, c.person, s.adult_on, s.verified_at
    FROM canonical c LEFT JOIN person_standing s ON s.person_id = c.raw AND ${known('s')}
  ),
  member AS ${reach === 'present' ? 'MATERIALIZED' : 'NOT MATERIALIZED'} (
    SELECT coalesce(k.person, m.person_id) AS person, m.person_id AS raw, m.unit_id, m.capacity, m.source, k.adult_on, k.verified_at
    FROM membership m LEFT JOIN merged k ON k.raw = m.person_id
    WHERE m.capacity = ANY(ARRAY(SELECT capacity FROM line_capacity)) AND ${valid('m')}
  ),
  ${reach === 'present' ? 'present AS MATERIALIZED (SELECT DISTINCT person FROM member WHERE unit_id IN (SELECT unit_id FROM scope)),' : ''}
  doubtful AS (
    SELECT DISTINCT d.person_id AS raw FROM match_doubt d
    LEFT JOIN canonical a ON a.raw = d.person_id LEFT JOIN canonical b ON b.raw = d.other_person_id
    WHERE ${known('d')} AND coalesce(a.person, d.person_id) <> coalesce(b.person, d.other_person_id)
  ),
  holding AS MATERIALIZED (
    SELECT m.person, m.unit_id, m.capacity, ${standingOn(DAY)} AS standing
    FROM member m ${reach === 'present' ? 'JOIN present p ON p.person = m.person' : ''}
    LEFT JOIN person_standing own ON own.person_id = m.person AND ${known('own')}
    LEFT JOIN doubtful d ON d.raw = m.raw
  )`;
