import type { RequestOrigin } from '#libs/platform';
import type { Actor } from './actor.js';

/** Columns that make an Actor, for a person `p.person_id` and a day given as SQL; one statement reads it all. */
export function actorColumns(day: string, now: string): string {
  return `
    (SELECT full_name FROM identity i WHERE i.person_id = p.person_id) AS "displayName",
    (SELECT id FROM account a WHERE a.person_id = p.person_id) AS "accountId",
    coalesce((SELECT json_agg(json_build_object('role', g.role, 'unitIds', (
        SELECT coalesce(json_agg(gu.unit_id), '[]') FROM role_grant_unit gu WHERE gu.grant_id = g.id)))
      FROM role_grant g WHERE g.person_id = p.person_id AND g.valid_from <= ${day} AND (g.valid_to IS NULL OR g.valid_to > ${day})
        AND g.recorded_at <= ${now} AND g.superseded_at IS NULL), '[]') AS grants`;
}

export interface ActorRow {
  id: string;
  personId: string;
  displayName: string | null;
  accountId: string | null;
  grants: Actor['grants'];
}

export function toActor(row: ActorRow, via: Actor['via'], origin: RequestOrigin): Actor {
  return {
    personId: row.personId,
    displayName: row.displayName ?? '',
    accountId: row.accountId,
    sessionId: via === 'session' ? row.id : null,
    via,
    grants: row.grants,
    origin,
  };
}
