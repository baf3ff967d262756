import { STYLE, type Style } from './styles.js';
import { XML_HEAD, cellText, columnName, xml } from './xml.js';
import type { ZipFile } from './zip-file.js';

/** Numbers are written as numbers, everything else as text: no cell is ever a formula, whatever it begins with. */
export type SheetCell = [value: string | number | null, style: Style];

export interface SheetSetup {
  /** Widths in characters. */
  widths: number[];
  /** Rows above this one stay in view; 0 for none. */
  frozenRows: number;
  /** Columns before this one stay in view; 0 for none. */
  frozenColumns?: number;
  /** Printed at the left of the page's head; '' for none. */
  printTitle?: string;
  /** Printed in bold at the right of the page's head; '' for none. */
  printHead: string;
  printFoot: string;
  hasTable: boolean;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Points. */
const LINE = 15.75;
/** Texts that run over the cells to their right instead of wrapping. */
const LONE_LINE: Partial<Record<Style, number>> = { title: 21, draft: 18, heading: 17 };
/** A column's width is counted in digits, and letters are a little narrower. */
const LETTERS_PER_WIDTH = 1.05;

/** Writes one worksheet row by row; a row once written is held nowhere. */
export class SheetWriter {
  private readonly names: string[];
  rows = 0;

  private constructor(
    private readonly zip: ZipFile,
    private readonly setup: SheetSetup,
  ) {
    this.names = setup.widths.map((_, i) => columnName(i));
  }

  static async begin(zip: ZipFile, entry: string, setup: SheetSetup): Promise<SheetWriter> {
    await zip.begin(entry);
    const columns = setup.widths.map(
      (width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`,
    );
    await zip.write(
      `${XML_HEAD}<worksheet xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
        `<sheetViews><sheetView showGridLines="0" workbookViewId="0">${pane(setup)}</sheetView></sheetViews>` +
        `<sheetFormatPr defaultRowHeight="15.75"/><cols>${columns.join('')}</cols><sheetData>`,
    );
    return new SheetWriter(zip, setup);
  }

  /** `height` in points; without one it is made to fit the texts. */
  row(cells: SheetCell[], height = this.heightOf(cells)): Promise<void> | void {
    this.rows += 1;
    const number = this.rows;
    let text = `<row r="${number}" ht="${height}" customHeight="1">`;
    for (let i = 0; i < cells.length; i += 1) {
      const [value, style] = cells[i];
      const place = `<c r="${this.names[i]}${number}" s="${STYLE[style]}"`;
      if (value === null) text += `${place}/>`;
      else if (typeof value === 'number') text += `${place}><v>${value}</v></c>`;
      else text += `${place} t="inlineStr"><is><t xml:space="preserve">${cellText(value)}</t></is></c>`;
    }
    return this.zip.write(`${text}</row>`);
  }

  /** Not every program measures wrapped text when it opens a file, so that it is estimated here. */
  private heightOf(cells: SheetCell[]): number {
    let height = LINE;
    for (let i = 0; i < cells.length; i += 1) {
      const [value, style] = cells[i];
      const lone = LONE_LINE[style];
      if (lone) height = Math.max(height, lone);
      else if (typeof value === 'string' && style !== 'plain') {
        height = Math.max(height, LINE * lineCount(value, this.setup.widths[i] * LETTERS_PER_WIDTH));
      }
    }
    return height;
  }

  async end(): Promise<void> {
    const { printTitle = '', printHead, printFoot, hasTable } = this.setup;
    const head = `${printTitle && `&amp;L${printed(printTitle)}`}${printHead && `&amp;R&amp;B${printed(printHead)}`}`;
    await this.zip.write(
      '</sheetData><printOptions horizontalCentered="1"/>' +
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>' +
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>' +
        `<headerFooter>${head && `<oddHeader>${head}</oddHeader>`}` +
        `<oddFooter>&amp;L${printed(printFoot)}&amp;R&amp;P/&amp;N</oddFooter></headerFooter>` +
        `${hasTable ? '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>' : ''}</worksheet>`,
    );
  }
}

function pane({ frozenRows: rows, frozenColumns: columns = 0 }: SheetSetup): string {
  if (!rows && !columns) return '';
  const split = `${columns ? ` xSplit="${columns}"` : ''}${rows ? ` ySplit="${rows}"` : ''}`;
  const active = columns && rows ? 'bottomRight' : columns ? 'topRight' : 'bottomLeft';
  return `<pane${split} topLeftCell="${columnName(columns)}${rows + 1}" activePane="${active}" state="frozen"/>`;
}

/** In a page's head and foot `&` begins a code; doubled it is itself. */
const printed = (text: string): string => xml(text.replaceAll('&', '&&'));

function lineCount(text: string, lettersPerLine: number): number {
  if (text.length <= lettersPerLine && !text.includes('\n')) return 1;
  return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / lettersPerLine)), 0);
}
