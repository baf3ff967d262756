import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Face } from './paper-model.js';

const require = createRequire(import.meta.url);
const FONTS = dirname(require.resolve('@expo-google-fonts/be-vietnam-pro/package.json'));
const FACES: Record<Face, string> = {
  regular: '400Regular',
  italic: '400Regular_Italic',
  medium: '500Medium',
  semibold: '600SemiBold',
  bold: '700Bold',
};

const fileOf = (file: string): string => join(FONTS, file, `BeVietnamPro_${file}.ttf`);

/** The faces as files, for a drawer that finds them by family and weight. */
export const FONT_FILES = Object.values(FACES).map(fileOf);

/** The faces that all our papers are set in, under their names. */
export function registerFaces(doc: PDFKit.PDFDocument): void {
  for (const [face, file] of Object.entries(FACES)) {
    doc.registerFont(face, fileOf(file));
  }
}

/** The finished bytes of a document that is about to be drawn. */
export function collect(doc: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((done, fail) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => done(Buffer.concat(chunks)));
    doc.on('error', fail);
  });
}
