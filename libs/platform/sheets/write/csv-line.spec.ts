import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvCell, csvLine, decimal } from './csv-line.js';

const FORMULA_START = /^\s*[=+\-@＝＋－＠]/;

describe('a line of CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', ' =1', '＝1', '\u00a0=1'])(
    'takes %j for no formula',
    (text) => {
      expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/);
    },
  );

  it('leaves texts that begin otherwise as they are', () => {
    expect(csvLine(['Xã Bình Lư', '2025 - 2026', "a'b", 5, -3, null])).toBe("Xã Bình Lư;2025 - 2026;a'b;5;-3;\r\n");
  });

  it('quotes what separates cells here or for a spreadsheet of another language', () => {
    expect(csvCell('a;b')).toBe('"a;b"');
    expect(csvCell('a,b')).toBe('"a,b"');
    expect(csvCell('nói "thế"')).toBe('"nói ""thế"""');
    expect(csvCell('a,=1+1')).toBe(`"a,'=1+1"`);
  });

  it('is read back cell by cell, and no cell begins a formula, with whichever separator it is read', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('=', '+', '-', '@', '"', ';', ',', '\t', '\r', '\n', ' ', 'a', "'", '1'),
    });
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 5 }), (cells) => {
        const [row] = parse(csvLine(cells), {
          delimiter: ';',
          record_delimiter: '\r\n',
          relax_column_count: true,
        }) as string[][];
        expect(row).toHaveLength(cells.length);
        row.forEach((cell, i) => {
          expect(cell).not.toMatch(FORMULA_START);
          expect(cell.replaceAll("'", '')).toBe(cells[i].replaceAll("'", ''));
        });
        for (const other of [',', '\t']) {
          for (const piece of csvLine(cells).trim().split(other))
            expect(piece.replace(/^"+/, '')).not.toMatch(/^[=+\-@]/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('writes rates with a comma', () => {
    expect([975, 1000, 0, 9, 1005].map(decimal)).toEqual(['97,5', '100,0', '0,0', '0,9', '100,5']);
  });
});
