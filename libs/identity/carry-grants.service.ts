import { Injectable } from '@nestjs/common';
import { Units } from '#libs/organisation';
import { Clock, UnitOfWork, newId, type Tx } from '#libs/platform';
import { AccessLog } from './access-log.service.js';
import type { Actor } from './actor.js';
import { carriedPeriod } from './carry-grants.policy.js';
import { FOUR_EYES, refusalToGrant, rootsFor, type GrantRefusal, type GrantedRole } from './grant.policy.js';
import { GrantRoles } from './grant-roles.service.js';
import { Grants } from './grants.service.js';

/** Units end on a day, and another takes over what they were. */
export interface Succession {
  fromIds: string[];
  intoId: string;
  on: string;
}

export interface HangingGrant {
  id: string;
  personId: string;
  fullName: string;
  role: GrantedRole;
  from: string;
  to: string | null;
  /** What carrying it over would do, or why this actor cannot. `held`: the person has it there already. */
  outcome: 'grant' | 'propose' | 'held' | GrantRefusal;
}

/**
 * A role is given for units by name: when one ends, its role is good for nothing, and nobody inherits by themselves. The one
 * who merges or parts units may carry such roles over, by the rules of giving them: downwards, in the own subtrees, not to
 * oneself, and with a second person where that is asked.
 */
@Injectable()
export class CarryGrants {
  constructor(
    private readonly work: UnitOfWork,
    private readonly grants: Grants,
    private readonly roles: GrantRoles,
    private readonly units: Units,
    private readonly accessLog: AccessLog,
    private readonly clock: Clock,
  ) {}

  /** Those that hang on units which end. To be asked where the unit that takes over is there, by name. */
  async hanging(tx: Tx, actor: Actor, succession: Succession): Promise<HangingGrant[]> {
    const since = later(succession.on, this.clock.today());
    const rows: Omit<HangingGrant, 'outcome'>[] = await tx.query(
      `SELECT g.id, g.person_id AS "personId", i.full_name AS "fullName", g.role, g.valid_from AS "from", g.valid_to AS "to"
       FROM role_grant g JOIN identity i ON i.person_id = g.person_id
       WHERE g.superseded_at IS NULL AND (g.valid_to IS NULL OR g.valid_to > $2)
         AND EXISTS (SELECT FROM role_grant_unit u WHERE u.grant_id = g.id AND u.unit_id = ANY($1))
       ORDER BY split_part(i.full_name, ' ', -1) COLLATE "vi-x-icu", i.full_name COLLATE "vi-x-icu", g.id`,
      [succession.fromIds, since],
    );
    const grants: HangingGrant[] = [];
    for (const row of rows) grants.push({ ...row, outcome: await this.outcome(tx, actor, row, succession) });
    return grants;
  }

  /** Names were shown: each person can see that. */
  async recordLook(actor: Actor, grants: HangingGrant[]): Promise<void> {
    const seen = [...new Set(grants.map(({ personId }) => personId))];
    await this.work.run((tx) => this.accessLog.recordMany(tx, actor, seen, 'role.list', 'Quản lý vai trò'));
  }

  /** Of the chosen ones those that can be. Nobody is signed out: they hold the role already, and its limits with it. */
  async carry(
    tx: Tx,
    actor: Actor,
    succession: Succession & { grantIds: string[]; reason: string },
  ): Promise<{ granted: number; proposed: number }> {
    const { intoId, on, reason, grantIds } = succession;
    const proposed = new Set<string>();
    let granted = 0;
    for (const grant of await this.hanging(tx, actor, succession)) {
      if (!grantIds.includes(grant.id)) continue;
      const { personId, role } = grant;
      // Looked at anew: of two grants of one person the first may be enough.
      const outcome = await this.outcome(tx, actor, grant, succession);
      const period = carriedPeriod(grant, on, this.clock.today())!;
      const given = { personId, role, unitIds: [intoId], ...period, reason };
      if (outcome === 'grant') {
        await this.grants.grant(tx, { ...given, by: actor.personId, origin: actor.origin });
        granted += 1;
      } else if (outcome === 'propose' && !proposed.has(`${personId} ${role}`)) {
        await this.roles.propose(tx, actor, { ...given, clientKey: newId() });
        proposed.add(`${personId} ${role}`);
      }
    }
    return { granted, proposed: proposed.size };
  }

  private async outcome(
    tx: Tx,
    actor: Actor,
    grant: Omit<HangingGrant, 'outcome'>,
    { intoId, on }: Succession,
  ): Promise<HangingGrant['outcome']> {
    const { personId, role } = grant;
    const day = later(on, this.clock.today());
    const period = carriedPeriod(grant, on, this.clock.today())!;
    if (await this.units.isWithin(intoId, await this.held(tx, personId, role, period), day, tx)) return 'held';
    const inside = await this.units.isWithin(intoId, rootsFor(actor, role), day, tx);
    const refusal = refusalToGrant(actor, { personId, role, unitIds: [intoId] }, () => inside);
    return refusal ?? (FOUR_EYES.includes(role) ? 'propose' : 'grant');
  }

  /** Units for which the person holds the role all that time. */
  private async held(
    tx: Tx,
    personId: string,
    role: string,
    period: { from: string; to: string | null },
  ): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT u.unit_id AS id FROM role_grant g JOIN role_grant_unit u ON u.grant_id = g.id
       WHERE g.person_id = $1 AND g.role = $2 AND g.superseded_at IS NULL AND g.valid_from <= $3
         AND (g.valid_to IS NULL OR g.valid_to >= $4::date)`,
      [personId, role, period.from, period.to ?? 'infinity'],
    );
    return rows.map(({ id }) => id);
  }
}

const later = (a: string, b: string): string => (a > b ? a : b);
