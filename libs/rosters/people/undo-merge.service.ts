import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '#libs/identity';
import { AuditLog, Clock, UnitOfWork, clean, conflict, forbidden, invalid, notFound } from '#libs/platform';
import { PersonScope } from './person-scope.service.js';

/** Two records that were joined by mistake stand apart again from now on; what was known in between stays known. */
@Injectable()
export class UndoMerge {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: PersonScope,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Gives the person the record had been joined to. Refuses `merge.unknown`, `merge.undone`, `doubt.own`, `reason.required`. */
  async undo(actor: Actor, mergeId: string, reasonText: string): Promise<{ intoPersonId: string }> {
    const [merge] = await this.dataSource.query(
      'SELECT from_person_id AS "fromId", into_person_id AS "intoId" FROM person_merge WHERE id = $1',
      [mergeId],
    );
    if (!merge) throw notFound('merge.unknown');
    await this.scope.assert(actor, 'roster.import', merge.intoId);
    if ([merge.fromId, merge.intoId].includes(actor.personId)) throw forbidden('doubt.own');
    const reason = clean(reasonText);
    if (reason.length < 10) throw invalid('reason.required', { reason: 'reason.required' });
    if (reason.length > 500) throw invalid('reason.too-long', { reason: 'reason.too-long' });
    await this.work.run(async (tx) => {
      const [closed] = await tx.query(
        'UPDATE person_merge SET superseded_at = greatest($2::timestamptz, recorded_at) WHERE id = $1 AND superseded_at IS NULL RETURNING id',
        [mergeId, this.clock.now()],
      );
      if (closed.length === 0) throw conflict('merge.undone');
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'person.unmerge',
        subjectType: 'person',
        subjectId: merge.fromId,
        details: { intoId: merge.intoId, mergeId, reason },
        origin: actor.origin,
      });
    });
    return { intoPersonId: merge.intoId };
  }
}
