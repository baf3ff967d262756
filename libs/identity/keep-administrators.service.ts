import { Injectable } from '@nestjs/common';
import { UnitPlaces, Units } from '#libs/organisation';
import { Clock, conflict, type Tx } from '#libs/platform';
import { lockAdministrators } from './operators/standing-administrators.js';

/** What an administrator administers is never left to nobody: a smaller subtree's administrator could not give the role again. */
@Injectable()
export class KeepAdministrators {
  constructor(
    private readonly units: Units,
    private readonly places: UnitPlaces,
    private readonly clock: Clock,
  ) {}

  /** Refuses `grant.last-administrator` with the units that nobody else who can sign in administers today. */
  async assertWithout(tx: Tx, grantId: string, unitIds: string[]): Promise<void> {
    await lockAdministrators(tx);
    const today = this.clock.today();
    const rows: { id: string }[] = await tx.query(
      `SELECT DISTINCT u.unit_id AS id FROM role_grant g JOIN role_grant_unit u ON u.grant_id = g.id
         JOIN account a ON a.person_id = g.person_id AND a.disabled_at IS NULL
       WHERE g.role = 'administrator' AND g.id <> $1 AND g.superseded_at IS NULL AND g.valid_from <= $2
         AND (g.valid_to IS NULL OR g.valid_to > $2)`,
      [grantId, today],
    );
    const others = rows.map(({ id }) => id);
    const left: string[] = [];
    for (const [unitId, { name, endedOn }] of await this.places.of(unitIds, today))
      if (!endedOn && !(await this.units.isWithin(unitId, others, today, tx))) left.push(name);
    if (left.length > 0) throw conflict('grant.last-administrator', { units: left.join('; ') });
  }
}
