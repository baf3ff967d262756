import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import JSZip from 'jszip';
import type { FigureRow, FiguresDocument } from '#libs/campaigns';
import { figureRow, provinceDocument, reportSource } from '../reporting.fixtures.js';
import { tableTexts } from '../texts.vi.js';
import { writeXlsx } from './write-xlsx.js';

const words = tableTexts.columns;
const NEITHER = 'trong đó không là cán bộ, không là đảng viên';

describe('a workbook of frozen figures', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hvs-xlsx-'));
  const document = provinceDocument();
  const path = join(folder, 'figures.xlsx');
  let book: exceljs.Workbook;
  let parts: JSZip;

  beforeAll(async () => {
    await writeXlsx(path, reportSource(document), () => document.rows);
    ({ book, parts } = await open(path));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const part = (name: string) => parts.file(name)!.async('string');
  const write = async (name: string, doc: FiguresDocument, change = {}) => {
    const file = join(folder, name);
    await writeXlsx(file, reportSource(doc, change), () => doc.rows);
    return open(file);
  };

  it('is read by another program, sheet by sheet', () => {
    expect(book.worksheets.map(({ name }) => name)).toEqual(['Tổng hợp', 'Theo đơn vị', 'Chỉ tiêu', 'Giải thích']);
  });

  it('holds every number of the document, to the last row', () => {
    const rows = readRows(book.getWorksheet('Theo đơn vị')!, 1).filter((row) => row[words.line] !== NEITHER);
    expect(rows.map(counts)).toEqual(document.rows.map(expected));
  });

  it('writes rates as numbers of one decimal and says why there is none', () => {
    const sheet = book.getWorksheet('Theo đơn vị')!;
    const rows = readRows(sheet, 1).filter((row) => row[words.line] !== NEITHER);
    document.rows.forEach(({ rate }, i) => {
      const shown = rows[i][words.rate];
      if (rate.state === 'rate') expect(Math.round((shown as number) * 1000)).toBe(rate.tenths);
      else expect(shown).toBe(rate.state === 'faulty' ? 'mẫu số chưa đúng' : 'chưa có chỉ tiêu');
    });
    const column = headers(sheet, 1).indexOf(words.rate) + 1;
    expect(sheet.getCell(3, column).numFmt).toBe('[$-42A]0.0%');
    expect(sheet.getCell(2, headers(sheet, 1).indexOf(words.onRoster) + 1).numFmt).toBe('[$-42A]#,##0');
  });

  it('shows the unit and those directly below on the summary', () => {
    const rows = readRows(book.getWorksheet('Tổng hợp')!, 5);
    expect(rows.filter((row) => row[words.line] !== NEITHER)).toHaveLength(
      document.rows.filter(({ level }) => level <= 1).length,
    );
  });

  it('leaves units with nobody and nothing expected out of the summary, not out of the list of units', async () => {
    const rows = [figureRow(), figureRow({ level: 1, name: 'Xã vắng' }), figureRow({ level: 1, pending: 1 })];
    const { book: read } = await write('empty.xlsx', { ...document, rows });
    expect(readRows(read.getWorksheet('Tổng hợp')!, 5)).toHaveLength(2);
    expect(readRows(read.getWorksheet('Theo đơn vị')!, 1)).toHaveLength(3);
  });

  it('puts below the citizens those who are neither officials nor Party members, without a rate', () => {
    const rows = readRows(book.getWorksheet('Tổng hợp')!, 5);
    const at = rows.findIndex((row) => row[words.line] === NEITHER);
    expect(rows[at - 1]).toMatchObject({ [words.line]: 'Người dân', [words.onRoster]: 12_004 });
    expect(rows[at]).toMatchObject({
      [words.name]: 'Tỉnh Lai Châu',
      [words.onRoster]: 7_210,
      [words.completed]: 3_015,
      [words.inProgress]: 1_398,
      [words.notStarted]: 2_797,
      [words.group]: 603,
      [words.rate]: null,
      [words.denominator]: null,
      [words.goal]: null,
    });
    expect(rows.filter((row) => row[words.line] === NEITHER)).toHaveLength(39);
  });

  it('sets the unit the figures are of in bold, and says on every printed page whose they are', async () => {
    const sheet = book.getWorksheet('Theo đơn vị')!;
    expect([2, 7].map((row) => sheet.getCell(row, 1).font.bold ?? false)).toEqual([true, false]);
    expect([2, 7].map((row) => sheet.getCell(row, 5).font.bold ?? false)).toEqual([true, false]);
    for (const number of [1, 2, 3, 4])
      expect(await part(`xl/worksheets/sheet${number}.xml`)).toContain(
        '<oddHeader>&amp;LBình dân học vụ số năm 2026. Tỉnh Lai Châu. Đến hết ngày 20/11/2026</oddHeader>',
      );
  });

  it.each([
    [1, 'TongHop', 'A5:O200'],
    [2, 'TheoDonVi', 'A1:T500'],
    [3, 'ChiTieu', 'A1:J40'],
  ])('makes sheet %i a real table with a filter and bands', async (number, name, ref) => {
    const xml = await part(`xl/tables/table${number}.xml`);
    expect(xml).toContain(`displayName="${name}" ref="${ref}"`);
    expect(xml).toContain(`<autoFilter ref="${ref}"/>`);
    expect(xml).toContain('showRowStripes="1"');
    const named = [...xml.matchAll(/tableColumn id="\d+" name="([^"]*)"/g)].map(([, header]) => header);
    expect(named).toEqual(headers(book.worksheets[number - 1], number === 1 ? 5 : 1));
    expect(new Set(named).size).toBe(named.length);
  });

  it('keeps the header in view and repeats it on paper, A4 across, as wide as the page', async () => {
    const sheet = book.getWorksheet('Theo đơn vị')!;
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', xSplit: 2, ySplit: 1 });
    expect(sheet.pageSetup).toMatchObject({ orientation: 'landscape', paperSize: 9, fitToWidth: 1, fitToHeight: 0 });
    expect(await part('xl/workbook.xml')).toContain(`localSheetId="1">'Theo đơn vị'!$1:$1</definedName>`);
  });

  it('gives targets their definition, source and date', () => {
    const [first] = readRows(book.getWorksheet('Chỉ tiêu')!, 1);
    expect(first).toMatchObject({
      [words.denominatorKind]: 'Theo số công bố',
      [words.denominator]: 5400,
      [words.goal]: 0.8,
      [words.definition]: 'người từ 18 tuổi trở lên biết chữ',
      [words.source]: 'Báo cáo số 112-BC/ĐU của Đảng ủy xã',
    });
    expect((first[words.dueOn] as Date).toISOString().slice(0, 10)).toBe('2026-12-31');
  });

  it('says where the figures come from', () => {
    const told = new Map<unknown, unknown>();
    book.getWorksheet('Giải thích')!.eachRow((row) => told.set(row.getCell(1).value, row.getCell(2).value));
    expect(told.get('D: tính đến hết ngày')).toBe('20/11/2026');
    expect(told.get('K: theo những gì hệ thống đã ghi nhận đến')).toBe('08:15 ngày 21/11/2026');
    expect(told.get('SHA-256 của số liệu đã chốt')).toBe(reportSource(document).sha256);
    expect(told.get('Tình trạng')).toBe('Đã được Tẩn Thị Ín ký xác nhận lúc 10:40 ngày 21/11/2026');
    expect(told.get('Người tạo tệp')).toBe('Lò Văn Páo');
    expect(told.get('Mục đích')).toBe('Báo cáo Thường trực Tỉnh ủy tháng 11');
    expect(told.has('Hoàn thành')).toBe(true);
  });

  it('marks a draft on the summary, in the explanation and on every printed page', async () => {
    const draft = await write('draft.xlsx', document, { draft: true, signedAt: null, signerName: null });
    expect(draft.book.getWorksheet('Tổng hợp')!.getCell('A1').value).toMatch(/^DỰ THẢO: /);
    for (const number of [1, 2, 3, 4]) {
      expect(await draft.parts.file(`xl/worksheets/sheet${number}.xml`)!.async('string')).toContain(
        'DỰ THẢO</oddHeader>',
      );
    }
    expect(await part('xl/worksheets/sheet1.xml')).not.toContain('DỰ THẢO');
  });

  it('never writes a formula, whatever a name begins with', async () => {
    const names = ['=cmd|x', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '<b> & "x"', '_x0041_', 'a\u0001\ud800b'];
    const hostile = { ...document, rows: names.map((name) => figureRow({ name })) };
    const { book: read, parts: files } = await write('hostile.xlsx', hostile);
    const xml = await files.file('xl/worksheets/sheet2.xml')!.async('string');
    expect(xml).not.toMatch(/<f[ >]/);
    const shown = readRows(read.getWorksheet('Theo đơn vị')!, 1).map((row) => row[words.name]);
    expect(shown).toEqual(['=cmd|x', '+1', '-1', '@SUM(A1)', '\tx', 'x', '<b> & "x"', '_x005F_x0041_', 'ab']);
  });

  it('writes the same bytes again, and an empty table where there are no targets', async () => {
    const few = { ...document, rows: [figureRow({ onRoster: 3 })] };
    const { parts: files } = await write('one.xlsx', few);
    await write('two.xlsx', few);
    expect(readFileSync(join(folder, 'one.xlsx')).equals(readFileSync(join(folder, 'two.xlsx')))).toBe(true);
    expect(await files.file('xl/tables/table3.xml')!.async('string')).toContain('ref="A1:J2"');
  });

  it('reports progress while it streams, and lets go of the file when the rows fail', async () => {
    const seen: number[] = [];
    async function* many(): AsyncGenerator<FigureRow> {
      for (let i = 0; i < 5000; i += 1) yield figureRow({ name: `Bản ${i}` });
    }
    await writeXlsx(join(folder, 'many.xlsx'), reportSource(document), many, (rows) => void seen.push(rows));
    expect(seen).toEqual([2000, 4000]);
    const failing = () => {
      throw new Error('gone');
    };
    await expect(writeXlsx(join(folder, 'bad.xlsx'), reportSource(document), failing)).rejects.toThrow('gone');
    await expect(writeXlsx(join(folder, 'no/such.xlsx'), reportSource(document), many)).rejects.toThrow('ENOENT');
  });
});

async function open(path: string): Promise<{ book: exceljs.Workbook; parts: JSZip }> {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(path);
  return { book, parts: await JSZip.loadAsync(readFileSync(path)) };
}

const headers = (sheet: exceljs.Worksheet, row: number): string[] =>
  (sheet.getRow(row).values as string[]).slice(1).map(String);

function readRows(sheet: exceljs.Worksheet, headerRow: number): Record<string, unknown>[] {
  const names = headers(sheet, headerRow);
  return Array.from({ length: sheet.rowCount - headerRow }, (_, i) =>
    Object.fromEntries(names.map((name, column) => [name, sheet.getCell(headerRow + 1 + i, column + 1).value])),
  );
}

const counts = (row: Record<string, unknown>) => [
  row[words.code],
  row[words.name],
  row[words.level],
  row[words.onRoster],
  row[words.notStarted],
  row[words.inProgress],
  row[words.completed],
  row[words.denominator],
  row[words.missing],
  row[words.pending],
  row[words.minors],
  row[words.group],
  row[words.lateSync],
  row[words.timeUnknown],
  row[words.flagged],
  row[words.faultyBelow],
];

const expected = (row: FigureRow) => [
  row.code,
  row.name,
  row.level,
  row.onRoster,
  row.notStarted,
  row.inProgress,
  row.completed,
  row.target?.number ?? null,
  row.missingFromRoster,
  row.pending,
  row.minors,
  row.group,
  row.lateSync,
  row.timeUnknown,
  row.flagged,
  row.faultyBelow,
];
