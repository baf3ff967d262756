import { Injectable } from '@nestjs/common';
import { Units } from '#libs/organisation';
import { Clock, forbidden, type Tx } from '#libs/platform';
import type { Actor } from './actor.js';
import { can, scopeOf, type Permission } from './permissions.js';

/** The first line of a use case that touches a unit. */
@Injectable()
export class Scope {
  constructor(
    private readonly units: Units,
    private readonly clock: Clock,
  ) {}

  /** Throws `access.denied` without the permission, `scope.outside` when the unit is not at or below one of the actor's roots. */
  async assert(actor: Actor, permission: Permission, unitId: string, day = this.clock.today(), tx?: Tx): Promise<void> {
    if (!can(actor, permission)) throw forbidden('access.denied', { permission });
    if (!(await this.units.isWithin(unitId, scopeOf(actor, permission), day, tx))) throw forbidden('scope.outside');
  }
}
