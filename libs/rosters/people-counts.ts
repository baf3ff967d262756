import { asOf } from '#libs/organisation';
import { CANONICAL } from './one-human.sql.js';

/** A human being listed under two records that were joined is one. */
const HUMAN = 'coalesce(c.person, m.person_id)';

/**
 * CTEs after `subtree`: `counted(capacity, count)`, the distinct people at or below its units in each capacity. Told apart
 * by hashing, as `SELECT DISTINCT` does, and then counted: `count(DISTINCT …)` would sort them by the capacity's text first,
 * which takes a quarter more of the database's time at 400,000 people.
 */
export const countedSql = (day: string, knownAt: string): string => `${CANONICAL}, member AS (
    SELECT DISTINCT m.capacity, ${HUMAN} AS human FROM subtree s JOIN membership m ON m.unit_id = s.unit_id AND ${asOf('m', day, knownAt)}
    LEFT JOIN canonical c ON c.raw = m.person_id
  ), counted AS (SELECT capacity, count(*)::int AS count FROM member GROUP BY capacity)`;

/**
 * A statement after `subtree`: the distinct people at or below each of its roots, in any capacity. Here sorting is the faster
 * way: ids of units sort well, and there are many small groups.
 */
export const countedByRootSql = (day: string, knownAt: string): string => `, ${CANONICAL}
  SELECT s.root_id AS id, count(DISTINCT ${HUMAN})::int AS count
  FROM subtree s JOIN membership m ON m.unit_id = s.unit_id AND ${asOf('m', day, knownAt)}
  LEFT JOIN canonical c ON c.raw = m.person_id GROUP BY s.root_id`;
