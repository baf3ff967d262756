import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork, conflict } from '#libs/platform';
import type { Actor } from '../actor.js';
import { CaseLog } from './case-log.service.js';

/** A person takes back their own request. The one that a withdrawn consent began ends by giving that consent again. */
@Injectable()
export class CancelCase {
  constructor(
    private readonly work: UnitOfWork,
    private readonly log: CaseLog,
    private readonly clock: Clock,
  ) {}

  async cancel(actor: Actor, id: string): Promise<void> {
    await this.work.run(async (tx) => {
      const [rows] = await tx.query(
        `UPDATE rights_case SET state = 'cancelled', closed_at = $3, closed_by = $2
         WHERE id = $1 AND person_id = $2 AND state = 'open' AND kind <> 'withdraw' RETURNING id`,
        [id, actor.personId, this.clock.now()],
      );
      if (rows.length === 0) throw conflict('case.closed');
      await tx.query(
        `UPDATE desk_task SET done_at = $2 WHERE subject_type = 'rights_case' AND subject_id = $1 AND done_at IS NULL`,
        [id, this.clock.now()],
      );
      await this.log.append(tx, actor, id, 'cancel');
    });
  }
}
