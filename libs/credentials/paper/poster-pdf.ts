import PDFDocument from 'pdfkit';
import { posterTexts } from '../poster-texts.vi.js';
import { weaveFrame } from './brocade.js';
import { collect, registerFaces } from './faces.js';
import { qrPath } from './qr-path.js';

export const POSTER_SIZES = ['a4', 'a3'] as const;
export type PosterSize = (typeof POSTER_SIZES)[number];

export interface PosterContent {
  /** Above the title: the course of a module, or nothing. */
  above: string;
  title: string;
  summary: string;
  /** Where the QR leads. */
  url: string;
}

/** A4 portrait in points; A3 is the same drawing, larger by the root of two. */
const PAGE = { width: 595.28, height: 841.89 };
const ENLARGED: Record<PosterSize, number> = { a4: 1, a3: Math.SQRT2 };
const FRAME = { x: 24, y: 24, width: PAGE.width - 48, height: PAGE.height - 48, band: 15.75, across: 17, down: 25 };
const WEAVE = weaveFrame(FRAME);
const INSIDE = { x: 64, width: PAGE.width - 128 };
const QR = { side: 300, top: 340 };
const ADDRESS = { largest: 17, oneLine: 14 };
const [TEAL, GOLD, INK, SOFT] = ['#0b5d57', '#c0923a', '#1c2a2b', '#50605f'];
const CENTRED = { align: 'center', width: INSIDE.width } as const;

/** A sheet for a wall: what is learned, and a QR that leads there. The same content gives the same bytes. */
export async function posterPdf(content: PosterContent, size: PosterSize): Promise<Buffer> {
  const scale = ENLARGED[size];
  const day = new Date(0);
  const doc = new PDFDocument({
    size: [PAGE.width * scale, PAGE.height * scale],
    margin: 0,
    lang: 'vi-VN',
    displayTitle: true,
    info: { Title: content.title, Author: posterTexts.issuer, CreationDate: day, ModDate: day },
  });
  const bytes = collect(doc);
  registerFaces(doc);
  doc.scale(scale);
  doc.path(WEAVE.gold).fill(GOLD).path(WEAVE.teal).fill(TEAL);
  drawHead(doc, content);
  drawCode(doc, content.url);
  doc.font('semibold').fontSize(17).fillColor(TEAL).text(posterTexts.motto, INSIDE.x, 764, CENTRED);
  doc.end();
  return bytes;
}

function drawHead(doc: PDFKit.PDFDocument, { above, title, summary }: PosterContent): void {
  doc.font('medium').fontSize(12).fillColor(SOFT).text(posterTexts.issuer, INSIDE.x, 66, CENTRED);
  if (above)
    doc
      .font('medium')
      .fontSize(15)
      .fillColor('#8a6420')
      .text(above, INSIDE.x, 96, { ...CENTRED, height: 40 });
  doc.fillColor(TEAL);
  fitted(doc, 'bold', title, { top: 126, bottom: 240, largest: 40 });
  doc.fillColor(INK);
  fitted(doc, 'regular', summary, { top: 252, bottom: QR.top - 16, largest: 16 });
}

/** The largest size at which the text fits its height, in the middle of it, in lines as even as it allows. */
function fitted(
  doc: PDFKit.PDFDocument,
  face: string,
  text: string,
  { top, bottom, largest }: { top: number; bottom: number; largest: number },
): void {
  doc.font(face);
  let size = largest;
  while (size > 8 && doc.fontSize(size).heightOfString(text, CENTRED) > bottom - top) size -= 0.5;
  const height = doc.fontSize(size).heightOfString(text, CENTRED);
  const width = evenWidth(doc, text, height);
  const left = INSIDE.x + (INSIDE.width - width) / 2;
  doc.text(text, left, top + Math.max(0, (bottom - top - height) / 2), { ...CENTRED, width });
}

/** The narrowest column in which the text takes no line more: so that no word stands alone at the end. */
function evenWidth(doc: PDFKit.PDFDocument, text: string, height: number): number {
  let [enough, little] = [INSIDE.width, 0];
  while (enough - little > 2) {
    const width = (enough + little) / 2;
    if (doc.heightOfString(text, { ...CENTRED, width }) <= height) enough = width;
    else little = width;
  }
  return enough;
}

function drawCode(doc: PDFKit.PDFDocument, url: string): void {
  const { path, size } = qrPath(url);
  const left = (PAGE.width - QR.side) / 2;
  doc
    .save()
    .translate(left, QR.top)
    .scale(QR.side / size)
    .path(path)
    .fill('#000')
    .restore();
  doc
    .font('medium')
    .fontSize(14)
    .fillColor(SOFT)
    .text(posterTexts.scan, INSIDE.x, QR.top + QR.side + 14, CENTRED);
  doc.fillColor(INK);
  drawAddress(doc, url.replace(/^https?:\/\//, ''));
  doc.font('regular').fontSize(13).fillColor(SOFT).text(posterTexts.promise, INSIDE.x, 734, CENTRED);
}

/** Large enough to be typed from: a long one takes two lines, broken at its last slash, where no hyphen is in doubt. */
function drawAddress(doc: PDFKit.PDFDocument, address: string): void {
  const top = QR.top + QR.side + 36;
  const long = doc.font('semibold').fontSize(ADDRESS.oneLine).widthOfString(address) > INSIDE.width;
  const lines = long ? address.replace(/[^/]+$/, '\n$&') : address;
  fitted(doc, 'semibold', lines, { top, bottom: top + (long ? 46 : 26), largest: ADDRESS.largest });
}
