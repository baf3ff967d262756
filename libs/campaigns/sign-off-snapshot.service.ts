import { Injectable } from '@nestjs/common';
import { Scope, type Actor } from '#libs/identity';
import { AuditLog, Clock, UnitOfWork, conflict, forbidden, notFound } from '#libs/platform';
import { figuresHash } from './freeze-snapshot.service.js';

/** The second person's word for frozen figures. */
@Injectable()
export class SignOffSnapshot {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly scope: Scope,
    private readonly audit: AuditLog,
  ) {}

  /**
   * `sha256` is the hash of what the person has seen. Signing again changes nothing.
   * Refuses `snapshot.unknown`, `access.denied`, `scope.outside`, `snapshot.own`, `snapshot.hash-differs`, `snapshot.already-signed`.
   */
  async signOff(actor: Actor, snapshotId: string, sha256: string): Promise<void> {
    await this.work.run(async (tx) => {
      const [snapshot] = await tx.query(
        `SELECT figures, sha256, made_by AS "madeBy", as_of_day AS day, filter ->> 'unitId' AS "unitId"
         FROM snapshot WHERE id = $1`,
        [snapshotId],
      );
      if (!snapshot) throw notFound('snapshot.unknown');
      await this.scope.assert(actor, 'snapshot.sign', snapshot.unitId, snapshot.day, tx);
      if (snapshot.madeBy === actor.personId) throw forbidden('snapshot.own');
      if (sha256 !== snapshot.sha256 || figuresHash(snapshot.figures) !== sha256)
        throw conflict('snapshot.hash-differs');
      const [signed] = await tx.query(
        `INSERT INTO snapshot_signoff (snapshot_id, signed_by, sha256, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (snapshot_id) DO NOTHING RETURNING snapshot_id`,
        [snapshotId, actor.personId, sha256, this.clock.now()],
      );
      if (!signed) {
        const [before] = await tx.query('SELECT signed_by AS "by" FROM snapshot_signoff WHERE snapshot_id = $1', [
          snapshotId,
        ]);
        if (before.by !== actor.personId) throw conflict('snapshot.already-signed');
        return;
      }
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'snapshot.sign',
        subjectType: 'snapshot',
        subjectId: snapshotId,
        details: { sha256 },
        origin: actor.origin,
      });
    });
  }
}
