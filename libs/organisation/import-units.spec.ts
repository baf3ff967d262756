import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { ChangeUnit } from './change-unit.service.js';
import { ImportUnits } from './import-units.service.js';
import { OrganisationModule } from './organisation.module.js';
import { homeSql } from './subtree.js';
import { Units } from './units.service.js';

const FOLDER = 'seed/units';
const DAY = '2026-11-20';

describe('the shipped units', () => {
  let context: TestContext;
  let units: Units;
  const seed = async () => {
    const importer = context.get(ImportUnits);
    await importer.territory(FOLDER);
    await importer.bodies(FOLDER);
    await importer.demoVillages();
  };
  beforeAll(async () => {
    context = await createTestContext({ imports: [OrganisationModule] });
    units = context.get(Units);
    await seed();
  });
  afterAll(() => context.close());

  const rows = () =>
    context.db.query(
      'SELECT * FROM unit_version UNION ALL SELECT id, unit_id, NULL, NULL, commune_id, 0, valid_from, valid_to, recorded_at, superseded_at FROM unit_link ORDER BY 1',
    );
  const counts = () =>
    context.db.query('SELECT tree, kind, count(*) FROM unit GROUP BY tree, kind ORDER BY tree, kind COLLATE "C"');

  it('are the province with 36 xã and 2 phường, their bodies, and three demo villages each', async () => {
    expect(await counts()).toEqual([
      { tree: 'party', kind: 'party_body', count: 1 },
      { tree: 'party', kind: 'party_cell', count: 14 },
      { tree: 'party', kind: 'party_committee', count: 38 },
      { tree: 'party', kind: 'province_party', count: 1 },
      { tree: 'state', kind: 'committee', count: 38 },
      { tree: 'state', kind: 'department', count: 14 },
      { tree: 'state', kind: 'province_committee', count: 1 },
      { tree: 'territory', kind: 'commune', count: 36 },
      { tree: 'territory', kind: 'province', count: 1 },
      { tree: 'territory', kind: 'village', count: 114 },
      { tree: 'territory', kind: 'ward', count: 2 },
    ]);
    expect(await units.byCode('territory', '03390')).toMatchObject({ name: 'Xã Bình Lư', kind: 'commune' });
    expect(await units.byCode('territory', '03388')).toMatchObject({ name: 'Phường Đoàn Kết', kind: 'ward' });
    expect(await units.byCode('party', 'dang-uy-03388')).toMatchObject({ name: 'Đảng ủy phường Đoàn Kết' });
  });

  it('give the province its departments and the Party bodies of the province, which are at home in no commune', async () => {
    const links = await context.db.query(
      `SELECT u.tree, u.code, c.code AS "to" FROM unit_link l JOIN unit u ON u.id = l.unit_id JOIN unit c ON c.id = l.commune_id
       WHERE c.kind = 'province' ORDER BY u.tree`,
    );
    expect(links).toEqual([
      { tree: 'party', code: 'root', to: '12' },
      { tree: 'state', code: 'root', to: '12' },
    ]);
    const homeless = await context.db.query(
      `WITH RECURSIVE ${homeSql('$1::date', '$2::timestamptz')} SELECT u.kind, count(*) FROM unit u
       WHERE NOT EXISTS (SELECT FROM home h WHERE h.unit_id = u.id) GROUP BY u.kind ORDER BY u.kind COLLATE "C"`,
      [DAY, context.clock.now()],
    );
    expect(homeless).toEqual([
      { kind: 'department', count: 14 },
      { kind: 'party_body', count: 1 },
      { kind: 'party_cell', count: 14 },
      { kind: 'province', count: 1 },
      { kind: 'province_committee', count: 1 },
      { kind: 'province_party', count: 1 },
    ]);
  });

  it('stay as they are when seeded again', async () => {
    const before = await rows();
    await seed();
    expect(await rows()).toEqual(before);
  });

  it('begin with the two tiers', async () => {
    expect(await units.roots('territory', '2025-06-30')).toEqual([]);
    const [province] = await units.roots('territory', '2025-07-01');
    expect(await units.childrenOn(province.id, '2025-07-01')).toHaveLength(38);
  });

  it('keep the notice of their source', () => {
    const text = readFileSync(`${FOLDER}/laichau-units.tsv`, 'utf8');
    expect(text).toContain('Licence: MIT, Copyright (c) 2021 Thang Le Quoc');
  });

  it('are read by path, by scope and by home', async () => {
    const [province, commune, village, body] = await Promise.all([
      units.byCode('territory', '12'),
      units.byCode('territory', '03390'),
      units.byCode('territory', '03390-1'),
      units.byCode('state', 'ubnd-03390'),
    ]);
    expect((await units.pathOn(village!.id, DAY)).map(({ code }) => code)).toEqual(['12', '03390', '03390-1']);
    expect(await units.subtreeIds([commune!.id], DAY)).toHaveLength(4);
    expect(await units.isWithin(village!.id, [province!.id], DAY)).toBe(true);
    expect(await units.isWithin(province!.id, [village!.id], DAY)).toBe(false);
    expect(await units.isWithin(body!.id, [province!.id], DAY)).toBe(false);
    const homes = await context.db.query(
      `WITH RECURSIVE ${homeSql('$1::date', '$2::timestamptz')} SELECT unit_id AS id FROM home WHERE commune_id = $3`,
      [DAY, context.clock.now(), commune!.id],
    );
    const found = new Set(homes.map(({ id }: { id: string }) => id));
    expect(found.size).toBe(6);
    for (const unit of [commune, village, body]) expect(found).toContain(unit!.id);
  });

  it('are left as administrators have changed them since', async () => {
    const change = context.get(ChangeUnit);
    const id = async (code: string) => (await units.byCode('territory', code))!.id;
    const [province, from, into, village] = [await id('12'), await id('03390'), await id('03394'), await id('03388-1')];
    await context.get(UnitOfWork).run(async (tx) => {
      await change.close(tx, village, DAY);
      await change.merge(tx, [from], into, DAY);
      const made = { tree: 'territory' as const, kind: 'commune', name: 'Xã Mới', parentId: province, validFrom: DAY };
      await units.create(tx, { ...made, code: 'xa-moi' });
    });
    const before = [await rows(), await counts()];
    await seed();
    expect([await rows(), await counts()]).toEqual(before);
  });
});
