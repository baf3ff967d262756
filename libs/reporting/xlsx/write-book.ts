import {
  STYLES_XML,
  ZipFile,
  contentTypes,
  coreProperties,
  packageRelations,
  workbookRelations,
  workbookXml,
  type SheetPart,
} from '#libs/platform';
import { workbookTexts } from '../texts.vi.js';

/** Writes what stands around the sheets, and `sheets` itself. A file half written is let go of. */
export async function writeBook(
  path: string,
  { title, at, parts }: { title: string; at: Date; parts: SheetPart[] },
  sheets: (zip: ZipFile) => Promise<void>,
): Promise<void> {
  const zip = new ZipFile(path, at);
  try {
    await zip.add('[Content_Types].xml', contentTypes(parts));
    await zip.add('_rels/.rels', packageRelations());
    await zip.add('docProps/core.xml', coreProperties({ title, creator: workbookTexts.creator, at }));
    await zip.add('xl/workbook.xml', workbookXml(parts));
    await zip.add('xl/_rels/workbook.xml.rels', workbookRelations(parts));
    await zip.add('xl/styles.xml', STYLES_XML);
    await sheets(zip);
    await zip.close();
  } catch (error) {
    zip.abandon();
    throw error;
  }
}
