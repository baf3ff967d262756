import { asOf } from '#libs/organisation';

/**
 * One row per completion and place: the unit and capacity its person held on the local day of completion, as known at
 * K, in the given units. So somebody who is an official and a Party member stands in two rows of one completion. People
 * who were merged are one. Parameters: units, first day, the day after the last, K.
 *
 * Nothing of the person leaves the database but what is asked for here: neither a name nor an id.
 */
export const COMPLETIONS_SQL = `
  WITH RECURSIVE merge AS (
    SELECT from_person_id, into_person_id FROM person_merge
    WHERE recorded_at <= $4::timestamptz AND (superseded_at IS NULL OR superseded_at > $4::timestamptz)
  ), chain(raw, person, depth) AS (
    SELECT from_person_id, into_person_id, 1 FROM merge
    UNION ALL
    SELECT c.raw, m.into_person_id, c.depth + 1 FROM chain c JOIN merge m ON m.from_person_id = c.person WHERE c.depth < 20
  ), canonical AS MATERIALIZED (SELECT DISTINCT ON (raw) raw, person FROM chain ORDER BY raw, depth DESC),
  place AS (
    SELECT coalesce(k.person, p.person_id) AS person, p.unit_id, p.capacity, p.valid_from, p.valid_to
    FROM membership p LEFT JOIN canonical k ON k.raw = p.person_id
    WHERE p.unit_id = ANY($1::uuid[]) AND p.recorded_at <= $4::timestamptz
      AND (p.superseded_at IS NULL OR p.superseded_at > $4::timestamptz)
  ), done AS (
    SELECT c.id, coalesce(k.person, c.person_id) AS person, c.module_id, c.module_version_id, c.completed_at, c.source,
      c.time_quality, (c.completed_at AT TIME ZONE interval '7 hours')::date AS day
    FROM completion c LEFT JOIN canonical k ON k.raw = c.person_id
    WHERE c.completed_at >= $2::timestamptz AND c.completed_at < $3::timestamptz AND c.recorded_at <= $4::timestamptz
  )
  SELECT d.id, u.code AS "unitCode", v.name AS "unitName", y.name AS capacity, m.code AS module, mv.number AS version,
    d.day, d.source, d.time_quality AS "timeQuality",
    coalesce((SELECT a.kind = 'void' FROM adjustment a WHERE a.completion_id = d.id AND a.recorded_at <= $4::timestamptz
      ORDER BY a.recorded_at DESC, a.id DESC LIMIT 1), false) AS voided,
    EXISTS (SELECT FROM completion_flag g WHERE g.completion_id = d.id AND g.recorded_at <= $4::timestamptz
      AND (g.superseded_at IS NULL OR g.superseded_at > $4::timestamptz)) AS flagged
  FROM done d
  JOIN place p ON p.person = d.person AND p.valid_from <= d.day AND (p.valid_to IS NULL OR p.valid_to > d.day)
  JOIN unit u ON u.id = p.unit_id
  LEFT JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', 'd.day', '$4::timestamptz')}
  JOIN capacity y ON y.code = p.capacity
  JOIN module m ON m.id = d.module_id
  JOIN module_version mv ON mv.id = d.module_version_id
  GROUP BY d.id, d.completed_at, d.day, d.source, d.time_quality, u.id, u.code, v.name, y.code, y.name, y.position, m.code, mv.number
  ORDER BY d.completed_at, d.id, y.position, u.code`;

export interface CompletionRow {
  id: string;
  unitCode: string;
  unitName: string | null;
  capacity: string;
  module: string;
  version: number;
  day: string;
  source: 'self' | 'group';
  timeQuality: 'server' | 'device' | 'attested' | 'time_unknown';
  voided: boolean;
  flagged: boolean;
}
