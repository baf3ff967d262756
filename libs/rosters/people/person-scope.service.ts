import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PeopleInReach, can, scopeOf, type Actor, type Permission, type Reach } from '#libs/identity';
import { UnitPlaces, subtreeSql } from '#libs/organisation';
import { Clock, forbidden, type Tx } from '#libs/platform';
import { oneHuman } from '../one-human.sql.js';

/** Whether a person is, or ever was, under any of their ids, on a roster below an actor's roots. */
@Injectable()
export class PersonScope implements Reach, OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: UnitPlaces,
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
           AND v.superseded_at IS NULL AND v.valid_from <= $2 AND (v.valid_to IS NULL OR v.valid_to > $2)), ${oneHuman('$4::uuid[]')}
       SELECT p.id FROM unnest($4::uuid[]) AS p(id)
       WHERE EXISTS (SELECT FROM one JOIN membership m ON m.person_id = one.id AND m.superseded_at IS NULL
           WHERE one.person_id = p.id AND m.unit_id IN (SELECT unit_id FROM subtree))
         OR EXISTS (SELECT FROM whole)
           AND NOT EXISTS (SELECT FROM one JOIN membership m ON m.person_id = one.id AND m.superseded_at IS NULL
             WHERE one.person_id = p.id)`,
      [scopeOf(actor, permission), this.clock.today(), this.clock.now(), personIds],
    );
    const found = rows.map(({ id }) => id);
    const others = personIds.filter((id) => !found.includes(id));
    return others.length === 0 ? found : [...found, ...(await this.inFormerUnits(actor, permission, others, tx))];
  }

  /** Who left before their unit was merged or closed still belongs to those who reached the unit. */
  private async inFormerUnits(
    actor: Actor,
    permission: Permission,
    personIds: string[],
    tx?: Pick<Tx, 'query'>,
  ): Promise<string[]> {
    const today = this.clock.today();
    const rows: { id: string; unitIds: string[] }[] = await (tx ?? this.dataSource).query(
      `WITH RECURSIVE ${oneHuman('$1::uuid[]')}
       SELECT one.person_id AS id, array_agg(DISTINCT m.unit_id::text) AS "unitIds"
       FROM one JOIN membership m ON m.person_id = one.id AND m.superseded_at IS NULL
       WHERE NOT EXISTS (SELECT FROM unit_version v WHERE v.unit_id = m.unit_id AND v.superseded_at IS NULL
         AND v.valid_from <= $2 AND (v.valid_to IS NULL OR v.valid_to > $2))
       GROUP BY one.person_id`,
      [personIds, today],
    );
    const ids = [...new Set(rows.flatMap(({ unitIds }) => unitIds))];
    const inside = await this.places.within(ids, scopeOf(actor, permission), today, tx);
    return rows.filter(({ unitIds }) => unitIds.some((unitId) => inside.has(unitId))).map(({ id }) => id);
  }
}
