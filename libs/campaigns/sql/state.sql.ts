/**
 * Writes requirement_state from the facts for the people in `examined(person)` and the modules' requirements in
 * `affected(requirement_id)`. A person's completions are their own here, merges are looked up when figures are read.
 */
const stateSql = (examined: string, affected: string) => `
  WITH examined AS (${examined}), affected AS (${affected}),
  required AS (
    SELECT r.id AS requirement_id, cvm.module_id, coalesce((r.minimum_versions ->> cvm.module_id::text)::int, 0) AS minimum
    FROM requirement r JOIN affected a ON a.id = r.id JOIN course_version_module cvm ON cvm.course_version_id = r.course_version_id
  ),
  size AS (SELECT requirement_id, count(*) AS modules FROM required GROUP BY requirement_id),
  fact AS (
    SELECT c.id, c.person_id, c.module_id, v.number, c.completed_at, c.recorded_at, c.source, c.time_quality
    FROM completion c JOIN module_version v ON v.id = c.module_version_id
    WHERE c.person_id IN (SELECT person FROM examined) AND c.module_id IN (SELECT module_id FROM required)
      AND coalesce((SELECT a.kind <> 'void' FROM adjustment a WHERE a.completion_id = c.id
        ORDER BY a.recorded_at DESC, a.id DESC LIMIT 1), true)
  ),
  deciding AS (
    SELECT DISTINCT ON (f.person_id, q.requirement_id, q.module_id) f.person_id, q.requirement_id, f.completed_at, f.source, f.time_quality
    FROM fact f JOIN required q ON q.module_id = f.module_id AND f.number >= q.minimum
    ORDER BY f.person_id, q.requirement_id, q.module_id, f.completed_at, f.recorded_at, f.id
  ),
  begun AS (
    SELECT person_id, requirement_id, min(at) AS at FROM (
      SELECT f.person_id, q.requirement_id, f.completed_at AS at FROM fact f JOIN required q ON q.module_id = f.module_id
      UNION ALL
      SELECT s.person_id, q.requirement_id, s.started_at FROM module_start s JOIN required q ON q.module_id = s.module_id
      WHERE s.person_id IN (SELECT person FROM examined)
    ) first GROUP BY person_id, requirement_id
  ),
  done AS (
    SELECT person_id, requirement_id, count(*) AS modules, max(completed_at) AS last_at, bool_or(source = 'group') AS by_group,
      bool_or(time_quality = 'time_unknown') AS time_unknown
    FROM deciding GROUP BY person_id, requirement_id
  )
  INSERT INTO requirement_state AS s (requirement_id, person_id, modules_done, started_at, met_at, by_group, time_unknown)
  SELECT b.requirement_id, b.person_id, coalesce(d.modules, 0), b.at, CASE WHEN d.modules = n.modules THEN d.last_at END,
    coalesce(d.by_group, false), coalesce(d.time_unknown, false)
  FROM begun b JOIN size n ON n.requirement_id = b.requirement_id
  LEFT JOIN done d ON d.person_id = b.person_id AND d.requirement_id = b.requirement_id
  ON CONFLICT (requirement_id, person_id) DO UPDATE SET modules_done = excluded.modules_done, started_at = excluded.started_at,
    met_at = excluded.met_at, by_group = excluded.by_group, time_unknown = excluded.time_unknown
  WHERE (s.modules_done, s.started_at, s.met_at, s.by_group, s.time_unknown) IS DISTINCT FROM
    (excluded.modules_done, excluded.started_at, excluded.met_at, excluded.by_group, excluded.time_unknown)`;

/** $1 the person, $2 the module that was completed. */
export const STATE_OF_ONE_SQL = stateSql(
  'SELECT $1::uuid AS person',
  `SELECT r.id FROM requirement r JOIN course_version_module m ON m.course_version_id = r.course_version_id WHERE m.module_id = $2`,
);

/** $1 the people. */
export const STATE_OF_PEOPLE_SQL = stateSql('SELECT unnest($1::uuid[]) AS person', 'SELECT id FROM requirement');

/** $1 the requirements: everybody's state. */
export const STATE_OF_REQUIREMENTS_SQL = stateSql('SELECT id AS person FROM person', 'SELECT unnest($1::uuid[]) AS id');
