import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PeopleInReach, can, scopeOf, type Actor, type Permission, type Reach } from '#libs/identity';
import { subtreeSql } from '#libs/organisation';
import { Clock, forbidden, type Tx } from '#libs/platform';

/** Whether a person is, or ever was, on a roster below an actor's roots. */
@Injectable()
export class PersonScope implements Reach, OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly reach: PeopleInReach,
  ) {}

  onModuleInit(): void {
    this.reach.register(this);
  }

  /** Throws `access.denied` without the permission, `scope.outside` when the person belongs elsewhere. */
  async assert(actor: Actor, permission: Permission, personId: string, tx?: Tx): Promise<void> {
    if (!can(actor, permission)) throw forbidden('access.denied', { permission });
    if (!(await this.holds(actor, permission, personId, tx))) throw forbidden('scope.outside');
  }

  async holds(actor: Actor, permission: Permission, personId: string, tx?: Tx): Promise<boolean> {
    return (await this.among(actor, permission, [personId], tx)).length > 0;
  }

  /** Who is on no roster at all belongs to those who hold a whole tree. */
  async among(actor: Actor, permission: Permission, personIds: string[], tx?: Pick<Tx, 'query'>): Promise<string[]> {
    if (!can(actor, permission)) return [];
    const rows: { id: string }[] = await (tx ?? this.dataSource).query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}, whole AS (
         SELECT FROM unit_version v WHERE v.unit_id = ANY($1::uuid[]) AND v.parent_id IS NULL
           AND v.superseded_at IS NULL AND v.valid_from <= $2 AND (v.valid_to IS NULL OR v.valid_to > $2))
       SELECT p.id FROM unnest($4::uuid[]) AS p(id)
       WHERE EXISTS (SELECT FROM membership m WHERE m.person_id = p.id AND m.superseded_at IS NULL
           AND m.unit_id IN (SELECT unit_id FROM subtree))
         OR EXISTS (SELECT FROM whole)
           AND NOT EXISTS (SELECT FROM membership m WHERE m.person_id = p.id AND m.superseded_at IS NULL)`,
      [scopeOf(actor, permission), this.clock.today(), this.clock.now(), personIds],
    );
    return rows.map(({ id }) => id);
  }
}
