import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import type { Actor } from '#libs/identity';
import { ImportUnits, TREES, Units, type Tree } from '#libs/organisation';
import { csvLine } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { actorOf, makePerson } from '../../rosters.fixtures.js';
import { RostersModule } from '../../rosters.module.js';
import { EditUnits } from '../edit-units.service.js';
import { ExportUnits } from './export-units.service.js';
import { readUnitFile } from './unit-file.parser.js';
import { UnitImports } from './unit-imports.service.js';

const HEAD = 'Mã đơn vị;Tên đơn vị;Loại;Mã đơn vị cấp trên;Mã địa bàn\n';

describe('a file of units', () => {
  let context: TestContext;
  let administrator: Actor;
  let imports: UnitImports;
  let units: Units;
  beforeAll(async () => {
    context = await createTestContext({ imports: [RostersModule] });
    const seed = context.get(ImportUnits);
    await seed.territory('seed/units');
    await seed.bodies('seed/units');
    await seed.demoVillages();
    units = context.get(Units);
    imports = context.get(UnitImports);
    const roots = await Promise.all(TREES.map(async (tree) => (await units.roots(tree, '2026-01-01'))[0].id));
    administrator = actorOf(await makePerson(context), 'administrator', roots);
  });
  afterAll(() => context.close());

  const stage = (csv: string, change: { tree?: Tree; on?: string; actor?: Actor; clientKey?: string } = {}) =>
    imports.stage(change.actor ?? administrator, {
      clientKey: change.clientKey ?? randomUUID(),
      tree: change.tree ?? 'territory',
      on: change.on ?? '2026-11-01',
      reason: 'Danh mục mới',
      document: '',
      fileName: 'don-vi.csv',
      bytes: Buffer.from(HEAD + csv),
    });
  const apply = async (id: string) =>
    imports.apply(administrator, id, (await imports.preview(administrator, id)).digest);

  it('is looked at first, then applied as a whole, with a line in the history of each unit and in the audit', async () => {
    const id = await stage(
      [
        'k2;Khu Hai;bản;k1;',
        'k1;Khu Một;bản;03390;',
        '03390-1;Bản Nà Khằm;;;',
        '03390-2;Bản 2 (Xã Bình Lư);bản;03394;',
        '03390-3;Bản 3 (Xã Bình Lư);bản;03390;',
        'x;Không cha;bản;khong-co;',
      ].join('\n'),
    );
    const seen = await imports.preview(administrator, id);
    expect(seen.counts).toMatchObject({ add: 2, change: 2, same: 1, error: 1, renamed: 1, moved: 1, linked: 0 });
    expect(seen.rows.find(({ outcome }) => outcome === 'error')).toMatchObject({
      row: { row: 7 },
      faults: [{ code: 'unit-row.parent-unknown', column: 'parentCode' }],
    });
    expect(await units.byCode('territory', 'k1')).toBeNull();
    await apply(id);
    await apply(id);
    const k2 = (await units.byCode('territory', 'k2'))!;
    expect((await units.pathOn(k2.id, '2026-11-01')).map(({ code }) => code)).toEqual(['12', '03390', 'k1', 'k2']);
    const renamed = (await units.byCode('territory', '03390-1'))!;
    expect([renamed.name, (await units.find(renamed.id, '2026-10-31')).name]).toEqual([
      'Bản Nà Khằm',
      'Bản 1 (Xã Bình Lư)',
    ]);
    const events = await context.db.query('SELECT kind, reason, cardinality(unit_ids) AS units FROM unit_event');
    expect(events).toEqual([{ kind: 'import', reason: 'Danh mục mới', units: 4 }]);
    const [audit] = await context.db.query(`SELECT details FROM audit WHERE action = 'unit.import'`);
    expect(audit.details).toMatchObject({ eventId: id, on: '2026-11-01' });
    await expect(imports.discard(administrator, id)).rejects.toMatchObject({ code: 'unit-import.already-applied' });
  });

  it('exported and imported again changes nothing, in any of the trees', async () => {
    for (const tree of TREES) {
      const rows = await context.get(ExportUnits).rows(administrator, tree, '2026-11-20');
      expect(rows.length).toBeGreaterThan(15);
      const csv = rows.map((row) => csvLine([row.code, row.name, row.kind, row.parentCode, row.linkCode])).join('');
      const { counts } = await imports.preview(administrator, await stage(csv, { tree, on: '2026-11-20' }));
      expect(counts).toMatchObject({ add: 0, change: 0, same: rows.length, error: 0, unnamed: 0 });
    }
  });

  it('links a new body to its commune, from the day on', async () => {
    await apply(await stage('tt;Trung tâm văn hóa;Sở;root;03394\n', { tree: 'state' }));
    const rows = await context.get(ExportUnits).rows(administrator, 'state', '2026-11-20');
    expect(rows.find(({ code }) => code === 'tt')).toMatchObject({ linkCode: '03394', kind: 'department' });
  });

  it('is not applied when the tree has changed since it was looked at, nor by somebody else, nor after it was thrown away', async () => {
    const id = await stage('moi;Bản Mới;bản;03390;\n');
    const { digest } = await imports.preview(administrator, id);
    const parentId = (await units.byCode('territory', '03390'))!.id;
    await context.get(EditUnits).create(administrator, {
      clientKey: randomUUID(),
      on: '2026-10-01',
      reason: 'r',
      document: '',
      tree: 'territory',
      kind: 'village',
      code: 'moi',
      name: 'Bản Mới',
      parentId,
    });
    await expect(imports.apply(administrator, id, digest)).rejects.toMatchObject({ code: 'unit-import.changed' });
    const other = actorOf(await makePerson(context), 'administrator', administrator.grants[0].unitIds);
    await expect(imports.preview(other, id)).rejects.toMatchObject({ code: 'unit-import.unknown' });
    const manager = actorOf(administrator.personId, 'unit_manager', administrator.grants[0].unitIds);
    await expect(imports.preview(manager, id)).rejects.toMatchObject({ code: 'access.denied' });
    await imports.discard(administrator, id);
    await expect(imports.apply(administrator, id, digest)).rejects.toMatchObject({ code: 'unit-import.discarded' });
  });

  it('changes nothing outside the scope of who imports it', async () => {
    const roots = [(await units.byCode('territory', '03394'))!.id];
    const partial = actorOf(await makePerson(context), 'administrator', roots);
    const id = await stage('n1;Bản N;bản;03394;\nn2;Bản N;bản;03390;\n03390-3;Tên;;;\n', { actor: partial });
    const { rows } = await imports.preview(partial, id);
    expect(rows.map(({ outcome, faults }) => [outcome, faults[0]?.code])).toEqual([
      ['add', undefined],
      ['error', 'unit-row.parent-outside-scope'],
      ['error', 'unit-row.outside-scope'],
    ]);
  });

  it('stands behind a cover sheet, below a title, above who signs', async () => {
    const book = new exceljs.Workbook();
    book.addWorksheet('Bìa').addRow(['DANH MỤC', 'ĐƠN VỊ']);
    const sheet = book.addWorksheet('Danh mục');
    for (const row of [
      ['UBND TỈNH LAI CHÂU'],
      ['TT', 'Mã đơn vị (bắt buộc)', 'Tên đơn vị'],
      [1, '03390-1', 'Bản Nà Khằm'],
      ['', '', 'Tổng cộng: 1'],
      ['', '', 'Người lập biểu'],
      ['', '', 'Lò Văn Tâm'],
    ])
      sheet.addRow(row);
    expect(await readUnitFile(Buffer.from(await book.xlsx.writeBuffer()))).toMatchObject([
      { row: 3, code: '03390-1', name: 'Bản Nà Khằm' },
    ]);
  });

  it('is refused in letters of old fonts', async () => {
    const book = new exceljs.Workbook();
    const sheet = book.addWorksheet('DS');
    for (const row of [
      ['Mã', 'Tên'],
      ['a1', 'B¶n Nµ Kh»m'],
      ['a2', 'X· B×nh L­'],
    ])
      sheet.addRow(row);
    await expect(readUnitFile(Buffer.from(await book.xlsx.writeBuffer()))).rejects.toMatchObject({
      fields: { file: 'sheet.tcvn3' },
    });
  });

  it('is refused when it is none', async () => {
    const file = (text: string) =>
      imports.stage(administrator, {
        clientKey: randomUUID(),
        tree: 'territory',
        on: '2026-11-01',
        reason: 'r',
        document: '',
        fileName: 'x.csv',
        bytes: Buffer.from(text),
      });
    await expect(file('a;b\n1;2\n')).rejects.toMatchObject({ fields: { file: 'unit-import.heading-missing' } });
    await expect(file(HEAD)).rejects.toMatchObject({ code: 'unit-import.no-rows' });
    await expect(stage('a;b;bản;12;\n', { on: '2026-02-30' })).rejects.toMatchObject({ fields: { on: 'unit.day' } });
  });
});
