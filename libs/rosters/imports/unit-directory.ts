import { asOf, homeSql } from '#libs/organisation';
import { fold, type Tx } from '#libs/platform';
import type { RowReason } from './roster-import.entity.js';

export interface DirectoryUnit {
  id: string;
  code: string;
  name: string;
  parentId: string | null;
  tree: string;
  communeId: string | null;
}

/** All units of a day, read once for a file of thousands of rows. */
export class UnitDirectory {
  private readonly byId: Map<string, DirectoryUnit>;
  private readonly byCode: Map<string, DirectoryUnit>;
  /** A file names the same few units thousands of times. */
  private readonly named = new Map<string, DirectoryUnit[]>();

  constructor(private readonly units: DirectoryUnit[]) {
    this.byId = new Map(units.map((unit) => [unit.id, unit]));
    this.byCode = new Map(units.map((unit) => [`${unit.tree} ${unit.code.toLowerCase()}`, unit]));
  }

  static async read(tx: Pick<Tx, 'query'>, day: string, knownAt: Date): Promise<UnitDirectory> {
    return new UnitDirectory(
      await tx.query(
        `WITH RECURSIVE ${homeSql('$1::date', '$2::timestamptz')}
         SELECT u.id, u.code, u.tree, v.name, v.parent_id AS "parentId", h.commune_id AS "communeId"
         FROM unit u JOIN unit_version v ON v.unit_id = u.id AND ${asOf('v', '$1', '$2')} LEFT JOIN home h ON h.unit_id = u.id`,
        [day, knownAt],
      ),
    );
  }

  get(unitId: string): DirectoryUnit | undefined {
    return this.byId.get(unitId);
  }

  /** The commune, or null for the province's own bodies. */
  communeOf(unitId: string): string | null {
    return this.byId.get(unitId)?.communeId ?? null;
  }

  isAbove(above: string, below: string): boolean {
    for (
      let id: string | null | undefined = below, steps = 0;
      id && steps < 20;
      id = this.byId.get(id)?.parentId, steps += 1
    )
      if (id === above) return true;
    return false;
  }

  /**
   * The unit a row names: by code anywhere in the tree of the file's unit (a lost leading zero is forgiven), else by its
   * name at or below the file's unit, else the file's unit itself.
   */
  resolve(fileUnitId: string, code: string | null, name: string | null): { unitId: string } | { reason: RowReason } {
    if (code) {
      const tree = this.byId.get(fileUnitId)?.tree;
      const wanted = [code, code.replace(/^\d{4}(?=$|-)/, '0$&')].map((text) => `${tree} ${text.toLowerCase()}`);
      const unit = this.byCode.get(wanted[0]) ?? this.byCode.get(wanted[1]);
      return unit ? { unitId: unit.id } : { reason: { code: 'row.unit-unknown', column: 'unitCode' } };
    }
    if (!name) return { unitId: fileUnitId };
    const found = this.find(fileUnitId, fold(name));
    if (found.length === 1) return { unitId: found[0].id };
    return { reason: { code: found.length === 0 ? 'row.unit-unknown' : 'row.unit-ambiguous', column: 'unitName' } };
  }

  /** "Bản Nà Khằm" and "Nà Khằm" both name it; a whole name goes first. */
  private find(rootId: string, folded: string): DirectoryUnit[] {
    const key = `${rootId} ${folded}`;
    const found = this.named.get(key) ?? this.search(rootId, folded);
    this.named.set(key, found);
    return found;
  }

  private search(rootId: string, folded: string): DirectoryUnit[] {
    const below = this.units.filter(({ id }) => this.isAbove(rootId, id));
    const whole = below.filter(({ name }) => fold(name) === folded);
    return whole.length > 0 ? whole : below.filter(({ name }) => fold(name).endsWith(` ${folded}`));
  }
}
