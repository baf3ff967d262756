import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import type { PrintedCertificate } from '../certificate.entity.js';
import { registerFaces } from './faces.js';
import { GROUND, PAGE, paperModel, type Face } from './paper-model.js';

const require = createRequire(import.meta.url);
const svgToPdf = require('svg-to-pdfkit') as (
  doc: PDFKit.PDFDocument,
  svg: string,
  x: number,
  y: number,
  options: { width: number; height: number; assumePt: boolean; fontCallback: (family: string) => string },
) => void;

const template = compile('certificate.svg.hbs');
const ground = compile('certificate-ground.svg.hbs');

function compile(name: string) {
  const path = join(dirname(fileURLToPath(import.meta.url)), '../templates', name);
  return Handlebars.compile(readFileSync(path, 'utf8'), { strict: true });
}

/** What pdfkit's types do not tell: a page's content is a reference, and its dictionary may name several. */
interface Content {
  end(): void;
}
interface Innards {
  ref(data: object): Content;
  addContent(operators: string): void;
  page: { content: Content; dictionary: { data: { Contents: Content | Content[] } } };
}

/** Certificates drawn on pages of one document. The woven ground is drawn once, however many pages stand on it. */
export class CertificatePages {
  private ground: Content | null = null;
  private readonly innards: Innards;

  constructor(private readonly doc: PDFKit.PDFDocument) {
    registerFaces(doc);
    this.innards = doc as unknown as Innards;
  }

  /** On the document's current page. */
  draw(printed: PrintedCertificate, verifyUrl: string): void {
    const { page } = this.innards;
    this.ground ??= this.drawGround();
    page.dictionary.data.Contents = [this.ground, page.content];
    this.drawSvg(template(paperModel(printed, verifyUrl, this.measure)));
  }

  /** A content of its own, with pdfkit's way up. It paints in plain colours, so it needs nothing that a page must hold. */
  private drawGround(): Content {
    const { page } = this.innards;
    const own = page.content;
    const content = this.innards.ref({});
    page.content = content;
    this.innards.addContent(`q 1 0 0 -1 0 ${PAGE.height} cm`);
    this.drawSvg(ground(GROUND));
    this.innards.addContent('Q');
    page.content = own;
    content.end();
    return content;
  }

  private drawSvg(svg: string): void {
    svgToPdf(this.doc, svg, 0, 0, { ...PAGE, assumePt: true, fontCallback: (family) => family });
  }

  private readonly measure = (face: Face) => (text: string) => this.doc.font(face).fontSize(1).widthOfString(text);
}
