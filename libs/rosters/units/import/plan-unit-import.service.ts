import { Injectable } from '@nestjs/common';
import { scopeOf, type Actor } from '#libs/identity';
import { asOf, subtreeSql, type Tree, type UnitRow } from '#libs/organisation';
import { Clock, canonicalJson, sha256, type Tx } from '#libs/platform';
import { PlantTree } from '../plant-tree.service.js';
import { planUnits, type KnownUnit, type PlannedUnit, type UnitPlanContext } from './plan-units.policy.js';

export interface UnitPlan {
  rows: PlannedUnit[];
  known: Map<string, KnownUnit>;
  /** Ids of territory units by code. */
  territory: Map<string, string>;
  /** Units of the tree that the file does not name; they stay as they are. */
  unnamed: number;
  /** Tells whether what is applied is what was looked at. */
  digest: string;
}

/** Holds a file of units against the tree of its day. */
@Injectable()
export class PlanUnitImport {
  constructor(
    private readonly planting: PlantTree,
    private readonly clock: Clock,
  ) {}

  async plan(
    db: Pick<Tx, 'query'>,
    actor: Actor,
    file: { tree: Tree; on: string; rows: UnitRow[] },
  ): Promise<UnitPlan> {
    const known = await this.known(db, actor, file.tree, file.on);
    const territory = await this.territory(db, file.on);
    const elsewhere: { code: string }[] = await db.query('SELECT code FROM unit WHERE tree = $1', [file.tree]);
    const rows = planUnits(file.rows, {
      tree: file.tree,
      known,
      elsewhere: new Set(elsewhere.map(({ code }) => code).filter((code) => !known.has(code))),
      territory: new Set(territory.keys()),
      root: await this.root(actor, file, known),
    });
    const named = new Set(rows.map(({ code }) => code));
    return {
      rows,
      known,
      territory,
      unnamed: [...known.keys()].filter((code) => !named.has(code)).length,
      digest: digestOf(rows),
    };
  }

  private async root(
    actor: Actor,
    file: { tree: Tree; on: string },
    known: Map<string, KnownUnit>,
  ): Promise<UnitPlanContext['root']> {
    const { refusal, province } = await this.planting.placeFor(actor, file.tree, file.on);
    const stands = [...known.values()].some(({ parentCode }) => parentCode === null);
    const codes = {
      'unit.root-taken': stands ? 'parent-missing' : 'root-later',
      'unit.root-no-province': 'root-no-province',
      'unit.root-whole': 'root-whole',
    } as const;
    return { refusal: refusal && codes[refusal], provinceCode: province?.code ?? null };
  }

  private async known(db: Pick<Tx, 'query'>, actor: Actor, tree: Tree, day: string): Promise<Map<string, KnownUnit>> {
    const rows: KnownUnit[] = await db.query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}
       SELECT u.id, u.code, v.name, u.kind, p.code AS "parentCode", c.code AS "linkCode",
         u.id IN (SELECT unit_id FROM subtree) AS "inScope"
       FROM unit u JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$2', '$3')}
       LEFT JOIN unit p ON p.id = v.parent_id
       LEFT JOIN unit_link l ON l.unit_id = u.id AND ${asOf('l', '$2', '$3')} LEFT JOIN unit c ON c.id = l.commune_id
       WHERE u.tree = $4 ORDER BY u.code`,
      [scopeOf(actor, 'unit.edit'), day, this.clock.now(), tree],
    );
    return new Map(rows.map((row) => [row.code, row]));
  }

  private async territory(db: Pick<Tx, 'query'>, day: string): Promise<Map<string, string>> {
    const rows: { id: string; code: string }[] = await db.query(
      `SELECT u.id, u.code FROM unit u JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$1', '$2')} WHERE u.tree = 'territory'`,
      [day, this.clock.now()],
    );
    return new Map(rows.map(({ id, code }) => [code, id]));
  }
}

const digestOf = (rows: PlannedUnit[]): string =>
  sha256(
    canonicalJson(rows.map(({ code, outcome, renamed, moved, linked }) => [code, outcome, renamed, moved, linked])),
  );
