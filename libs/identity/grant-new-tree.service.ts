import { Injectable } from '@nestjs/common';
import { Clock, type Tx } from '#libs/platform';
import type { Actor } from './actor.js';
import { Grants } from './grants.service.js';

export interface NewTree {
  rootId: string;
  /** The roots that stood before it. */
  standing: string[];
  reason: string;
}

/**
 * Whoever administers everything administers a tree that is added. The role covers every tree there is (see
 * FirstAdministrators), and scopes are subtrees: without a grant of its own nobody could touch a new root, nor grant it to
 * anybody. Nothing is gained that four eyes would have to weigh: the tree is empty, and the same persons hold all others.
 */
@Injectable()
export class GrantNewTree {
  constructor(
    private readonly grants: Grants,
    private readonly clock: Clock,
  ) {}

  /** Returns how many it was given to. Their grant of it ends when the first of those it rests on ends. */
  async toAdministrators(tx: Tx, actor: Actor, { rootId, standing, reason }: NewTree): Promise<number> {
    const today = this.clock.today();
    const whole: { personId: string; to: string | null }[] = await tx.query(
      `SELECT person_id AS "personId", nullif(min(until), 'infinity') AS "to" FROM (
         SELECT g.person_id, u.unit_id, max(coalesce(g.valid_to, 'infinity')) AS until
         FROM role_grant g JOIN role_grant_unit u ON u.grant_id = g.id JOIN identity i ON i.person_id = g.person_id
         WHERE g.role = 'administrator' AND g.superseded_at IS NULL AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to > $2)
           AND u.unit_id = ANY($1::uuid[]) GROUP BY g.person_id, u.unit_id
       ) held GROUP BY person_id HAVING count(*) = cardinality($1::uuid[]) ORDER BY person_id`,
      [standing, today],
    );
    for (const { personId, to } of whole)
      await this.grants.grant(tx, {
        personId,
        role: 'administrator',
        unitIds: [rootId],
        from: today,
        to,
        by: actor.personId,
        reason,
        origin: actor.origin,
      });
    return whole.length;
  }
}
