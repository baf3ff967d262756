import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BYTE_ORDER_MARK, csvLine, writeWorkbook } from '#libs/platform';
import { ExportRoster } from './export-roster.service.js';
import { ImportDesk } from './imports/import-desk.fixtures.js';
import type { Cells } from './imports/roster-file.parser.js';

const COLUMNS = ['fullName', 'birth', 'phone', 'personalNumber', 'unitCode', 'position', 'isHead'] as const;
const HEADINGS = ['Họ và tên', 'Ngày sinh', 'Số điện thoại', 'Số định danh', 'Mã đơn vị', 'Chức vụ', 'Người đứng đầu'];
const cells = (people: Cells[]) => people.map((person) => COLUMNS.map((column) => person[column] ?? null));

async function xlsx(people: Cells[]): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'hvs-export-'));
  const path = join(folder, 'a.xlsx');
  const columns = HEADINGS.map((header) => ({ header, width: 20 }));
  await writeWorkbook(path, {
    title: 'x',
    creator: 'x',
    at: new Date(),
    sheets: [{ name: 'x', columns, rows: cells(people) }],
  });
  const bytes = readFileSync(path);
  rmSync(folder, { recursive: true });
  return bytes;
}

const csv = (people: Cells[]) =>
  Buffer.from(BYTE_ORDER_MARK + [HEADINGS, ...cells(people)].map((line) => csvLine(line)).join(''));

describe('exporting a roster', () => {
  const desk = ImportDesk.open();
  const open = (change = {}, actor = desk.manager) =>
    desk.context
      .get(ExportRoster)
      .rows(actor, { unitId: desk.units.commune, capacity: 'citizen', purpose: 'Đối chiếu danh sách', ...change });

  it('and importing the file again changes nothing, as CSV and as XLSX', async () => {
    await desk.applied([
      `${desk.fresh()};02/09/1968;0912000801;012168000801;03390-1;- Trưởng bản, =phó;x`,
      `${desk.fresh()};1970;;;03390-2;@Bí thư;`,
      `${desk.fresh()};;0912000802;;;"Nói ""thế""; rồi";`,
      `${desk.fresh()};;;012171000803;;+1;`,
    ]);
    const people = await open();
    expect(people).toHaveLength(4);
    expect(people.find(({ personalNumber }) => personalNumber === '012168000801')).toMatchObject({
      birth: '02/09/1968',
      phone: '0912000801',
      position: '- Trưởng bản, =phó',
      isHead: 'x',
    });
    const state = () => desk.context.db.query('SELECT * FROM membership ORDER BY id');
    const before = await state();
    for (const file of [csv(people), await xlsx(people)]) {
      const id = await desk.stage([], { file, effectiveOn: '2026-11-20' });
      expect(await desk.outcomes(id)).toEqual([2, 3, 4, 5].map((number) => [number, 'skip', 'row.unchanged']));
      await desk.apply(id);
      const whole = await desk.stage([], { file, effectiveOn: '2026-11-20', mode: 'whole' });
      expect((await desk.imports.preview(desk.manager, whole)).summary.leaves).toEqual({ count: 0, of: 4 });
    }
    expect(await state()).toEqual(before);
  });

  it('leaves out whoever had their data restricted, and importing it as the whole roster takes nobody off', async () => {
    const [name, left] = [desk.fresh(), desk.fresh()];
    const unit = { unitId: desk.units.otherVillage };
    await desk.applied([`${name};1969;;;;;`, `${left};1969;;;;;`], unit);
    const personId = await desk.personNamed(name);
    const restrict = (at: string | null) =>
      desk.context.db.query('UPDATE identity SET restricted_at = $2 WHERE person_id = $1', [personId, at]);
    await restrict('2026-11-20T00:00:00Z');
    const people = await open(unit);
    const names = (cellsOf: Cells[]) => cellsOf.map(({ fullName }) => fullName);
    expect(names(people)).toContain(left);
    expect(names(people)).not.toContain(name);
    const [{ count }] = await desk.context.db.query(
      `SELECT count(*)::int FROM access_log WHERE subject_id = $1 AND what LIKE 'roster-export%'`,
      [personId],
    );
    expect(count).toBe(0);
    const whole = () => desk.stage([], { ...unit, file: csv(people), effectiveOn: '2026-11-20', mode: 'whole' });
    const id = await whole();
    expect((await desk.imports.preview(desk.manager, id)).summary.leaves).toEqual({ count: 0, of: people.length });
    await desk.apply(id);
    await restrict(null);
    expect(names(await open(unit))).toContain(name);
    expect(await desk.imports.leavers(desk.manager, await whole())).toMatchObject([{ fullName: name }]);
  });

  it('is for those who keep the roster, with a purpose, and is logged about each person', async () => {
    await expect(open({ purpose: ' ' })).rejects.toMatchObject({ code: 'roster.purpose-required' });
    await expect(open({ unitId: desk.units.otherCommune })).rejects.toMatchObject({ code: 'scope.outside' });
    await expect(open({}, { ...desk.manager, grants: [] })).rejects.toMatchObject({ code: 'access.denied' });
    const people = await open();
    const logged = await desk.context.db.query(
      `SELECT DISTINCT subject_id FROM access_log WHERE what = 'roster-export.citizen' AND purpose = 'Đối chiếu danh sách'`,
    );
    expect(logged).toHaveLength(people.length);
  });
});
