import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, fold } from '#libs/platform';
import { asOf, subtreeSql } from './subtree.js';
import type { UnitNode } from './units.service.js';

/** A unit with the name of the one above it: many villages share a name. */
export interface UnitFound extends UnitNode {
  parentName: string | null;
}

/** Units by name or code, below given roots only. */
@Injectable()
export class FindUnits {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async below(roots: string[], text: string, limit = 20): Promise<UnitFound[]> {
    const folded = fold(text);
    if (folded.length < 2) return [];
    return this.query(
      `AND (v.folded_name LIKE '%' || $4 || '%' OR u.code = $5)`,
      [roots, folded, text.trim(), limit],
      6,
    );
  }

  /** Where people live, below the roots: communes, wards and villages, the upper ones first. */
  async places(roots: string[], limit = 500): Promise<UnitFound[]> {
    return this.query(`AND u.tree = 'territory' AND u.kind <> 'province'`, [roots, limit], 4);
  }

  /** Those of the ids that stand at or below the roots. */
  async named(roots: string[], ids: string[]): Promise<UnitFound[]> {
    return this.query('AND u.id = ANY($4::uuid[])', [roots, ids, ids.length], 5);
  }

  private async query(condition: string, [roots, ...rest]: unknown[], limitAt: number): Promise<UnitFound[]> {
    return this.dataSource.query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}
       SELECT u.id, u.code, u.tree, u.kind, v.name, v.parent_id AS "parentId", p.name AS "parentName"
       FROM (SELECT unit_id, min(depth) AS depth FROM subtree GROUP BY unit_id) s JOIN unit u ON u.id = s.unit_id
       JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$2', '$3')}
       LEFT JOIN unit_version p ON p.unit_id = v.parent_id AND ${asOf('p', '$2', '$3')}
       WHERE true ${condition} ORDER BY s.depth, v.folded_name, u.code LIMIT $${limitAt}`,
      [roots, this.clock.today(), this.clock.now(), ...rest],
    );
  }
}
