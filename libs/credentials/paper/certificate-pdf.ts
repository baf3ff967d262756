import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import PDFDocument from 'pdfkit';
import { startOfLocalDay } from '#libs/platform';
import type { PrintedCertificate } from '../certificate.entity.js';
import { collect, registerFaces } from './faces.js';
import { PAGE, paperModel, type Face } from './paper-model.js';

const require = createRequire(import.meta.url);
const svgToPdf = require('svg-to-pdfkit') as (
  doc: PDFKit.PDFDocument,
  svg: string,
  x: number,
  y: number,
  options: { width: number; height: number; assumePt: boolean; fontCallback: (family: string) => string },
) => void;

const template = Handlebars.compile(
  readFileSync(join(dirname(fileURLToPath(import.meta.url)), '../templates/certificate.svg.hbs'), 'utf8'),
  { strict: true },
);

/**
 * The paper: A4 landscape, real text in embedded fonts, everything drawn as vectors. The same certificate gives the same
 * bytes. `verifyUrl` ends in the code; its QR stands on the paper.
 */
export async function certificatePdf(printed: PrintedCertificate, verifyUrl: string): Promise<Buffer> {
  const doc = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    lang: 'vi-VN',
    displayTitle: true,
    info: {
      Title: `${printed.heading}: ${printed.courseTitle} (${printed.code})`,
      Author: printed.issuer.join(', '),
      Subject: printed.fullName,
      Keywords: printed.code,
      CreationDate: startOfLocalDay(printed.issuedOn),
      ModDate: startOfLocalDay(printed.issuedOn),
    },
  });
  const bytes = collect(doc);
  registerFaces(doc);
  const measure = (face: Face) => (text: string) => doc.font(face).fontSize(1).widthOfString(text);
  svgToPdf(doc, template(paperModel(printed, verifyUrl, measure)), 0, 0, {
    ...PAGE,
    assumePt: true,
    fontCallback: (family) => family,
  });
  doc.end();
  return bytes;
}
