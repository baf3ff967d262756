import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessLog, Scope, type Actor } from '#libs/identity';
import { AuditLog, Clock, UnitOfWork, invalid, notFound } from '#libs/platform';
import { Memberships } from './memberships.service.js';
import { dayProblem } from './membership-day.policy.js';

/** Taking somebody off a roster from a day on: they retired, moved away, or should not have been there. */
@Injectable()
export class LeaveRoster {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly memberships: Memberships,
    private readonly accessLog: AccessLog,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Who it is about, for the page that asks. Throws `membership.unknown` when it has ended already. */
  async find(
    actor: Actor,
    membershipId: string,
  ): Promise<{ personId: string; unitId: string; capacity: string; from: string; to: string | null }> {
    const [row] = await this.dataSource.query(
      `SELECT person_id AS "personId", unit_id AS "unitId", capacity, valid_from AS "from", valid_to AS "to" FROM membership
       WHERE id = $1 AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2)`,
      [membershipId, this.clock.today()],
    );
    if (!row) throw notFound('membership.unknown');
    await this.scope.assert(actor, 'roster.import', row.unitId);
    await this.work.run((tx) =>
      this.accessLog.record(tx, actor, row.personId, 'roster.leave', 'Thôi tên khỏi danh sách'),
    );
    return row;
  }

  /** `on` is the first day on which they no longer belong. */
  async leave(actor: Actor, membershipId: string, on: string): Promise<void> {
    const membership = await this.find(actor, membershipId);
    const day = dayProblem(on, membership, this.clock.today(), 'membership.leave-day');
    if (day) throw invalid('form.invalid', { on: day });
    await this.work.run(async (tx) => {
      await this.memberships.end(tx, membershipId, on);
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'membership.end',
        subjectType: 'person',
        subjectId: membership.personId,
        details: { membershipId, unitId: membership.unitId, capacity: membership.capacity, on },
        origin: actor.origin,
      });
    });
  }
}
