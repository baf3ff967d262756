import { Injectable } from '@nestjs/common';
import { AuditLog, Clock, newId, notFound, type RequestOrigin, type Tx } from '#libs/platform';
import type { Role } from './permissions.js';

export interface NewGrant {
  personId: string;
  role: Role;
  /** Roots of the scope. */
  unitIds: string[];
  from: string;
  to?: string | null;
  /** Null only for the seed. */
  by: string | null;
  reason?: string;
  /** A form sent twice names one grant. */
  id?: string;
  origin?: RequestOrigin;
}

@Injectable()
export class Grants {
  constructor(
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async grant(tx: Tx, grant: NewGrant): Promise<string> {
    const id = grant.id ?? newId();
    await tx.query(
      `INSERT INTO role_grant (id, person_id, role, valid_from, valid_to, granted_by, recorded_at, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, grant.personId, grant.role, grant.from, grant.to ?? null, grant.by, this.clock.now(), grant.reason ?? null],
    );
    for (const unitId of grant.unitIds)
      await tx.query('INSERT INTO role_grant_unit (grant_id, unit_id) VALUES ($1, $2)', [id, unitId]);
    await this.audit.append(tx, {
      actorId: grant.by,
      action: 'role.grant',
      subjectType: 'person',
      subjectId: grant.personId,
      purpose: grant.reason,
      details: { grantId: id, role: grant.role, unitIds: grant.unitIds, from: grant.from, to: grant.to ?? null },
      origin: grant.origin,
    });
    return id;
  }

  /** From this moment on; what the grant allowed before stays recorded. */
  async withdraw(
    tx: Tx,
    grantId: string,
    by: string,
    why: { reason?: string; origin?: RequestOrigin } = {},
  ): Promise<void> {
    const [rows] = await tx.query(
      'UPDATE role_grant SET superseded_at = $2 WHERE id = $1 AND superseded_at IS NULL RETURNING person_id AS "personId", role',
      [grantId, this.clock.now()],
    );
    if (rows.length === 0) throw notFound('grant.unknown');
    const [{ personId, role }] = rows;
    await this.audit.append(tx, {
      actorId: by,
      action: 'role.withdraw',
      subjectType: 'person',
      subjectId: personId,
      purpose: why.reason,
      details: { role, grantId },
      origin: why.origin,
    });
  }
}
