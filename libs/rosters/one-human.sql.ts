/**
 * The records of one human being, joined by merges in whatever direction: `one(person_id, id)`, where `id` is every record
 * of the one asked for. `people` is SQL: an array of ids. Goes after WITH RECURSIVE.
 */
export const oneHuman = (people: string): string => `one AS (
    SELECT id AS person_id, id FROM unnest(${people}) AS asked(id) UNION
    SELECT one.person_id, CASE WHEN g.from_person_id = one.id THEN g.into_person_id ELSE g.from_person_id END
    FROM one JOIN person_merge g ON one.id IN (g.from_person_id, g.into_person_id) AND g.superseded_at IS NULL)`;

/** The record and those that were joined to it, not the one it was joined to: `one(id)`. `person` is SQL: an id. */
export const joinedTo = (person: string): string => `one AS (
    SELECT ${person} AS id UNION
    SELECT g.from_person_id FROM one JOIN person_merge g ON g.into_person_id = one.id AND g.superseded_at IS NULL)`;

/** Who a merged record is now, through chains of merges: `canonical(raw, person)`; whoever is not in it is themselves. */
export const CANONICAL = `merged(raw, person, depth) AS (
    SELECT from_person_id, into_person_id, 1 FROM person_merge WHERE superseded_at IS NULL
    UNION ALL
    SELECT m.raw, g.into_person_id, m.depth + 1 FROM merged m
      JOIN person_merge g ON g.from_person_id = m.person AND g.superseded_at IS NULL WHERE m.depth < 20
  ), canonical AS (SELECT DISTINCT ON (raw) raw, person FROM merged ORDER BY raw, depth DESC)`;
