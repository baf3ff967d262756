import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import { formatLongDate } from '#libs/platform';
import type { PrintedCertificate } from './certificate.entity.js';

const require = createRequire(import.meta.url);
const SVGtoPDF = require('svg-to-pdfkit') as (doc: PDFKit.PDFDocument, svg: string, x: number, y: number, options: object) => void;

const HERE = dirname(fileURLToPath(import.meta.url));
const FONTS = dirname(require.resolve('@expo-google-fonts/be-vietnam-pro/package.json'));
const font = (weight: string) => join(FONTS, weight, `BeVietnamPro_${weight}.ttf`);
const FACES = { regular: font('400Regular'), medium: font('500Medium'), bold: font('700Bold') };

/** A4 landscape in points. */
const PAGE = { width: 841.89, height: 595.28 };
const NAME = { size: 40, width: 640 };
const TITLE = { size: 25, width: 640 };

const template = Handlebars.compile(readFileSync(join(HERE, 'templates/certificate.svg.hbs'), 'utf8'));

/** The certificate as a PDF: real text with embedded fonts, the code as text and as a QR of its verification address. */
export async function renderCertificate(printed: PrintedCertificate, verifyUrl: string): Promise<Buffer> {
  const doc = new PDFDocument({
    size: [PAGE.width, PAGE.height], margin: 0, lang: 'vi',
    info: { Title: `Giấy chứng nhận ${printed.code}`, Author: 'Học Vụ Số', Subject: printed.courseTitle },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((done, fail) => doc.on('end', done).on('error', fail));
  for (const [name, path] of Object.entries(FACES)) doc.registerFont(name, path);
  const svg = template({
    ...printed,
    nameSize: fit(doc, printed.fullName, 'bold', NAME),
    titleSize: fit(doc, `“${printed.courseTitle}”`, 'medium', TITLE),
    completedOn: formatLongDate(printed.completedOn),
    issuedOn: formatLongDate(printed.issuedOn),
    modules: columns(printed.modules),
    qr: qrPath(verifyUrl),
    verifyHost: verifyUrl.replace(/^https?:\/\//, '').replace(/\/[^/]*$/, ''),
    motif: Array.from({ length: 24 }, (_, i) => ({ x: 57.4 + i * 30.74 })),
  });
  SVGtoPDF(doc, svg, 0, 0, {
    width: PAGE.width, height: PAGE.height, assumePt: true,
    fontCallback: (family: string, bold: boolean) => (bold ? 'bold' : family.includes('medium') ? 'medium' : 'regular'),
  });
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

/** The largest size at which the text fits its line. */
function fit(doc: PDFKit.PDFDocument, text: string, face: keyof typeof FACES, { size, width }: typeof NAME): number {
  const natural = doc.font(face).fontSize(size).widthOfString(text);
  return natural <= width ? size : Math.floor((size * width * 10) / natural) / 10;
}

/** Modules in one line each, at most six; more are counted in the last. */
function columns(modules: string[]): { y: number; text: string }[] {
  const shown = modules.length > 6 ? [...modules.slice(0, 5), `và ${modules.length - 5} mô-đun khác`] : modules;
  return shown.map((text, i) => ({ y: 392 + i * 15, text }));
}

/** The QR's dark squares as one path in units of a module. */
function qrPath(text: string): { path: string; scale: string } {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let y = 0; y < modules.size; y += 1) {
    for (let x = 0; x < modules.size; x += 1) if (modules.get(y, x)) path += `M${x} ${y}h1v1h-1z`;
  }
  return { path, scale: (92 / modules.size).toFixed(4) };
}
