import { describe, expect, it } from '@jest/globals';
import JSZip from 'jszip';
import { readSheet } from './read-sheet.js';
import type { SheetLimits } from './sheet-limits.js';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
const BOOK = `${HEAD}<workbook><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>`;
const RELATIONS = `${HEAD}<Relationships><Relationship Id="rId1" Type="a/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="a/sharedStrings" Target="sharedStrings.xml"/></Relationships>`;
const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;

async function workbook(sheetData: string, more: Record<string, string> = {}): Promise<Buffer> {
  const zip = new JSZip();
  zip.file('xl/workbook.xml', BOOK).file('xl/_rels/workbook.xml.rels', RELATIONS);
  zip.file('xl/worksheets/sheet1.xml', `${HEAD}<worksheet><sheetData>${sheetData}</sheetData></worksheet>`);
  for (const [name, text] of Object.entries(more)) zip.file(name, text);
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

const read = async (bytes: Buffer, limits?: Partial<SheetLimits>) => {
  let rows = 0;
  for await (const _ of readSheet(bytes, limits)) rows += 1;
  return rows;
};

/** Bytes that the read added at its worst. */
async function growth(act: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().rss;
  let worst = before;
  const watch = setInterval(() => (worst = Math.max(worst, process.memoryUsage().rss)), 5);
  await act().finally(() => clearInterval(watch));
  return Math.max(worst, process.memoryUsage().rss) - before;
}

describe('a workbook made to harm', () => {
  it('is read when it means well', async () => {
    expect(await read(await workbook(`<row>${cell('Mai')}</row>`))).toBe(1);
  });

  it('is refused when it unpacks to far more than it is, long before it is unpacked', async () => {
    const bomb = await workbook(`<row>${' '.repeat(100_000_000)}</row>`);
    expect(bomb.length).toBeLessThan(200_000);
    const used = await growth(() =>
      expect(read(bomb)).rejects.toMatchObject({ code: 'sheet.bomb', kind: 'too-large' }),
    );
    expect(used).toBeLessThan(80_000_000);
  });

  it('is refused when it lies about its size', async () => {
    const bomb = await workbook(`<row>${cell('x')}</row>`.repeat(1_500_000));
    // The claimed size of every part in the list of contents becomes 10 bytes.
    for (let at = bomb.indexOf('PK\x01\x02'); at >= 0; at = bomb.indexOf('PK\x01\x02', at + 4))
      bomb.writeUInt32LE(10, at + 24);
    await expect(read(bomb)).rejects.toMatchObject({ code: 'sheet.bomb' });
  });

  it('is refused with one endless text', async () => {
    const noise = Array.from({ length: 400_000 }, (_, i) => (i * 2_654_435_761).toString(36)).join(' ');
    await expect(read(await workbook(`<row>${cell(noise)}</row>`))).rejects.toMatchObject({ code: 'sheet.bomb' });
  });

  it('is refused with too many shared texts', async () => {
    const shared = `${HEAD}<sst>${Array.from({ length: 3000 }, (_, i) => `<si><t>${i * 7919}</t></si>`).join('')}</sst>`;
    const bytes = await workbook(`<row>${cell('Mai')}</row>`, { 'xl/sharedStrings.xml': shared });
    expect(await read(bytes)).toBe(1);
    await expect(read(bytes, { sharedCharacters: 5000 })).rejects.toMatchObject({ code: 'sheet.bomb' });
  });

  it('is refused with entities, which would multiply', async () => {
    const evil = `<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>`;
    const bytes = await workbook('', {
      'xl/worksheets/sheet1.xml': `${HEAD}${evil}<worksheet><sheetData><row>${cell('&b;')}</row></sheetData></worksheet>`,
    });
    await expect(read(bytes)).rejects.toMatchObject({ code: 'sheet.damaged' });
  });

  it('is refused with parts whose names climb out of it', async () => {
    for (const name of ['xl/../../etc/passwd', '/etc/passwd', 'C:/x', 'a\\b']) {
      const zip = new JSZip();
      zip.file(name, 'x', { createFolders: false });
      const bytes = await zip.generateAsync({ type: 'nodebuffer' });
      await expect(read(bytes)).rejects.toMatchObject({ code: 'sheet.bad-path' });
    }
  });

  it('is refused with too many parts', async () => {
    const parts = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`xl/media/${i}.png`, '']));
    await expect(read(await workbook('', parts))).rejects.toMatchObject({ code: 'sheet.bomb' });
  });

  it('is refused with a cell far out, a row out of order, or overlapping merged cells without end', async () => {
    await expect(read(await workbook('<row><c r="XFD1"><v>1</v></c></row>'))).rejects.toMatchObject({
      code: 'sheet.too-many-columns',
    });
    await expect(
      read(await workbook('<row r="5"><c><v>1</v></c></row><row r="5"><c><v>1</v></c></row>')),
    ).rejects.toMatchObject({ code: 'sheet.damaged' });
    const merges = Array.from({ length: 3000 }, (_, i) => `<mergeCell ref="A1:B${i + 2}"/>`).join('');
    await expect(
      read(await workbook(`<row>${cell('x')}</row></sheetData><mergeCells>${merges}</mergeCells><sheetData>`)),
    ).rejects.toMatchObject({
      code: 'sheet.bomb',
    });
  });

  it('is refused when it is cut off, locked, or no workbook', async () => {
    const good = await workbook(`<row>${cell('Mai')}</row>`);
    await expect(read(good.subarray(0, good.length - 30))).rejects.toMatchObject({ code: 'sheet.damaged' });
    const locked = Buffer.from(good);
    locked.writeUInt16LE(1, locked.indexOf('PK\x01\x02') + 8);
    await expect(read(locked)).rejects.toMatchObject({ code: 'sheet.locked' });
    const zip = await new JSZip().file('a.txt', 'x').generateAsync({ type: 'nodebuffer' });
    await expect(read(zip)).rejects.toMatchObject({ code: 'sheet.no-workbook' });
  });
});
