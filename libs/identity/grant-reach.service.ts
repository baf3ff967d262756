import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UnitPlaces, Units } from '#libs/organisation';
import { Clock, type Tx } from '#libs/platform';
import type { Actor } from './actor.js';
import { rootsFor } from './grant.policy.js';
import type { Role } from './permissions.js';

/** Units of standing grants and open proposals that are not there on the day `$1`. */
const ABSENT = `SELECT DISTINCT n.unit_id AS id FROM (
    SELECT u.unit_id FROM role_grant_unit u JOIN role_grant g ON g.id = u.grant_id
    WHERE g.superseded_at IS NULL AND (g.valid_to IS NULL OR g.valid_to > $1)
    UNION ALL
    SELECT unnest(p.unit_ids) FROM grant_proposal p
    WHERE NOT EXISTS (SELECT FROM grant_proposal_decision d WHERE d.proposal_id = p.id)
  ) n WHERE NOT EXISTS (SELECT FROM unit_version v WHERE v.unit_id = n.unit_id AND v.superseded_at IS NULL
    AND v.valid_from <= $1 AND (v.valid_to IS NULL OR v.valid_to > $1))`;

/**
 * Whose grants somebody sees and may end. A grant outlives its unit: it is still in the hands of whoever reached the unit
 * when it was there, for otherwise nobody could see or end it any more.
 */
@Injectable()
export class GrantReach {
  constructor(
    private readonly dataSource: DataSource,
    private readonly units: Units,
    private readonly places: UnitPlaces,
    private readonly clock: Clock,
  ) {}

  /** At or below the roots today, with what grants name that is no more or not yet. */
  async below(roots: string[], tx?: Tx): Promise<Set<string>> {
    const today = this.clock.today();
    const absent: { id: string }[] = await (tx ?? this.dataSource).query(ABSENT, [today]);
    const ids = absent.map(({ id }) => id);
    return new Set([
      ...(await this.units.subtreeIds(roots, today, tx)),
      ...(await this.places.within(ids, roots, today, tx)),
    ]);
  }

  /** Whether a unit is, or was, where the actor may give the role. */
  async of(tx: Tx, actor: Actor, role: Role, unitIds: string[]): Promise<(unitId: string) => boolean> {
    const inside = await this.places.within(unitIds, rootsFor(actor, role), this.clock.today(), tx);
    return (unitId) => inside.has(unitId);
  }
}
