import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { figureRow, provinceDocument, reportSource } from '../reporting.fixtures.js';
import { tableTexts } from '../texts.vi.js';
import { writeFiguresCsv } from './write-figures-csv.js';

const words = tableTexts.columns;

describe('figures as CSV', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hvs-csv-'));
  const path = join(folder, 'figures.csv');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const read = () =>
    parse(readFileSync(path, 'utf8'), { delimiter: ';', bom: true, columns: true }) as Record<string, string>[];

  it('holds every number of the document and says which figures they are', async () => {
    const document = provinceDocument();
    const source = reportSource(document);
    await writeFiguresCsv(path, source, () => document.rows);
    const bytes = readFileSync(path);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.toString('utf8').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const all = read();
    const rows = all.filter((row) => !row[words.line].startsWith('trong đó'));
    expect(rows).toHaveLength(document.rows.length);
    expect(all).toHaveLength(document.rows.length + 39);
    const citizens = all.findIndex((row) => row[words.line] === 'Người dân');
    expect(all[citizens + 1]).toMatchObject({
      [words.line]: 'trong đó không là cán bộ, không là đảng viên',
      [words.onRoster]: '7210',
      [words.rate]: '',
    });
    document.rows.forEach((row, i) => {
      const numbers = [words.onRoster, words.notStarted, words.inProgress, words.completed, words.flagged];
      expect(numbers.map((name) => Number(rows[i][name]))).toEqual([
        row.onRoster,
        row.notStarted,
        row.inProgress,
        row.completed,
        row.flagged,
      ]);
      const rate = row.rate.state === 'rate' ? `${Math.floor(row.rate.tenths / 10)},${row.rate.tenths % 10}` : null;
      if (rate) expect(rows[i][words.rate]).toBe(rate);
    });
    expect(rows.at(-1)).toMatchObject({
      [words.asOfDay]: '2026-11-20',
      [words.status]: 'Đã ký xác nhận',
      [words.sha256]: source.sha256,
    });
  });

  it('marks every row of a draft', async () => {
    const document = { ...provinceDocument(), rows: [figureRow({ name: '=HYPERLINK("x")' }), figureRow()] };
    await writeFiguresCsv(path, reportSource(document, { draft: true }), () => document.rows);
    expect(read().map((row) => row[words.status])).toEqual(['DỰ THẢO', 'DỰ THẢO']);
    expect(read()[0][words.name]).toBe(`'=HYPERLINK("x")`);
  });

  it('reports progress, and fails with the rows or the file', async () => {
    const document = provinceDocument();
    const seen: number[] = [];
    async function* many() {
      for (let i = 0; i < 6000; i += 1) yield figureRow({ name: `Bản ${i}` });
    }
    await writeFiguresCsv(path, reportSource(document), many, (rows) => void seen.push(rows));
    expect(seen.length).toBeGreaterThan(1);
    expect(read()).toHaveLength(6000);
    await expect(writeFiguresCsv(join(folder, 'no/such'), reportSource(document), many)).rejects.toThrow('ENOENT');
    const failing = () => {
      throw new Error('gone');
    };
    await expect(writeFiguresCsv(path, reportSource(document), failing)).rejects.toThrow('gone');
  });
});
