/**
 * Writes requirement_state from the facts for `people(person)` in `campaigns(id)`. A person's completions are their own
 * here; merges are looked up when figures are read. What another transaction has just begun is never taken back.
 */
const stateSql = (people: string, campaigns: string) => `
  WITH people AS MATERIALIZED (${people}), campaigns AS MATERIALIZED (${campaigns}),
  required AS MATERIALIZED (
    SELECT r.campaign_id, r.capacity, cvm.module_id, coalesce((r.minimum_versions ->> cvm.module_id::text)::int, 0) AS minimum
    FROM requirement r JOIN campaigns a ON a.id = r.campaign_id
    JOIN course_version_module cvm ON cvm.course_version_id = r.course_version_id
    GROUP BY 1, 2, 3, 4
  ),
  size AS (SELECT campaign_id, capacity, count(*) AS asked FROM required GROUP BY campaign_id, capacity),
  fact AS MATERIALIZED (
    SELECT c.id, c.person_id, c.module_id, v.number, c.completed_at, c.recorded_at, c.source, c.time_quality
    FROM people p JOIN completion c ON c.person_id = p.person JOIN module_version v ON v.id = c.module_version_id
    WHERE coalesce((SELECT a.kind <> 'void' FROM adjustment a WHERE a.completion_id = c.id
      ORDER BY a.recorded_at DESC, a.id DESC LIMIT 1), true)
  ),
  deciding AS (
    SELECT DISTINCT ON (f.person_id, f.module_id, m.minimum) f.person_id, f.module_id, m.minimum, f.source, f.time_quality
    FROM fact f JOIN (SELECT DISTINCT module_id, minimum FROM required) m ON m.module_id = f.module_id AND f.number >= m.minimum
    ORDER BY f.person_id, f.module_id, m.minimum, f.completed_at, f.recorded_at, f.id
  ),
  done AS (
    SELECT d.person_id, q.campaign_id, q.capacity, count(*) AS asked, bool_or(d.source = 'group') AS by_group,
      bool_or(d.time_quality = 'time_unknown') AS time_unknown
    FROM deciding d JOIN required q ON q.module_id = d.module_id AND q.minimum = d.minimum
    GROUP BY d.person_id, q.campaign_id, q.capacity
  ),
  begun AS (
    SELECT f.person_id, q.campaign_id, q.capacity FROM fact f JOIN required q ON q.module_id = f.module_id
    UNION
    SELECT s.person_id, q.campaign_id, q.capacity FROM people p JOIN module_start s ON s.person_id = p.person
      JOIN required q ON q.module_id = s.module_id
  )
  INSERT INTO requirement_state AS s (campaign_id, person_id, begun, met, by_group, time_unknown)
  SELECT b.campaign_id, b.person_id, array_agg(b.capacity ORDER BY b.capacity),
    coalesce(array_agg(b.capacity ORDER BY b.capacity) FILTER (WHERE d.asked = n.asked), '{}'),
    coalesce(array_agg(b.capacity ORDER BY b.capacity) FILTER (WHERE d.by_group), '{}'),
    coalesce(array_agg(b.capacity ORDER BY b.capacity) FILTER (WHERE d.time_unknown), '{}')
  FROM begun b JOIN size n ON n.campaign_id = b.campaign_id AND n.capacity = b.capacity
  LEFT JOIN done d ON d.person_id = b.person_id AND d.campaign_id = b.campaign_id AND d.capacity = b.capacity
  GROUP BY b.campaign_id, b.person_id ORDER BY b.campaign_id, b.person_id
  ON CONFLICT (campaign_id, person_id) DO UPDATE SET met = excluded.met, by_group = excluded.by_group,
    time_unknown = excluded.time_unknown,
    begun = ARRAY(SELECT DISTINCT capacity FROM unnest(s.begun || excluded.begun) AS c(capacity) ORDER BY 1)`;

/** $1 the person, $2 the module that was completed. */
export const STATE_OF_ONE_SQL = stateSql(
  'SELECT $1::uuid AS person',
  `SELECT DISTINCT r.campaign_id AS id FROM requirement r
   JOIN course_version_module m ON m.course_version_id = r.course_version_id WHERE m.module_id = $2`,
);

/** $1 the people. */
export const STATE_OF_PEOPLE_SQL = stateSql('SELECT DISTINCT unnest($1::uuid[]) AS person', 'SELECT id FROM campaign');

/** $1 the campaigns: everybody's state. */
export const STATE_OF_CAMPAIGNS_SQL = stateSql('SELECT id AS person FROM person', 'SELECT unnest($1::uuid[]) AS id');
