import { formatLongDate } from '#libs/platform';
import type { PrintedCertificate } from '../certificate.entity.js';
import { weaveFrame } from './brocade.js';
import { fitText, type Line, type Measure } from './fit-text.js';
import { qrPath } from './qr-path.js';

export type Face = 'regular' | 'italic' | 'medium' | 'semibold' | 'bold';

/** A4 landscape in points. */
export const PAGE = { width: 841.89, height: 595.28 };
const CENTRE = PAGE.width / 2;
const FRAME = { x: 28, y: 28, width: PAGE.width - 56, height: PAGE.height - 56, band: 15.75, across: 26, down: 18 };
const NAME = { size: 40, width: 620, broken: { smallest: 21, size: 21 }, base: 283, middle: 270 };
const COURSE = { size: 24, width: 620, broken: { smallest: 18, size: 16.5 }, base: 361, middle: 357 };
const QR_SIDE = 80;
const LIST = { left: 92, top: 437, bottom: 499, width: 372, gap: 14 };

/** What lies under every certificate. */
export const GROUND = { page: PAGE, weave: weaveFrame(FRAME) };

/** What the template needs to know: texts in the sizes and at the places where they fit. */
export function paperModel(printed: PrintedCertificate, verifyUrl: string, measure: (face: Face) => Measure) {
  const qr = qrPath(verifyUrl);
  const [head, tail] = splitHeading(printed.heading);
  return {
    ...printed,
    page: PAGE,
    centre: CENTRE,
    headingHead: head.toLocaleUpperCase('vi'),
    headingTail: tail.toLocaleUpperCase('vi'),
    name: placed(fitText(printed.fullName, measure('semibold'), NAME), NAME),
    course: placed(fitText(`“${printed.courseTitle}”`, measure('medium'), COURSE), COURSE),
    completedOn: formatLongDate(printed.completedOn),
    issuedOn: formatLongDate(printed.issuedOn),
    moduleLines: moduleLines(printed.modules, measure('regular')),
    qr: { path: qr.path, scale: (QR_SIDE / qr.size).toFixed(4) },
    verifyAddress: verifyUrl.replace(/^https?:\/\//, '').replace(/\/[^/]*$/, ''),
  };
}

/** "Giấy chứng nhận" stands large, the rest below it. */
function splitHeading(heading: string): [string, string] {
  const words = heading.split(' ');
  return [words.slice(0, 3).join(' '), words.slice(3).join(' ')];
}

/** One line stands on its base; two stand around the middle of the same space. */
function placed(
  { lines, size }: { lines: string[]; size: number },
  { base, middle }: { base: number; middle: number },
) {
  const leading = size * 1.22;
  const first = lines.length === 1 ? base : middle + size * 0.35 - leading / 2;
  return { size, lines: lines.map((text, i) => ({ text, y: (first + i * leading).toFixed(1) })) };
}

/** Every module on a line of its own, in two columns when they are many; sizes shrink rather than drop one. */
function moduleLines(modules: string[], measure: Measure) {
  const columns = modules.length > 5 ? 2 : 1;
  const rows = Math.ceil(modules.length / columns);
  const leading = Math.min(15.5, (LIST.bottom - LIST.top) / Math.max(1, rows - 1));
  const width = (LIST.width - LIST.gap * (columns - 1)) / columns - 12;
  const line: Line = { size: Math.min(10.5, leading * 0.8), width };
  return modules.map((text, i) => ({
    text,
    size: fitText(text, measure, line).size,
    x: LIST.left + Math.floor(i / rows) * (width + 12 + LIST.gap),
    y: (LIST.top + (i % rows) * leading).toFixed(1),
  }));
}
