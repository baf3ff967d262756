import { PLAIN, lookOf, type NumberLook } from './number-text.js';
import { refuseSheet, sheetTooLarge, type SheetLimits } from './sheet-limits.js';
import { XmlReader } from './xml-reader.js';
import type { ZipArchive } from './zip-archive.js';

export interface Workbook {
  /** Those that are not hidden, in their order; at least one. */
  sheets: { name: string; path: string }[];
  from1904: boolean;
  /** By the number of a cell's style. */
  looks: NumberLook[];
  sharedTexts: string[];
}

const BOOK = 'xl/workbook.xml';

/** Everything but the sheet itself. */
export async function readWorkbook(archive: ZipArchive, limits: SheetLimits): Promise<Workbook> {
  if (!archive.has(BOOK)) throw refuseSheet('sheet.no-workbook');
  const targets = await readTargets(archive);
  const sheets: Workbook['sheets'] = [];
  let from1904 = false;
  await XmlReader.readAll(archive.text(BOOK), {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      const path = name === 'sheet' && targets.get(relationOf(attributes) ?? '')?.path;
      if (path && archive.has(path) && !/hidden/i.test(attributes.state ?? ''))
        sheets.push({ name: attributes.name ?? '', path });
    },
  });
  if (sheets.length === 0) throw refuseSheet('sheet.no-workbook');
  const part = (type: string) => [...targets.values()].find((target) => target.type.endsWith(`/${type}`))?.path;
  return {
    sheets,
    from1904,
    looks: await readLooks(archive, part('styles')),
    sharedTexts: await readSharedTexts(archive, part('sharedStrings'), limits),
  };
}

const relationOf = (attributes: Record<string, string>): string | undefined =>
  Object.entries(attributes).find(([name]) => /^[^:]+:id$/.test(name))?.[1];

async function readTargets(archive: ZipArchive): Promise<Map<string, { path: string; type: string }>> {
  const targets = new Map<string, { path: string; type: string }>();
  await XmlReader.readAll(archive.text('xl/_rels/workbook.xml.rels'), {
    open: (name, { Id, Target = '', Type = '' }) => {
      if (name !== 'Relationship' || !Id) return;
      targets.set(Id, { path: Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`, type: Type });
    },
  });
  return targets;
}

async function readLooks(archive: ZipArchive, path: string | undefined): Promise<NumberLook[]> {
  if (!path || !archive.has(path)) return [];
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let inCells = false;
  await XmlReader.readAll(archive.text(path), {
    open: (name, { numFmtId, formatCode }) => {
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) ids.push(Number(numFmtId ?? 0));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return ids.map((id) => (codes.has(id) || id > 0 ? lookOf(id, codes.get(id) ?? null) : PLAIN));
}

async function readSharedTexts(archive: ZipArchive, path: string | undefined, limits: SheetLimits): Promise<string[]> {
  if (!path || !archive.has(path)) return [];
  const texts: string[] = [];
  const rich = new RichText();
  let characters = 0;
  await XmlReader.readAll(archive.text(path), {
    open: (name) => {
      if (name === 'si') rich.start();
      else rich.open(name);
    },
    text: (text) => rich.text(text),
    close: (name) => {
      rich.close(name);
      if (name !== 'si') return;
      characters += rich.value.length + 1;
      if (characters > limits.sharedCharacters) throw sheetTooLarge('sheet.bomb');
      texts.push(rich.value);
    },
  });
  return texts;
}

/** The text of a cell or of a shared text: its runs, without the readings that East Asian texts carry. */
export class RichText {
  value = '';
  private taking = false;
  private reading = false;

  start(): void {
    this.value = '';
    this.taking = this.reading = false;
  }

  open(name: string): void {
    if (name === 'rPh') this.reading = true;
    if (name === 't' && !this.reading) this.taking = true;
  }

  text(text: string): void {
    if (this.taking) this.value += text;
  }

  close(name: string): void {
    if (name === 't') this.taking = false;
    if (name === 'rPh') this.reading = false;
    // Excel writes control characters as their code.
    if (name === 't' && this.value.includes('_x'))
      this.value = this.value.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      );
  }
}
