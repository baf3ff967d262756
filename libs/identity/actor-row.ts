import type { RequestOrigin } from '#libs/platform';
import type { Actor } from './actor.js';
import { GUARDIAN_AGE } from './rights/guardian-age.js';

/**
 * The columns and joins that make an Actor of a row `p` with `person_id`; one statement reads it all.
 * Nobody is behind an erased identity or a disabled account.
 */
export function actorSql(table: 'session' | 'api_token', lastSeen: string): string {
  const card = table === 'session' ? 'p.card_id IS NOT NULL' : 'false';
  return `
    SELECT p.id, p.person_id AS "personId", p.${lastSeen} AS "lastSeenAt", i.full_name AS "displayName", a.id AS "accountId",
      i.restricted_at IS NOT NULL AS restricted,
      i.guardian_consented_at IS NULL AND a.id IS NOT NULL AND coalesce(extract(year FROM i.birth_date), i.birth_year)
        > extract(year FROM $2::date) - ${GUARDIAN_AGE} AS "awaitsGuardian",
      ${card} AS "byCard",
      coalesce((SELECT json_agg(json_build_object('role', g.role, 'unitIds', (
          SELECT coalesce(json_agg(gu.unit_id), '[]') FROM role_grant_unit gu WHERE gu.grant_id = g.id)))
        FROM role_grant g WHERE NOT ${card} AND g.person_id = p.person_id AND g.valid_from <= $2::date AND (g.valid_to IS NULL OR g.valid_to > $2::date)
          AND g.superseded_at IS NULL), '[]') AS grants
    FROM ${table} p JOIN identity i ON i.person_id = p.person_id LEFT JOIN account a ON a.person_id = p.person_id
    WHERE p.token_hash = $1 AND p.revoked_at IS NULL AND p.expires_at > $3 AND a.disabled_at IS NULL`;
}

export interface ActorRow {
  id: string;
  personId: string;
  lastSeenAt: Date | null;
  displayName: string;
  accountId: string | null;
  restricted: boolean;
  awaitsGuardian: boolean | null;
  byCard: boolean;
  grants: Actor['grants'];
}

export function toActor(row: ActorRow, via: Actor['via'], origin: RequestOrigin): Actor {
  return {
    personId: row.personId,
    displayName: row.displayName,
    accountId: row.accountId,
    sessionId: via === 'session' ? row.id : null,
    via,
    ...((row.restricted || row.awaitsGuardian) && { restricted: true }),
    ...(row.awaitsGuardian && { awaitsGuardian: true }),
    ...(row.byCard && { byCard: true }),
    grants: row.grants,
    origin,
  };
}
