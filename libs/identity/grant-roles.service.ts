import { Injectable } from '@nestjs/common';
import { Units } from '#libs/organisation';
import {
  AuditLog,
  Clock,
  UnitOfWork,
  clean,
  conflict,
  forbidden,
  invalid,
  isDay,
  notFound,
  type Tx,
} from '#libs/platform';
import type { Actor } from './actor.js';
import { GrantReach } from './grant-reach.service.js';
import { FOUR_EYES, GRANTED_ROLES, refusalToGrant, rootsFor, type GrantedRole } from './grant.policy.js';
import { KeepAdministrators } from './keep-administrators.service.js';
import { Grants } from './grants.service.js';
import type { Role } from './permissions.js';
import { Sessions } from './sessions.service.js';

export interface RoleRequest {
  personId: string;
  role: GrantedRole;
  unitIds: string[];
  /** Days, half-open; `to` null for no end. */
  from: string;
  to: string | null;
  reason: string;
  clientKey: string;
}

export const REASON = { min: 5, max: 500 };

/** Giving and taking roles, by those who hold a higher one. */
@Injectable()
export class GrantRoles {
  constructor(
    private readonly work: UnitOfWork,
    private readonly grants: Grants,
    private readonly units: Units,
    private readonly reach: GrantReach,
    private readonly keep: KeepAdministrators,
    private readonly sessions: Sessions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Gives the role at once, or proposes it where a second person must confirm. The same client key gives it once. */
  async give(actor: Actor, request: RoleRequest): Promise<'granted' | 'proposed'> {
    this.check(request);
    const reason = reasonOf(request.reason);
    return this.work.run(async (tx) => {
      const refusal = refusalToGrant(actor, request, await this.within(tx, actor, request.role, request.unitIds));
      if (refusal) throw forbidden(refusal);
      const [person] = await tx.query('SELECT 1 FROM identity WHERE person_id = $1 FOR UPDATE', [request.personId]);
      if (!person) throw notFound('person.unknown');
      const four = FOUR_EYES.includes(request.role);
      const table = four ? 'grant_proposal' : 'role_grant';
      const [made] = await tx.query(`SELECT 1 FROM ${table} WHERE id = $1`, [request.clientKey]);
      if (!made) {
        await this.assertNotHeld(tx, request);
        if (four) await this.propose(tx, actor, { ...request, reason });
        else await this.grant(tx, actor, { ...request, reason });
      }
      return four ? 'proposed' : 'granted';
    });
  }

  /**
   * Makes the grant and ends the person's sessions, so that their next one carries the new rights and its shorter limits;
   * programs' tokens too: none grows into more than it was made for.
   */
  async grant(tx: Tx, actor: Actor, request: Omit<RoleRequest, 'clientKey'> & { clientKey?: string }): Promise<string> {
    const { clientKey: id, ...grant } = request;
    const grantId = await this.grants.grant(tx, { ...grant, id, by: actor.personId, origin: actor.origin });
    await this.sessions.endAll(tx, request.personId, { tokens: true });
    return grantId;
  }

  /** From now on. An administrator may leave only while others remain for all that they administer. */
  async end(actor: Actor, grantId: string, why: string, outer?: Tx): Promise<void> {
    const reason = reasonOf(why);
    await this.work.run(async (tx) => {
      const grant = await this.find(tx, grantId);
      const own = grant.personId === actor.personId;
      if (!own) {
        const refusal = refusalToGrant(actor, grant, await this.reach.of(tx, actor, grant.role, grant.unitIds));
        if (refusal) throw forbidden(refusal);
      }
      if (grant.role === 'administrator') await this.keep.assertWithout(tx, grantId, grant.unitIds);
      await this.grants.withdraw(tx, grantId, actor.personId, { reason, origin: actor.origin });
      await this.sessions.endAll(tx, grant.personId);
    }, outer);
  }

  /** Which of the units the actor may grant the role for. */
  async within(tx: Tx | undefined, actor: Actor, role: Role, unitIds: string[]): Promise<(unitId: string) => boolean> {
    const roots = rootsFor(actor, role);
    const inside = new Set<string>();
    for (const unitId of unitIds)
      if (await this.units.isWithin(unitId, roots, this.clock.today(), tx)) inside.add(unitId);
    return (unitId) => inside.has(unitId);
  }

  private check({ role, unitIds, from, to }: RoleRequest): void {
    const fields: Record<string, string> = {};
    if (!GRANTED_ROLES.includes(role)) fields.role = 'grant.role-missing';
    if (unitIds.length > 100) fields.unitIds = 'grant.too-many-units';
    if (!isDay(from) || from < this.clock.today()) fields.from = 'grant.from-past';
    if (to !== null && (!isDay(to) || to <= from)) fields.to = 'grant.to-before-from';
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
  }

  /** The same role for the same units twice would have to be ended twice. */
  private async assertNotHeld(tx: Tx, { personId, role, unitIds, from, to }: RoleRequest): Promise<void> {
    const [held] = await tx.query(
      `SELECT 1 FROM role_grant g WHERE g.person_id = $1 AND g.role = $2 AND g.superseded_at IS NULL
         AND g.valid_from < coalesce($5::date, 'infinity') AND coalesce(g.valid_to, 'infinity') > $4::date
         AND $3::uuid[] <@ ARRAY(SELECT unit_id FROM role_grant_unit WHERE grant_id = g.id)`,
      [personId, role, unitIds, from, to],
    );
    if (held) throw conflict('grant.held');
  }

  /** Waits for a second person. */
  async propose(tx: Tx, actor: Actor, request: RoleRequest): Promise<void> {
    await tx.query(
      `INSERT INTO grant_proposal (id, person_id, role, unit_ids, valid_from, valid_to, reason, proposed_by, proposed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        request.clientKey,
        request.personId,
        request.role,
        request.unitIds,
        request.from,
        request.to,
        request.reason,
        actor.personId,
        this.clock.now(),
      ],
    );
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: 'role.propose',
      subjectType: 'person',
      subjectId: request.personId,
      purpose: request.reason,
      details: { proposalId: request.clientKey, role: request.role, unitIds: request.unitIds },
      origin: actor.origin,
    });
  }

  private async find(tx: Tx, grantId: string): Promise<{ personId: string; role: Role; unitIds: string[] }> {
    const [grant] = await tx.query(
      `SELECT g.person_id AS "personId", g.role, ARRAY(SELECT unit_id::text FROM role_grant_unit WHERE grant_id = g.id) AS "unitIds"
       FROM role_grant g WHERE g.id = $1 AND g.superseded_at IS NULL`,
      [grantId],
    );
    if (!grant) throw notFound('grant.unknown');
    return grant;
  }
}

export function reasonOf(text: string): string {
  const reason = clean(text);
  if (reason.length < REASON.min || reason.length > REASON.max)
    throw invalid('form.invalid', { reason: 'grant.reason-missing' });
  return reason;
}
