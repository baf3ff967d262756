export type LogName = 'audit' | 'access';

export interface LogEntry {
  id: string;
  at: Date;
  /** Where the next page begins. */
  cursor: string;
  actorId: string | null;
  /** Only of people who hold or held a role: what learners do themselves is read without a name. */
  actorName: string | null;
  what: string;
  subjectType: string | null;
  subjectId: string | null;
  subjectName: string | null;
  purpose: string | null;
  details: Record<string, unknown>;
  ip: string | null;
  port: number | null;
}

/**
 * Parameters of both: $1 from, $2 before, $3 folded part of the actor's name, $4 what, $5 subject, $6 and $7 the time and id
 * of the last entry read, $8 how many, $9 whether subjects are named.
 */
const log = (table: string, columns: string, what: string, subject: string) => `
  SELECT l.id, l.at, l.at::text || '|' || l.id AS cursor, l.actor_id AS "actorId", l.purpose, l.ip, l.port, ${columns},
    CASE WHEN EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = l.actor_id) THEN a.full_name END AS "actorName",
    CASE WHEN $9::boolean THEN s.full_name END AS "subjectName"
  FROM ${table} l LEFT JOIN identity a ON a.person_id = l.actor_id
  LEFT JOIN identity s ON s.person_id::text = ${subject}
  WHERE l.at >= $1 AND l.at < $2
    AND ($3::text IS NULL OR (a.folded_name LIKE '%' || $3 || '%'
      AND EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = l.actor_id)))
    AND ($4::text IS NULL OR ${what} = $4 OR split_part(${what}, '.', 1) = $4)
    AND ($5::text IS NULL OR ${subject} = $5 OR l.actor_id::text = $5)
    AND ($6::timestamptz IS NULL OR (l.at, l.id) < ($6::timestamptz, $7::uuid))
  ORDER BY l.at DESC, l.id DESC LIMIT $8`;

export const LOGS: Record<LogName, string> = {
  audit: log(
    'audit',
    'l.action AS what, l.subject_type AS "subjectType", l.subject_id AS "subjectId", l.details',
    'l.action',
    'l.subject_id',
  ),
  access: log(
    'access_log',
    `l.what, 'person' AS "subjectType", l.subject_id AS "subjectId", '{}'::jsonb AS details`,
    'l.what',
    'l.subject_id::text',
  ),
};
