import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderAsync } from '@resvg/resvg-js';
import Handlebars from 'handlebars';
import PDFDocument from 'pdfkit';
import { formatLongDate } from '#libs/platform';
import type { PrintedCertificate } from '../certificate.entity.js';
import { weaveFrame } from './brocade.js';
import { CARD } from './card-size.js';
import { FONT_FILES, registerFaces } from './faces.js';
import { fitText, type Line } from './fit-text.js';
import type { Face } from './paper-model.js';

const WEAVE = weaveFrame({ x: 24, y: 24, width: 1152, height: 582, band: 24, across: 24, down: 12 });
const NAME = { size: 68, width: 1010, broken: { smallest: 44, size: 42 } };
const COURSE = { size: 40, width: 1010, broken: { smallest: 30, size: 31 } };

const template = Handlebars.compile(
  readFileSync(join(dirname(fileURLToPath(import.meta.url)), '../templates/card.svg.hbs'), 'utf8'),
  { strict: true },
);

/** The picture that a shared link shows: nothing that the verification page does not show. Drawn off the main thread. */
export async function cardPng(printed: PrintedCertificate): Promise<Buffer> {
  const fit = measurer();
  const svg = template({
    ...printed,
    size: CARD,
    weave: WEAVE,
    name: placed(fit('bold', printed.fullName, NAME), 300, 0.55),
    course: placed(fit('semibold', `“${printed.courseTitle}”`, COURSE), 454, 0.35),
    completedOn: formatLongDate(printed.completedOn),
  });
  const image = await renderAsync(svg, {
    font: { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: 'Be Vietnam Pro' },
  });
  return image.asPng();
}

function measurer() {
  const doc = new PDFDocument({ autoFirstPage: false });
  registerFaces(doc);
  return (face: Face, text: string, line: Line) =>
    fitText(text, (words) => doc.font(face).fontSize(1).widthOfString(words), line);
}

/** One line stands on its base; of two the first is raised above it by a part of their distance. */
function placed({ lines, size }: { lines: string[]; size: number }, base: number, raised: number) {
  const leading = size * 1.2;
  const first = lines.length === 1 ? base : base - leading * raised;
  return { size, lines: lines.map((text, index) => ({ text, y: (first + index * leading).toFixed(1) })) };
}
