import { Injectable } from '@nestjs/common';
import { Clock, type Tx } from '#libs/platform';
import { PERSON_ACTOR, toActor, type PersonRow } from './actor-row.js';
import type { Actor } from './actor.js';
import { SecuritySettings } from './security/security-settings.service.js';

/** What is kept of somebody who asks for something that a job does later. */
export type Asker = Pick<Actor, 'personId' | 'via' | 'grants' | 'origin'>;

export const askerOf = ({ personId, via, grants, origin }: Actor): Asker => ({ personId, via, grants, origin });

/** Who stands behind a job at the moment when it runs. */
@Injectable()
export class Askers {
  constructor(
    private readonly settings: SecuritySettings,
    private readonly clock: Clock,
  ) {}

  /**
   * The asker with those of their rights that they had and still have: a role given since has not seen its own sign-in.
   * Null behind an erased identity or a disabled account, and where the roles of this moment ask for a second factor
   * that the person has not.
   */
  async now(tx: Tx, asker: Asker): Promise<Actor | null> {
    const [row]: PersonRow[] = await tx.query(PERSON_ACTOR, [asker.personId, this.clock.today()]);
    if (!row) return null;
    if (!row.secured && this.settings.asksSecondFactor(row.grants.map(({ role }) => role))) return null;
    return { ...toActor(row, asker.via, asker.origin), grants: inBoth(asker.grants, row.grants) };
  }
}

const inBoth = (before: Actor['grants'], now: Actor['grants']): Actor['grants'] =>
  now.flatMap(({ role, unitIds }) => {
    const had = new Set(before.filter((grant) => grant.role === role).flatMap((grant) => grant.unitIds));
    const kept = unitIds.filter((id) => had.has(id));
    return kept.length > 0 ? [{ role, unitIds: kept }] : [];
  });
