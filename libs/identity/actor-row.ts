import type { RequestOrigin } from '#libs/platform';
import type { Actor } from './actor.js';
import { GUARDIAN_AGE } from './rights/guardian-age.js';

/** What is known of a person `p` as somebody who acts; $2 is today. `without` is SQL: whether their roles do not count. */
const standing = (without: string): string => `
    p.person_id AS "personId", i.full_name AS "displayName", a.id AS "accountId",
      i.restricted_at IS NOT NULL AS restricted,
      i.guardian_consented_at IS NULL AND a.id IS NOT NULL AND coalesce(extract(year FROM i.birth_date), i.birth_year)
        > extract(year FROM $2::date) - ${GUARDIAN_AGE} AS "awaitsGuardian",
      EXISTS (SELECT 1 FROM second_factor f WHERE f.person_id = p.person_id AND f.confirmed_at IS NOT NULL) AS secured,
      coalesce((SELECT json_agg(json_build_object('role', g.role, 'unitIds', (
          SELECT coalesce(json_agg(gu.unit_id), '[]') FROM role_grant_unit gu WHERE gu.grant_id = g.id)))
        FROM role_grant g WHERE NOT ${without} AND g.person_id = p.person_id AND g.valid_from <= $2::date AND (g.valid_to IS NULL OR g.valid_to > $2::date)
          AND g.superseded_at IS NULL), '[]') AS grants`;
const BEHIND = 'JOIN identity i ON i.person_id = p.person_id LEFT JOIN account a ON a.person_id = p.person_id';

/**
 * The columns and joins that make an Actor of a row `p` with `person_id`; one statement reads it all. `hash` is SQL: the
 * token's; $2 is today, $3 now. Nobody is behind an erased identity or a disabled account.
 */
export function actorSql(table: 'session' | 'api_token', lastSeen: string, hash = '$1'): string {
  const card = table === 'session' ? 'p.card_id IS NOT NULL' : 'false';
  return `
    SELECT p.id, p.${lastSeen} AS "lastSeenAt", p.created_at AS "createdAt", ${card} AS "byCard", ${standing(card)}
    FROM ${table} p ${BEHIND}
    WHERE p.token_hash = ${hash} AND p.revoked_at IS NULL AND p.expires_at > $3 AND a.disabled_at IS NULL`;
}

/** The same of the person $1, without a session or token. */
export const PERSON_ACTOR = `
    SELECT NULL AS id, false AS "byCard", ${standing('false')}
    FROM (SELECT $1::uuid AS person_id) p ${BEHIND} WHERE a.disabled_at IS NULL`;

export interface PersonRow {
  id: string | null;
  personId: string;
  displayName: string;
  accountId: string | null;
  restricted: boolean;
  awaitsGuardian: boolean | null;
  byCard: boolean;
  /** Has a second factor. */
  secured: boolean;
  grants: Actor['grants'];
}

export interface ActorRow extends PersonRow {
  id: string;
  createdAt: Date;
  lastSeenAt: Date | null;
}

export function toActor(row: PersonRow, via: Actor['via'], origin: RequestOrigin): Actor {
  const actor: Actor = {
    personId: row.personId,
    displayName: row.displayName,
    accountId: row.accountId,
    sessionId: via === 'session' ? row.id : null,
    via,
    grants: row.grants,
    origin,
  };
  if (row.restricted || row.awaitsGuardian) actor.restricted = true;
  if (row.awaitsGuardian) actor.awaitsGuardian = true;
  if (row.byCard) actor.byCard = true;
  return actor;
}
