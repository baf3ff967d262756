import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import fc from 'fast-check';
import { csvLine } from '../write/csv-line.js';
import { writeWorkbook } from '../write/write-workbook.js';
import { readSheet } from './read-sheet.js';
import type { SheetLimits } from './sheet-limits.js';

const read = async (bytes: Buffer, limits?: Partial<SheetLimits>) => {
  const rows: [number, ...string[]][] = [];
  for await (const { number, cells } of readSheet(bytes, limits)) rows.push([number, ...cells]);
  return rows;
};

const text = fc.string({
  unit: fc.constantFrom('a', 'Ấ', 'đ', '=', '"', ';', ',', ' ', '<', '&', '\n', "'", '0', '_x0041_', '🌾'),
  minLength: 1,
  maxLength: 8,
});
const solid = text.map((value) => `x${value}y`);
const table = fc.array(fc.array(solid, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 });

describe('reading a workbook', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hvs-sheets-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const excel = async (fill: (sheet: exceljs.Worksheet, book: exceljs.Workbook) => void) => {
    const book = new exceljs.Workbook();
    fill(book.addWorksheet('Danh sách'), book);
    return Buffer.from(await book.xlsx.writeBuffer());
  };

  it('gives texts, numbers, truths, days and the values of formulas as texts', async () => {
    const bytes = await excel((sheet) => {
      sheet.addRow(['Lò Thị Mai', 912345678, true, new Date('1972-09-02'), { formula: 'A1&"!"', result: 'Lò!' }]);
      sheet.getCell('D1').numFmt = 'dd/mm/yyyy';
      sheet.addRow([]);
      sheet.addRow([{ richText: [{ text: 'Nguyễn ' }, { text: 'Văn', font: { bold: true } }] }, 12072001234, false]);
      sheet.addRow([{ formula: 'B1*2', result: 1824691356 }, { error: '#N/A' }]);
    });
    expect(await read(bytes)).toEqual([
      [1, 'Lò Thị Mai', '912345678', 'TRUE', '1972-09-02', 'Lò!'],
      [3, 'Nguyễn Văn', '12072001234', 'FALSE'],
      [4, '1824691356', '#N/A'],
    ]);
  });

  it('counts days from 1904 where the workbook does', async () => {
    const bytes = await excel((sheet, book) => {
      book.properties.date1904 = true;
      sheet.getCell('A1').value = new Date('1972-09-02');
    });
    expect(await read(bytes)).toEqual([[1, '1972-09-02']]);
  });

  it('gives a merged place to its rows, and a merged heading to its columns only as a heading', async () => {
    const bytes = await excel((sheet) => {
      sheet.addRow(['Họ và tên', 'Năm sinh', '', 'Bản']);
      sheet.addRow(['', 'Nam', 'Nữ', '']);
      sheet.mergeCells('A1:A2');
      sheet.mergeCells('B1:C1');
      sheet.mergeCells('D1:D2');
      for (let i = 0; i < 40; i += 1) sheet.addRow([`Người ${i}`, '', '1980', i === 30 ? 'Nà Khằm' : '']);
      sheet.mergeCells('D33:D35');
      sheet.mergeCells('A40:C40');
    });
    const rows = await read(bytes);
    expect(rows.slice(0, 2)).toEqual([
      [1, 'Họ và tên', 'Năm sinh', '', 'Bản'],
      [2, 'Họ và tên', 'Nam', 'Nữ', 'Bản'],
    ]);
    const headings = [];
    for await (const row of readSheet(bytes)) if (row.headings) headings.push(row.headings);
    expect(headings).toEqual([['Họ và tên', 'Năm sinh', 'Năm sinh', 'Bản']]);
    expect(rows.filter((row) => row[4] === 'Nà Khằm').map(([number]) => number)).toEqual([33, 34, 35]);
    expect(rows[39]).toEqual([40, 'Người 37']);
  });

  it('takes the first sheet that is shown', async () => {
    const bytes = await excel((sheet, book) => {
      sheet.state = 'hidden';
      sheet.addRow(['ẩn']);
      book.addWorksheet('Hai').addRow(['hiện']);
    });
    expect(await read(bytes)).toEqual([[1, 'hiện']]);
  });

  it('gives back what was written, cell by cell', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const path = join(folder, 'table.xlsx');
        const columns = ['a', 'b', 'c', 'd', 'e'].map((header) => ({ header, width: 10 }));
        const sheets = [{ name: 'Một', columns, rows }];
        await writeWorkbook(path, { title: 'x', creator: 'y', at: new Date('2026-11-20'), sheets });
        const [, ...back] = await read(readFileSync(path));
        expect(back.map(([, ...cells]) => cells)).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['rows', { rows: 2 }, 'sheet.too-many-rows'],
    ['columns', { columns: 2 }, 'sheet.too-many-columns'],
    ['a cell', { cellLength: 5 }, 'sheet.cell-too-long'],
    ['bytes', { bytes: 500 }, 'sheet.too-large'],
  ])('refuses more than the allowed %s', async (_, limits, code) => {
    const bytes = await excel((sheet) => {
      for (let i = 0; i < 3; i += 1) sheet.addRow([`một ${i} dài hơn`, 'hai', 'ba']);
    });
    await expect(read(bytes, limits)).rejects.toMatchObject({ code, kind: 'too-large' });
  });
});

/** As the list of such a file names what it holds. */
const ole = (...names: string[]) =>
  Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
    ...names.map((name) => Buffer.from(name.padEnd(32, '\0'), 'utf16le')),
  ]);

describe('reading a text file', () => {
  const TABLE = 'Họ và tên;Ngày sinh\nLò Thị Mai;02/09/1972\n';
  const ROWS = [
    [1, 'Họ và tên', 'Ngày sinh'],
    [2, 'Lò Thị Mai', '02/09/1972'],
  ];

  it.each([
    ['UTF-8', Buffer.from(TABLE)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${TABLE}`)],
    ['commas', Buffer.from(TABLE.replaceAll(';', ','))],
    ['tabs', Buffer.from(TABLE.replaceAll(';', '\t'))],
    ['UTF-16 as Excel writes it', Buffer.from(`\ufeff${TABLE.replaceAll(';', '\t')}`, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(`\ufeff${TABLE}`, 'utf16le').swap16()],
    ['UTF-16 without its mark', Buffer.from(`${TABLE}${'Lo Van A;1970\n'.repeat(9)}`, 'utf16le')],
  ])('takes %s', async (_, bytes) => {
    expect((await read(bytes)).slice(0, 2)).toEqual(ROWS);
  });

  it('takes the separator that the file names, and the one of the table rather than of the title', async () => {
    expect(await read(Buffer.from('sep=;\na,b;c\n'))).toEqual([[2, 'a,b', 'c']]);
    const titled = Buffer.from('Lai Châu, ngày 20, tháng 11, năm 2026\n\nTên;Sinh\nA;1970\nB;1971\n');
    expect(await read(titled)).toEqual([
      [1, 'Lai Châu, ngày 20, tháng 11, năm 2026'],
      [3, 'Tên', 'Sinh'],
      [4, 'A', '1970'],
      [5, 'B', '1971'],
    ]);
  });

  it('gives back what was written, cell by cell', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const back = await read(Buffer.from(`sep=;\r\n${rows.map((row) => csvLine(row)).join('')}`));
        const bare = (cells: (string | number)[]) => cells.map((cell) => String(cell).replaceAll("'", ''));
        expect(back.map(([, ...cells]) => bare(cells))).toEqual(rows.map(bare));
      }),
    );
  });

  it('never throws but what a person can be told', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ maxLength: 200 }).map((s) => Buffer.from(s)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.boolean(), async (content, zip) => {
        const file = Buffer.concat([Buffer.from(zip ? 'PK\x03\x04' : ''), content]);
        await read(file).catch((error) => expect(error.code).toMatch(/^sheet\./));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['an old workbook', ole('Root Entry', 'Workbook'), 'sheet.old-format'],
    ['a workbook older still', ole('Root Entry', 'Book'), 'sheet.old-format'],
    ['a workbook with a password', ole('Root Entry', 'EncryptionInfo', 'EncryptedPackage'), 'sheet.locked'],
    ['an old letter', ole('Root Entry', 'WordDocument'), 'sheet.not-text'],
    ['an old encoding', Buffer.from('Hä vµ tªn;Ngµy sinh\nNguyÔn V¨n Hïng;1970', 'latin1'), 'sheet.tcvn3'],
    ['another old encoding', Buffer.from('Hoï vaø teân;Ngaøy sinh\nTraàn Vaên Huøng;1970', 'latin1'), 'sheet.vni'],
    ['a PDF', Buffer.from([0x25, 0x50, 0x44, 0x46, 0xe2, 0xe3, 0xcf, 0xd3]), 'sheet.not-text'],
    ['bytes that are no text', Buffer.from([0x31, 0x32, 0xe2, 0x28, 0xa1]), 'sheet.not-utf8'],
    ['a page of the web', Buffer.from('<html><table><tr><td>Họ tên'), 'sheet.html'],
    ['nothing', Buffer.from(' \n'), 'sheet.empty'],
  ])('says what is wrong with %s', async (_, bytes, code) => {
    await expect(read(bytes)).rejects.toMatchObject({ code, fields: { file: code } });
  });
});
