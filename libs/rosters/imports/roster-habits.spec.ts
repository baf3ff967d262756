import { describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import fc from 'fast-check';
import { normalisePhone, readBirth } from '#libs/identity';
import { maskCell } from './mask-cell.policy.js';
import { readAll } from './read-all.fixtures.js';
import { openRosterFile, readHead } from './roster-file.parser.js';
import { isNobody, readRow } from './roster-row.policy.js';

const workbook = async (fill: (sheet: exceljs.Worksheet) => void): Promise<Buffer> => {
  const book = new exceljs.Workbook();
  fill(book.addWorksheet('Danh sách'));
  return Buffer.from(await book.xlsx.writeBuffer());
};
const cellsIn = async (bytes: Buffer | string) => (await readAll(Buffer.from(bytes))).rows;

describe('a roster as Excel is used', () => {
  it('has titles, merged headings in two rows and numbered columns above the people', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['ỦY BAN NHÂN DÂN XÃ BÌNH LƯ']);
      sheet.mergeCells('A1:G1');
      sheet.addRow(['Đơn vị:', 'Xã Bình Lư']);
      sheet.addRow([]);
      sheet.addRow(['STT', 'Họ và tên', 'Năm sinh', '', 'Liên hệ', '', 'Bản']);
      sheet.addRow(['', '', 'Nam', 'Nữ', 'Điện thoại', 'CCCD', '']);
      for (const range of ['A4:A5', 'B4:B5', 'C4:D4', 'E4:F4', 'G4:G5']) sheet.mergeCells(range);
      sheet.addRow(['(1)', '(2)', '(3)', '(4)', '(5)', '(6)', '(7)']);
      sheet.addRow([1, 'Lò Thị Mai ', '', new Date('1968-09-02'), 912345678, 12168001234, 'Nà Khằm']);
      sheet.getCell('D7').numFmt = 'dd/mm/yyyy';
      sheet.addRow([2, ' Giàng\u00a0A Páo', 1970, '', '+84 912 345 679', '012070001234', '']);
      sheet.mergeCells('G7:G8');
      sheet.addRow(['II', 'Bản Nà Hum']);
    });
    const file = await readAll(bytes);
    expect(file.ignoredColumns).toEqual([]);
    expect(file.rows).toEqual([
      {
        number: 7,
        cells: {
          fullName: 'Lò Thị Mai',
          birth: '1968-09-02',
          phone: '912345678',
          personalNumber: '12168001234',
          unitName: 'Nà Khằm',
        },
      },
      {
        number: 8,
        cells: {
          fullName: 'Giàng A Páo',
          birth: '1970',
          phone: '+84 912 345 679',
          personalNumber: '012070001234',
          unitName: 'Nà Khằm',
        },
      },
      { number: 9, cells: { fullName: 'II. Bản Nà Hum' } },
    ]);
    expect(readRow(file.rows[0].cells, '2026-11-20')).toMatchObject({
      reasons: [],
      person: { phone: '+84912345678', personalNumber: '012168001234', birthDate: '1968-09-02' },
    });
  });

  it('has villages and sums merged over the whole table, which are no heading of each column', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['DANH SÁCH']);
      sheet.mergeCells('A1:E1');
      sheet.addRow(['STT', 'Họ và tên', 'Ngày, tháng, năm sinh', '', 'Số điện thoại']);
      sheet.mergeCells('C2:D2');
      sheet.addRow(['', '', 'Nam', 'Nữ', '']);
      sheet.addRow(['I', 'Bản Nà Khằm']);
      sheet.mergeCells('B4:E4');
      sheet.addRow([1, 'Lò Thị Mai', '', 1968, 912345678]);
    });
    expect((await readAll(bytes)).rows).toEqual([
      { number: 4, cells: { fullName: 'I. Bản Nà Khằm' } },
      { number: 5, cells: { fullName: 'Lò Thị Mai', birth: '1968', phone: '912345678' } },
    ]);
  });

  it('stands behind a cover sheet, with rows that do not show; both are told', async () => {
    const book = new exceljs.Workbook();
    book.addWorksheet('Bìa').addRow(['DANH SÁCH HỌC VIÊN']);
    const sheet = book.addWorksheet('Dữ liệu');
    for (const row of [
      ['Họ và tên', 'Năm sinh'],
      ['Lò Thị Mai', 1970],
      ['Lò Thị Hoa', 1971],
    ])
      sheet.addRow(row);
    sheet.getRow(3).hidden = true;
    const next = book.addWorksheet('Bản 2');
    for (const row of [
      ['Họ và tên', 'Năm sinh'],
      ['Lò Thị Bản', 1972],
    ])
      next.addRow(row);
    const file = await openRosterFile(Buffer.from(await book.xlsx.writeBuffer()));
    expect(file).toMatchObject({ total: 2, otherSheets: ['Bìa', 'Bản 2'], otherLists: ['Bản 2'], hiddenRows: 1 });
    const names = [];
    for await (const { cells } of file.rows()) names.push(cells.fullName);
    expect(names).toEqual(['Lò Thị Mai', 'Lò Thị Hoa']);
  });

  it('tells days that an American spreadsheet took for others', async () => {
    const swapped = async (...days: string[]) => {
      const people = days.map((day, i) => `Lò Văn ${'ABCDEF'[i]};${day}`).join('\n');
      return (await openRosterFile(Buffer.from(`Họ và tên;Ngày sinh\n${people}`))).swappedDays;
    };
    expect(await swapped('1980-05-03', '15/03/1980', '1971-02-09', '31/01/1960', '1965')).toBe(2);
    expect(await swapped('1980-05-03', '15/03/1980', '1971-02-09', '01/01/1960')).toBe(0);
    expect(await swapped('1980-05-13', '15/03/1980', '1971-02-09', '31/01/1960', '1980-05-03')).toBe(0);
    expect(await swapped('1980-05-03', '15/03/1980', '1971-02-09')).toBe(0);
  });

  it('ends with sums and signatures, which are nobody', () => {
    for (const fullName of [
      'Tổng cộng: 20 người',
      'TỔNG SỐ',
      'Người lập biểu',
      'Hộ ông Tẩn A Sài',
      'TM. ỦY BAN NHÂN DÂN',
      'Chủ tịch',
    ])
      expect({ fullName, nobody: isNobody({ fullName }) }).toEqual({ fullName, nobody: true });
    expect(isNobody({})).toBe(true);
    expect(isNobody({ personalNumber: 'Bình Lư, ngày 20 tháng 11 năm 2026' })).toBe(true);
    expect(isNobody({ birth: '1980', unitName: 'Nà Khằm' })).toBe(false);
    expect(isNobody({ fullName: 'Tống Thị Công' })).toBe(false);
    expect(isNobody({ fullName: 'Hồ Bà Mai' })).toBe(false);
    expect(isNobody({ fullName: 'Tổng cộng', birth: '1970' })).toBe(false);
  });

  it('keeps nothing of sums and of what stands below who signs, in whatever columns', async () => {
    const rows = await cellsIn(
      [
        'STT;Họ và tên;Nam;Năm sinh;Điện thoại;Đơn vị;Chức vụ',
        '1;Lò Văn Ất;;1970;;;Trưởng bản',
        '2;Lò Văn Bính;;;;;Chủ tịch',
        'Tổng cộng: 2 người;;;2;;;',
        ';Cộng;2;2;0;;',
        ';;;;;Bình Lư, ngày 05 tháng 11 năm 2026;',
        ';Người lập biểu;;;;TM. UBND XÃ;CHỦ TỊCH',
        ';(Ký, ghi rõ họ tên);;;;;',
        ';Lò Văn Tâm;;;;Nguyễn Văn Hùng;',
        '1;Lò Văn Tình;;1971;;;',
        '2;Lò Văn Đinh;;;;;',
      ].join('\n'),
    );
    const people = rows.filter(({ cells }) => !isNobody(cells));
    expect(people.map(({ number, cells }) => [number, cells.fullName])).toEqual([
      [2, 'Lò Văn Ất'],
      [3, 'Lò Văn Bính'],
      [10, 'Lò Văn Tình'],
      [11, 'Lò Văn Đinh'],
    ]);
    expect(rows[2].cells).toEqual({ fullName: 'Tổng cộng: 2 người' });
  });

  it('is told what is wrong with signs in names, and with days that stand as numbers', () => {
    for (const fullName of ['=cmd|calc', 'Mai/Hoa', '#REF'])
      expect(readRow({ fullName, birth: '1970' }, '2026-11-20').reasons).toEqual([
        { code: 'row.name-invalid', column: 'fullName' },
      ]);
    expect(readBirth('26543', '2026-11-20')).toEqual({ code: 'row.birth-serial' });
    expect(readBirth('tuổi 46', '2026-11-20')).toEqual({ code: 'row.birth-invalid' });
  });

  it('has two rows of headings in a CSV, where merged cells are blank', async () => {
    const rows = await cellsIn(
      'STT;Họ và tên;Năm sinh;;Chức vụ\n;;Nam;Nữ;\n1;Lò Văn A;1970;;Trưởng bản\n2;Lò Thị B;;1975;\n',
    );
    expect(rows.map(({ cells }) => [cells.fullName, cells.birth, cells.position])).toEqual([
      ['Lò Văn A', '1970', 'Trưởng bản'],
      ['Lò Thị B', '1975', undefined],
    ]);
  });

  it('is refused as a whole when its letters are those of old fonts', async () => {
    const old = await workbook((sheet) => {
      sheet.addRow(['Hä vµ tªn', 'Ngµy sinh']);
      sheet.addRow(['NguyÔn V¨n Hïng', '1970']);
    });
    await expect(readHead(old)).rejects.toMatchObject({ code: 'sheet.tcvn3', fields: { file: 'sheet.tcvn3' } });
    const vni = Buffer.from('Hoï vaø teân;Ngaøy sinh\nNguyeãn Vaên Huøng;1970\n');
    await expect(readHead(vni)).rejects.toMatchObject({ code: 'sheet.vni' });
    expect(readRow({ fullName: 'NguyÔn V¨n Hïng', birth: '1970' }, '2026-11-20').reasons).toEqual([
      { code: 'row.legacy-font', column: 'fullName' },
    ]);
  });

  it('is understood by what the unit said before, by heading or by place', async () => {
    const remembered = { 'nguoi dan': 'fullName', sinh: 'birth', email: '' } as const;
    const file = await readAll(Buffer.from('Người dân;Sinh;Email\nMai;1968;x\n'), remembered);
    expect(file).toEqual({ rows: [{ number: 2, cells: { fullName: 'Mai', birth: '1968' } }], ignoredColumns: [] });
    const byPlace = { '#1': '', '#2': 'fullName', '#3': 'birth' } as const;
    expect((await readAll(Buffer.from('1;Mai;1968\n2;Páo;1970\n'), byPlace)).rows).toEqual([
      { number: 1, cells: { fullName: 'Mai', birth: '1968' } },
      { number: 2, cells: { fullName: 'Páo', birth: '1970' } },
    ]);
  });

  it('gives every birth day as it was meant, however it is written', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-11-19'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.constantFrom('/', '-', '.'), fc.boolean(), (date, sign, padded) => {
        const [y, m, d] = date.toISOString().slice(0, 10).split('-');
        const plain = (text: string) => (padded ? text : String(Number(text)));
        const value = { birthYear: Number(y), birthDate: `${y}-${m}-${d}` };
        for (const text of [`${plain(d)}${sign}${plain(m)}${sign}${y}`, `${y}-${m}-${d}`, `${y}-${m}-${d}T00:00:00`])
          expect(readBirth(text, '2026-11-20')).toEqual({ value });
        expect(readBirth(y, '2026-11-20')).toEqual({ value: { birthYear: Number(y), birthDate: null } });
      }),
    );
  });

  it('gives every phone as it was meant, with +84, 84, 0, or its zero lost', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('32', '70', '86', '91', '98'),
        fc.integer({ min: 0, max: 9_999_999 }),
        fc.constantFrom('+84', '84', '0', ''),
        fc.constantFrom('', ' ', '.', '\u00a0'),
        (prefix, rest, start, sign) => {
          const tail = String(rest).padStart(7, '0');
          const written = `${start}${prefix}${sign}${tail.slice(0, 3)}${sign}${tail.slice(3)}`;
          const { person } = readRow({ fullName: 'Mai', phone: written }, '2026-11-20');
          expect(person.phone).toBe(normalisePhone(`0${prefix}${tail}`));
          expect(person.phone).toBe(`+84${prefix}${tail}`);
        },
      ),
    );
  });

  it('shows of a cell what it holds, not whose it is', () => {
    expect(maskCell('Lò Thị Mai')).toBe('L• T•• M••');
    expect(maskCell('0912345678')).toBe('09••••••••');
    expect(maskCell('02/09/1972')).toBe('0•/0•/19••');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const word of maskCell(text).match(/[\p{L}\p{N}]+/gu) ?? []) expect(word.length).toBeLessThanOrEqual(2);
      }),
    );
  });
});
