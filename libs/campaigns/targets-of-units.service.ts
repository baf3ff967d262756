import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Scope, type Actor } from '#libs/identity';

export interface UnitTarget {
  id: string;
  unitId: string;
  campaignId: string;
  campaignName: string;
  /** 'all' or a capacity's code, and its name; null for 'all'. */
  line: string;
  lineName: string | null;
  denominator: 'roster' | 'declared';
  declaredNumber: number | null;
  goalPercent: number;
  dueOn: string;
}

/**
 * What is expected of units that are about to change. A target names its unit, and its number a document: nobody but those
 * who set targets can say what the unit that takes over owes, so none is carried over or added up.
 */
@Injectable()
export class TargetsOfUnits {
  constructor(
    private readonly dataSource: DataSource,
    private readonly scope: Scope,
  ) {}

  /** Current ones, of campaigns that have not ended by the day. Refuses `access.denied`, `scope.outside`. */
  async list(actor: Actor, unitIds: string[], on: string): Promise<UnitTarget[]> {
    for (const unitId of unitIds) await this.scope.assert(actor, 'figures.view', unitId, on);
    return this.dataSource.query(
      `SELECT t.id, t.unit_id AS "unitId", c.id AS "campaignId", c.name AS "campaignName", t.capacity AS line, k.name AS "lineName",
         t.denominator, t.declared_number AS "declaredNumber", t.goal_percent AS "goalPercent", t.due_on AS "dueOn"
       FROM unnest($1::uuid[]) WITH ORDINALITY AS u(id, position) JOIN target t ON t.unit_id = u.id AND t.superseded_at IS NULL
       JOIN campaign c ON c.id = t.campaign_id AND c.ends_on >= $2
       LEFT JOIN capacity k ON k.code = t.capacity
       ORDER BY c.starts_on, c.id, u.position, k.position NULLS FIRST`,
      [unitIds, on],
    );
  }
}
