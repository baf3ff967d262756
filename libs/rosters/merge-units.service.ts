import { Injectable } from '@nestjs/common';
import { Scope, type Actor } from '#libs/identity';
import { ChangeUnit } from '#libs/organisation';
import { AuditLog, UnitOfWork } from '#libs/platform';
import { Memberships } from './memberships.service.js';

/** Units become one on a day, and their people belong to the new one from that day on. */
@Injectable()
export class MergeUnits {
  constructor(
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly change: ChangeUnit,
    private readonly memberships: Memberships,
    private readonly audit: AuditLog,
  ) {}

  async merge(actor: Actor, request: { fromIds: string[]; intoId: string; on: string }): Promise<void> {
    const { fromIds, intoId, on } = request;
    for (const unitId of [...fromIds, intoId]) await this.scope.assert(actor, 'unit.edit', unitId);
    await this.work.run(async (tx) => {
      await this.change.merge(tx, fromIds, intoId, on);
      const members: { id: string; from: string }[] = await tx.query(
        `SELECT id, valid_from AS "from" FROM membership
         WHERE unit_id = ANY($1) AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2) ORDER BY id`,
        [fromIds, on],
      );
      for (const { id, from } of members)
        await (from >= on
          ? this.memberships.correct(tx, id, { unitId: intoId })
          : this.memberships.transfer(tx, id, { unitId: intoId, on }));
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'unit.merge',
        subjectType: 'unit',
        subjectId: intoId,
        details: { fromIds, on, members: members.length },
        origin: actor.origin,
      });
    });
  }
}
