import { Injectable } from '@nestjs/common';
import { AuditLog, Clock, newId, notFound, type Tx } from '#libs/platform';
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
}

@Injectable()
export class Grants {
  constructor(
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async grant(tx: Tx, grant: NewGrant): Promise<string> {
    const id = newId();
    await tx.query(
      'INSERT INTO role_grant (id, person_id, role, valid_from, valid_to, granted_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [id, grant.personId, grant.role, grant.from, grant.to ?? null, grant.by, this.clock.now()],
    );
    for (const unitId of grant.unitIds)
      await tx.query('INSERT INTO role_grant_unit (grant_id, unit_id) VALUES ($1, $2)', [id, unitId]);
    await this.audit.append(tx, {
      actorId: grant.by,
      action: 'role.grant',
      subjectType: 'person',
      subjectId: grant.personId,
      details: { role: grant.role, unitIds: grant.unitIds },
    });
    return id;
  }

  /** From this moment on; what the grant allowed before stays recorded. */
  async withdraw(tx: Tx, grantId: string, by: string): Promise<void> {
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
      details: { role, grantId },
    });
  }
}
