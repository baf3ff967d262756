import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { can, scopeOf, type Actor, type Permission } from '#libs/identity';
import { subtreeSql } from '#libs/organisation';
import { Clock, forbidden, type Tx } from '#libs/platform';

/** Whether a person is, or ever was, on a roster below an actor's roots. */
@Injectable()
export class PersonScope {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Throws `access.denied` without the permission, `scope.outside` when the person belongs elsewhere. */
  async assert(actor: Actor, permission: Permission, personId: string, tx?: Tx): Promise<void> {
    if (!can(actor, permission)) throw forbidden('access.denied', { permission });
    if (!(await this.holds(actor, permission, personId, tx))) throw forbidden('scope.outside');
  }

  /** Who is on no roster at all belongs to those who hold a whole tree. */
  async holds(actor: Actor, permission: Permission, personId: string, tx?: Tx): Promise<boolean> {
    if (!can(actor, permission)) return false;
    const [{ inside }] = await (tx ?? this.dataSource).query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}
       SELECT EXISTS (SELECT 1 FROM membership m WHERE m.person_id = $4 AND m.superseded_at IS NULL
           AND m.unit_id IN (SELECT unit_id FROM subtree))
         OR NOT EXISTS (SELECT 1 FROM membership m WHERE m.person_id = $4 AND m.superseded_at IS NULL)
           AND EXISTS (SELECT 1 FROM unit_version v WHERE v.unit_id = ANY($1::uuid[]) AND v.parent_id IS NULL
             AND v.superseded_at IS NULL AND v.valid_from <= $2 AND (v.valid_to IS NULL OR v.valid_to > $2)) AS inside`,
      [scopeOf(actor, permission), this.clock.today(), this.clock.now(), personId],
    );
    return inside;
  }
}
