import PDFDocument from 'pdfkit';
import { startOfLocalDay } from '#libs/platform';
import type { PrintedCertificate } from '../certificate.entity.js';
import { CertificatePages } from './certificate-pages.js';
import { collect } from './faces.js';
import { PAGE } from './paper-model.js';

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
  new CertificatePages(doc).draw(printed, verifyUrl);
  doc.end();
  return bytes;
}
