import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Units } from '#libs/organisation';
import { AuditLog, Clock, UnitOfWork, conflict, forbidden, notFound } from '#libs/platform';
import type { Actor } from '../actor.js';
import { scopeOf, type Role } from '../permissions.js';
import { readReason } from './reason.js';

export interface StaffAccount {
  personId: string;
  fullName: string;
  roles: Role[];
  /** Of a sign-in, a page or a program's call, whichever was last. */
  lastActiveAt: Date;
  disabledAt: Date | null;
  disabledReason: 'idle' | 'administrator' | null;
  securedAt: Date | null;
}

const PAGE = 50;

/** Whoever works at a desk: grants that stand today or later, below the units of the administrator who looks. */
const STAFF = `
  SELECT a.person_id AS "personId", i.full_name AS "fullName", array_agg(DISTINCT g.role) AS roles,
    greatest(a.created_at, a.enabled_at, a.last_sign_in_at,
      (SELECT max(last_seen_at) FROM session s WHERE s.person_id = a.person_id),
      (SELECT max(last_used_at) FROM api_token t WHERE t.person_id = a.person_id)) AS "lastActiveAt",
    a.disabled_at AS "disabledAt", a.disabled_reason AS "disabledReason", f.confirmed_at AS "securedAt",
    array_agg(DISTINCT gu.unit_id) AS "unitIds"
  FROM account a JOIN identity i ON i.person_id = a.person_id
    JOIN role_grant g ON g.person_id = a.person_id AND g.superseded_at IS NULL AND (g.valid_to IS NULL OR g.valid_to > $1::date)
    LEFT JOIN role_grant_unit gu ON gu.grant_id = g.id
    LEFT JOIN second_factor f ON f.person_id = a.person_id AND f.confirmed_at IS NOT NULL`;
const GROUP = 'GROUP BY a.id, i.person_id, f.person_id';

@Injectable()
export class StaffAccounts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly units: Units,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Disabled ones first, then those that have been quiet the longest. */
  async list(actor: Actor, pageNumber = 1): Promise<{ rows: StaffAccount[]; more: boolean }> {
    const within = await this.units.subtreeIds(scopeOf(actor, 'security.manage'), this.clock.today());
    const rows: StaffAccount[] = await this.dataSource.query(
      `SELECT * FROM (${STAFF} ${GROUP}) staff WHERE "unitIds" <@ $2::uuid[]
       ORDER BY "disabledAt" IS NULL, "lastActiveAt", "personId" LIMIT $3 OFFSET $4`,
      [this.clock.today(), within, PAGE + 1, (pageNumber - 1) * PAGE],
    );
    return { rows: rows.slice(0, PAGE), more: rows.length > PAGE };
  }

  async find(actor: Actor, personId: string): Promise<StaffAccount> {
    await this.assertWithin(actor, personId);
    const [row] = await this.dataSource.query(`${STAFF} WHERE a.person_id = $2 ${GROUP}`, [
      this.clock.today(),
      personId,
    ]);
    if (!row) throw notFound('person.unknown');
    return row;
  }

  /** Opens a disabled account again. Its password and second factor are what they were. */
  async enable(actor: Actor, personId: string, reasonText: string): Promise<void> {
    if (personId === actor.personId) throw forbidden('account.own');
    await this.assertWithin(actor, personId);
    const reason = readReason(reasonText);
    await this.work.run(async (tx) => {
      const [rows] = await tx.query(
        `UPDATE account SET disabled_at = NULL, disabled_reason = NULL, enabled_at = $2, failed_count = 0, locked_until = NULL
         WHERE person_id = $1 AND disabled_at IS NOT NULL RETURNING id`,
        [personId, this.clock.now()],
      );
      if (rows.length === 0) throw conflict('account.not-disabled');
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'account.enable',
        subjectType: 'person',
        subjectId: personId,
        purpose: reason,
        origin: actor.origin,
      });
    });
  }

  /** Nobody reaches someone whose grants stand, even in part, outside the own units. */
  async assertWithin(actor: Actor, personId: string): Promise<void> {
    const [row] = await this.dataSource.query(
      `SELECT count(DISTINCT g.id)::int AS grants, array_remove(array_agg(gu.unit_id), NULL) AS "unitIds"
       FROM role_grant g LEFT JOIN role_grant_unit gu ON gu.grant_id = g.id
       WHERE g.person_id = $1 AND g.superseded_at IS NULL AND (g.valid_to IS NULL OR g.valid_to > $2::date)`,
      [personId, this.clock.today()],
    );
    if (row.grants === 0) throw notFound('person.unknown');
    const within = new Set(await this.units.subtreeIds(scopeOf(actor, 'security.manage'), this.clock.today()));
    if (!row.unitIds.every((id: string) => within.has(id))) throw forbidden('scope.outside');
  }
}
