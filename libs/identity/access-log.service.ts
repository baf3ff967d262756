import { Injectable } from '@nestjs/common';
import { Clock, newId, type Tx } from '#libs/platform';
import type { Actor } from './actor.js';

/** Every look at a person by someone else: who, whom, what, why, when, from where. */
@Injectable()
export class AccessLog {
  constructor(private readonly clock: Clock) {}

  async record(tx: Tx, actor: Actor, subjectId: string, what: string, purpose: string): Promise<void> {
    await this.recordMany(tx, actor, [subjectId], what, purpose);
  }

  /** A list of people is a look at each of them; one statement. */
  async recordMany(tx: Tx, actor: Actor, subjectIds: string[], what: string, purpose: string): Promise<void> {
    const others = subjectIds.filter((id) => id !== actor.personId);
    if (others.length === 0) return;
    await tx.query(
      `INSERT INTO access_log (id, at, actor_id, subject_id, what, purpose, ip, port)
       SELECT t.id, $3, $4, t.subject, $5, $6, $7, $8 FROM unnest($1::uuid[], $2::uuid[]) AS t(id, subject)`,
      [
        others.map(() => newId()),
        others,
        this.clock.now(),
        actor.personId,
        what,
        purpose,
        actor.origin.ip ?? null,
        actor.origin.port ?? null,
      ],
    );
  }
}
