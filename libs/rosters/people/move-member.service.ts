import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Scope, type Actor } from '#libs/identity';
import { Units } from '#libs/organisation';
import { AuditLog, Clock, UnitOfWork, DomainError, clean, invalid, notFound } from '#libs/platform';
import { fitsTree } from '../capacity.policy.js';
import { dayProblem } from '../membership-day.policy.js';
import { Memberships } from '../memberships.service.js';

export interface Move {
  /** First day in the new place. */
  on: string;
  unitId: string;
  position: string;
  isHead: boolean;
}

export interface Movable {
  membershipId: string;
  personId: string;
  unitId: string;
  capacity: string;
  position: string | null;
  isHead: boolean;
  from: string;
  /** Set when it was recorded already that they leave on a day to come. */
  to: string | null;
}

/** From a day on in another unit, with another position, or as head; what was before stays in the history. */
@Injectable()
export class MoveMember {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly units: Units,
    private readonly memberships: Memberships,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Throws `membership.unknown` when it has ended, `scope.outside` when the unit is not the actor's. */
  async find(actor: Actor, membershipId: string): Promise<Movable> {
    const [row] = await this.dataSource.query(
      `SELECT id AS "membershipId", person_id AS "personId", unit_id AS "unitId", capacity, position, is_head AS "isHead",
         valid_from AS "from", valid_to AS "to" FROM membership
       WHERE id = $1 AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2)`,
      [membershipId, this.clock.today()],
    );
    if (!row) throw notFound('membership.unknown');
    await this.scope.assert(actor, 'roster.import', row.unitId);
    return row;
  }

  async move(actor: Actor, membershipId: string, move: Move): Promise<void> {
    const before = await this.find(actor, membershipId);
    await this.assertSound(actor, before, move);
    const position = clean(move.position) || null;
    const { on, unitId, isHead } = move;
    await this.work.run(async (tx) => {
      const id = await this.memberships.transfer(tx, membershipId, { on, unitId, position, isHead });
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'membership.transfer',
        subjectType: 'person',
        subjectId: before.personId,
        details: { membershipId, into: id, fromUnitId: before.unitId, unitId, on, isHead },
        origin: actor.origin,
      });
    });
  }

  private async assertSound(actor: Actor, before: Movable, { on, unitId, position }: Move): Promise<void> {
    const fields: Record<string, string> = {};
    const day = dayProblem(on, before, this.clock.today(), 'membership.move-day');
    if (day) fields.on = day;
    if (clean(position).length > 150) fields.position = 'position.too-long';
    const unit = await this.units.find(unitId, day ? undefined : on).catch(() => null);
    if (!unit || !fitsTree(before.capacity, unit.tree)) fields.unitId = 'membership.move-unit';
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
    await this.scope.assert(actor, 'roster.import', unitId, on);
    await this.assertNotThere(before, on, unitId);
  }

  /** Listed twice in one unit they would have to leave it twice. */
  private async assertNotThere({ membershipId, personId, capacity, to }: Movable, on: string, unitId: string) {
    const [other] = await this.dataSource.query(
      `SELECT valid_from AS "from" FROM membership WHERE person_id = $1 AND capacity = $2 AND unit_id = $3 AND id <> $4
         AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $5) AND ($6::date IS NULL OR valid_from < $6)`,
      [personId, capacity, unitId, membershipId, on, to],
    );
    if (other)
      throw new DomainError('conflict', 'membership.there-already', {}, { unitId: 'membership.there-already' });
  }
}
