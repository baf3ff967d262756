import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_ROSTER_BYTES } from './roster-file.parser.js';
import { readAll } from './read-all.fixtures.js';

const parse = (text: string) => readAll(Buffer.from(text, 'utf8'));
const cellsIn = async (text: string) => (await parse(text)).rows.map(({ cells }) => cells);

describe('a roster file', () => {
  it('is read with its headings in Vietnamese, with tones or without, and rows counted as a spreadsheet does', async () => {
    const file = await parse(
      '\ufeffHọ và tên;Ngày sinh/Năm sinh;SỐ ĐIỆN THOẠI;Số định danh (CCCD);ma don vi;Chuc vu;Người đứng đầu;Ghi chú;Email\r\n' +
        'Lò Thị Mai ;02/09/1968; 0912 345 678;012168001234;03390-1;Trưởng bản;x;;\r\n' +
        ';;;;;;;;\r\n' +
        'Giàng A Páo;1990;;;;;;;\r\n',
    );
    expect(file.ignoredColumns).toEqual(['Email']);
    expect(file.rows).toEqual([
      {
        number: 2,
        cells: {
          fullName: 'Lò Thị Mai',
          birth: '02/09/1968',
          phone: '0912 345 678',
          personalNumber: '012168001234',
          unitCode: '03390-1',
          position: 'Trưởng bản',
          isHead: 'x',
        },
      },
      { number: 4, cells: { fullName: 'Giàng A Páo', birth: '1990' } },
    ]);
  });

  it('may carry a title above the headings, names in two columns, and quoted cells with line breaks', async () => {
    const file = await parse(
      'DANH SÁCH CÁN BỘ\n\nSTT,Họ đệm,Tên,Năm sinh,Chức vụ\n1,Lò Thị,Mai,1968,"Phó,\ntrưởng phòng"\n',
    );
    expect(file.rows).toEqual([
      {
        number: 4,
        cells: { middleName: 'Lò Thị', givenName: 'Mai', birth: '1968', position: 'Phó,\ntrưởng phòng' },
      },
    ]);
    expect(file.ignoredColumns).toEqual([]);
    expect(await cellsIn('Tên\tNăm sinh\nMai\t1968')).toMatchObject([{ fullName: 'Mai' }]);
    expect(await cellsIn('Họ và tên,Ngày sinh,Năm sinh\nA,,1968\nB,1/2/1970,')).toMatchObject([
      { birth: '1968' },
      { birth: '1/2/1970' },
    ]);
  });

  it('may be in decomposed Unicode and have quotes within a cell', async () => {
    const file = await parse('Họ và tên;Năm sinh\nLê "Tư" Thủy;1970\n'.normalize('NFD'));
    expect(file.rows[0].cells.fullName).toBe('Lê "Tư" Thủy'.normalize('NFC'));
  });

  it.each([
    ['sheet.empty', Buffer.from('\ufeff \n')],
    ['sheet.empty', Buffer.alloc(0)],
    ['import.no-rows', Buffer.from('Họ và tên;Năm sinh\n;;\n')],
    ['import.heading-missing', Buffer.from('a;b\n1;2\n')],
    ['import.name-missing', Buffer.from('Năm sinh;Chức vụ\n1968;x\n')],
    ['sheet.malformed', Buffer.from('Họ và tên;Năm sinh\n"Lò Thị Mai;1968\n')],
    ['sheet.not-utf8', Buffer.concat([Buffer.from('Họ và tên\n'), Buffer.from([0xd1, 0x20, 0xea])])],
    ['sheet.damaged', Buffer.from('PK\x03\x04rest of a zip')],
    [
      'sheet.old-format',
      Buffer.from(`\xd0\xcf\x11\xe0${'Workbook'.padEnd(32, '\0').split('').join('\0')}\0`, 'latin1'),
    ],
    ['sheet.too-large', Buffer.alloc(MAX_ROSTER_BYTES + 1, 'a')],
  ])('is refused as a whole: %s', async (code, bytes) => {
    await expect(readAll(bytes)).rejects.toMatchObject({ code });
  });

  it('gives back whatever was written, by any separator, line end, BOM and quoting', async () => {
    const cell = fc
      .stringMatching(/^[a-zA-ZĂÂĐÊÔƠƯăâđêôơưàáảãạ0-9;,"'\- ]{1,12}$/)
      .filter((text) => text.trim() !== '' && !/ {2}|'[ "]*-/.test(text) && text === text.trim());
    const rows = fc.array(fc.record({ fullName: cell, position: cell }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(';', ',', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.constantFrom<'NFC' | 'NFD'>('NFC', 'NFD'),
        async (people, delimiter, end, bom, form) => {
          const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const lines = [['Họ và tên', 'Chức vụ'], ...people.map((p) => [quote(p.fullName), quote(p.position)])];
          const text =
            (bom ? '\ufeff' : '') +
            lines
              .map((line) => line.join(delimiter))
              .join(end)
              .normalize(form);
          expect(await cellsIn(text)).toEqual(
            people.map((p) => ({ fullName: p.fullName.normalize('NFC'), position: p.position.normalize('NFC') })),
          );
        },
      ),
    );
  });

  it('never fails in a way that was not thought of', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const file = Buffer.concat([Buffer.from('Họ và tên;Năm sinh\n'), Buffer.from(bytes)]);
        await readAll(file).catch((error) => expect(error.code).toMatch(/^(import|sheet)\./));
      }),
    );
  });
});
