import { asOf } from '#libs/organisation';

/**
 * Of the people $1, who stands on a roster of a running campaign on day $2 (known at $3) and has not met what it asks,
 * and the first day that matters to them: that of a target of a unit above them, else the campaign's last. Only days up
 * to $4. What is recorded under another id of the same human being counts, as roster place and as learning.
 */
export const UNFINISHED_SQL = `WITH RECURSIVE one AS (
    SELECT id AS person_id, id FROM unnest($1::uuid[]) AS p(id) UNION
    SELECT one.person_id, CASE WHEN g.from_person_id = one.id THEN g.into_person_id ELSE g.from_person_id END
    FROM one JOIN person_merge g ON one.id IN (g.from_person_id, g.into_person_id) AND g.superseded_at IS NULL),
  up AS (
    SELECT one.person_id, m.capacity, m.unit_id FROM one JOIN membership m ON m.person_id = one.id AND ${asOf('m', '$2::date', '$3::timestamptz')}
    UNION
    SELECT up.person_id, up.capacity, v.parent_id FROM up
    JOIN unit_version v ON v.unit_id = up.unit_id AND v.parent_id IS NOT NULL AND ${asOf('v', '$2::date', '$3::timestamptz')})
  SELECT up.person_id AS "personId", c.id AS "campaignId", min(coalesce(t.due_on, c.ends_on)) AS "dueOn"
  FROM campaign c
  JOIN (SELECT DISTINCT campaign_id, capacity FROM requirement) r ON r.campaign_id = c.id
  JOIN up ON up.capacity = r.capacity
  LEFT JOIN target t ON t.campaign_id = c.id AND t.unit_id = up.unit_id AND t.capacity IN ('all', up.capacity)
    AND t.superseded_at IS NULL AND t.due_on BETWEEN $2::date AND c.ends_on
  WHERE c.starts_on <= $2::date AND c.ends_on >= $2::date
    AND NOT EXISTS (SELECT FROM one JOIN requirement_state s ON s.person_id = one.id
      WHERE one.person_id = up.person_id AND s.campaign_id = c.id AND up.capacity = ANY(s.met))
  GROUP BY up.person_id, c.id HAVING min(coalesce(t.due_on, c.ends_on)) <= $4::date
  ORDER BY 3, 2, 1`;
