import { ALL_LINE } from '../figures-document.js';
import { GIVEN, PLACED, dual } from './counts.sql.js';
import { JUDGED_BY_FACTS, REQUIRED, examined, facts } from './facts.sql.js';
import { STANDING, holding, type Reach } from './people.sql.js';

/**
 * Who is counted in each line of one unit, whether they have completed it, and a mark of the places they have there.
 * Parameters as in counts.sql, the unit alone in $5. One row per person and line; added up they are the unit's counts.
 */
export const peopleStatesSql = (reach: Reach): string => `WITH ${[
  GIVEN,
  REQUIRED,
  holding(reach),
  ...(reach === 'present' ? [examined('present')] : []),
  facts(reach),
  dual(reach),
  PLACED,
  JUDGED_BY_FACTS,
].join(',')},
  counted AS MATERIALIZED (SELECT person, unit_id, capacity, met FROM judged WHERE standing = ${STANDING.counted}),
  whole AS (SELECT person, bool_and(met) AS met FROM counted GROUP BY person),
  mine AS MATERIALIZED (SELECT * FROM counted WHERE unit_id IN (SELECT unit_id FROM scope))
  SELECT person, capacity AS line, bool_and(met) AS met, array_agg(DISTINCT unit_id)::text AS places
  FROM mine GROUP BY person, capacity
  UNION ALL
  SELECT m.person, '${ALL_LINE}', bool_and(w.met), array_agg(DISTINCT unit_id)::text
  FROM mine m JOIN whole w USING (person) GROUP BY m.person`;
