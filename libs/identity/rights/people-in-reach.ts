import { Injectable } from '@nestjs/common';
import { forbidden, type Tx } from '#libs/platform';
import type { Actor } from '../actor.js';
import type { Permission } from '../permissions.js';

export interface Reach {
  /** Of these people, those whom the actor may use the permission for. */
  among(actor: Actor, permission: Permission, personIds: string[], tx?: Pick<Tx, 'query'>): Promise<string[]>;
}

/** Asks the lib that knows where people belong (rosters). Where none is there, people belong nowhere and all are in reach. */
@Injectable()
export class PeopleInReach implements Reach {
  private reach: Reach | null = null;

  register(reach: Reach): void {
    this.reach = reach;
  }

  async among(actor: Actor, permission: Permission, personIds: string[], tx?: Pick<Tx, 'query'>): Promise<string[]> {
    return this.reach ? this.reach.among(actor, permission, personIds, tx) : personIds;
  }

  /** Throws `scope.outside`. */
  async assert(actor: Actor, permission: Permission, personId: string, tx?: Pick<Tx, 'query'>): Promise<void> {
    if ((await this.among(actor, permission, [personId], tx)).length === 0) throw forbidden('scope.outside');
  }
}
