import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { scopeOf, type Actor } from '#libs/identity';
import { asOf, subtreeSql, type Tree } from '#libs/organisation';
import { Clock } from '#libs/platform';

export interface ExportedUnit {
  code: string;
  name: string;
  kind: string;
  parentCode: string | null;
  linkCode: string | null;
}

/** The units of a tree as of a day, parents before children: what an import of the same file leaves unchanged. */
@Injectable()
export class ExportUnits {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async rows(actor: Actor, tree: Tree, day: string): Promise<ExportedUnit[]> {
    return this.dataSource.query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}
       SELECT u.code, v.name, u.kind, p.code AS "parentCode", c.code AS "linkCode"
       FROM (SELECT unit_id, max(depth) AS depth FROM subtree GROUP BY unit_id) s
       JOIN unit u ON u.id = s.unit_id JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$2', '$3')}
       LEFT JOIN unit p ON p.id = v.parent_id
       LEFT JOIN unit_link l ON l.unit_id = u.id AND ${asOf('l', '$2', '$3')} LEFT JOIN unit c ON c.id = l.commune_id
       WHERE u.tree = $4 ORDER BY s.depth, p.code NULLS FIRST, v.position, u.code`,
      [scopeOf(actor, 'unit.edit'), day, this.clock.now(), tree],
    );
  }
}
