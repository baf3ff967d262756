import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { parse } from 'yaml';
import { UnitOfWork, type Tx } from '#libs/platform';
import { Units } from './units.service.js';
import type { Tree } from './unit.entity.js';

/** Since this day the province has two tiers (Nghị quyết 1670/NQ-UBTVQH15). */
const SINCE = '2025-07-01';

/** Its code among the provinces. */
const PROVINCE = '12';

interface Body {
  code: string;
  name: string;
  kind: string;
  children?: Body[];
}

/**
 * Seeds the trees from seed/units, at every start. Idempotent: what is there by its code, or was, stays as administrators have
 * left it, and what they have made is theirs alone.
 */
@Injectable()
export class ImportUnits {
  constructor(
    private readonly work: UnitOfWork,
    private readonly units: Units,
  ) {}

  /** The province and its 38 communes, codes as text of five characters. */
  async territory(folder: string): Promise<void> {
    const lines = (await readFile(join(folder, 'laichau-units.tsv'), 'utf8'))
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    await this.work.run(async (tx) => {
      const province = await this.ensure(tx, 'territory', null, {
        code: PROVINCE,
        name: 'Tỉnh Lai Châu',
        kind: 'province',
      });
      for (const line of lines.slice(1)) {
        const [code, name, type] = line.split('\t');
        const ward = type === 'phường';
        await this.ensure(tx, 'territory', province, {
          code,
          name: `${ward ? 'Phường' : 'Xã'} ${name}`,
          kind: ward ? 'ward' : 'commune',
        });
      }
    });
  }

  /**
   * Departments and Party bodies, and for each commune its People's Committee and its Party committee, linked to it. The
   * two roots are linked to the province, so that "tất cả" of the province holds the people of its departments too.
   */
  async bodies(folder: string): Promise<void> {
    const trees = parse(await readFile(join(folder, 'bodies.yaml'), 'utf8')) as Record<'state' | 'party', Body>;
    await this.work.run(async (tx) => {
      const roots = {
        state: await this.grow(tx, 'state', null, trees.state),
        party: await this.grow(tx, 'party', null, trees.party),
      };
      const province = (await this.units.byCode('territory', PROVINCE, tx))?.id;
      if (province) for (const root of Object.values(roots)) await this.linkOnce(tx, root, province);
      for (const commune of await this.communes(tx)) {
        await this.linked(
          tx,
          'state',
          roots.state,
          { code: `ubnd-${commune.code}`, name: `UBND ${lower(commune.name)}`, kind: 'committee' },
          commune.id,
        );
        await this.linked(
          tx,
          'party',
          roots.party,
          { code: `dang-uy-${commune.code}`, name: `Đảng ủy ${lower(commune.name)}`, kind: 'party_committee' },
          commune.id,
        );
      }
    });
  }

  /** Three villages per commune, for the demo only: real villages come with the customer's import. */
  async demoVillages(): Promise<void> {
    await this.work.run(async (tx) => {
      for (const commune of await this.communes(tx)) {
        for (const number of [1, 2, 3]) {
          await this.ensure(tx, 'territory', commune.id, {
            code: `${commune.code}-${number}`,
            name: `Bản ${number} (${commune.name})`,
            kind: 'village',
          });
        }
      }
    });
  }

  private async grow(tx: Tx, tree: Tree, parentId: string | null, body: Body): Promise<string> {
    const id = await this.ensure(tx, tree, parentId, body);
    for (const child of body.children ?? []) await this.grow(tx, tree, id, child);
    return id;
  }

  private async linked(tx: Tx, tree: Tree, parentId: string, body: Body, communeId: string): Promise<void> {
    if (await this.made(tx, tree, body.code)) return;
    await this.units.link(tx, await this.ensure(tx, tree, parentId, body), communeId, SINCE);
  }

  private async linkOnce(tx: Tx, unitId: string, territoryId: string): Promise<void> {
    const [known] = await tx.query('SELECT FROM unit_link WHERE unit_id = $1 AND superseded_at IS NULL', [unitId]);
    if (!known) await this.units.link(tx, unitId, territoryId, SINCE);
  }

  private async ensure(tx: Tx, tree: Tree, parentId: string | null, { code, name, kind }: Body): Promise<string> {
    const known = await this.made(tx, tree, code);
    return known ?? this.units.create(tx, { code, tree, kind, name, parentId, validFrom: SINCE });
  }

  /** Also when it has been closed since: its code is taken for ever. */
  private async made(tx: Tx, tree: Tree, code: string): Promise<string | null> {
    const [unit] = await tx.query('SELECT id FROM unit WHERE tree = $1 AND code = $2', [tree, code]);
    return unit?.id ?? null;
  }

  /** Those of the seed that still stand. */
  private async communes(tx: Tx): Promise<{ id: string; code: string; name: string }[]> {
    return tx.query(
      `SELECT u.id, u.code, v.name FROM unit u JOIN unit_version v ON v.unit_id = u.id AND v.superseded_at IS NULL AND v.valid_to IS NULL
       WHERE u.tree = 'territory' AND u.kind IN ('commune', 'ward')
         AND EXISTS (SELECT FROM unit_version f WHERE f.unit_id = u.id AND f.superseded_at IS NULL AND f.valid_from <= $1)
       ORDER BY u.code`,
      [SINCE],
    );
  }
}

const lower = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
