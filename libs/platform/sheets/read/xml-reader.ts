import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { refuseSheet, sheetTooLarge } from './sheet-limits.js';

export interface XmlHandler {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Feeds a part of a workbook to a handler. Names come without their prefix, because programs differ in it. A document
 * type is refused: workbooks have none, and entities are how small files grow large.
 */
export class XmlReader {
  private readonly parser = new SaxesParser({ xmlns: false, position: false });
  /** Characters since the last tag. */
  private pending = 0;

  constructor(handler: XmlHandler) {
    const refuse = () => {
      throw refuseSheet('sheet.damaged');
    };
    this.parser.on('error', refuse);
    this.parser.on('doctype', refuse);
    this.parser.on('opentag', (tag: SaxesTagPlain) => {
      this.pending = 0;
      handler.open?.(localName(tag.name), tag.attributes);
    });
    this.parser.on('closetag', (tag: SaxesTagPlain) => {
      this.pending = 0;
      handler.close?.(localName(tag.name));
    });
    if (handler.text) this.parser.on('text', (text) => handler.text!(text));
  }

  static async readAll(pieces: AsyncIterable<string>, handler: XmlHandler): Promise<void> {
    const reader = new XmlReader(handler);
    for await (const piece of pieces) reader.write(piece);
    reader.end();
  }

  write(piece: string): void {
    this.parser.write(piece);
    this.pending += piece.length;
    if (this.pending > LONGEST_TEXT) throw sheetTooLarge('sheet.bomb');
  }

  end(): void {
    this.parser.close();
  }
}

/** The parser keeps a text until it ends. */
const LONGEST_TEXT = 1_000_000;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
