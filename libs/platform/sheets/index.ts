export { readSheet } from './read/read-sheet.js';
export { SHEET_LIMITS, type SheetLimits, type SheetNotes, type SheetRow } from './read/sheet-limits.js';
export { BYTE_ORDER_MARK, csvLine, decimal, plainText } from './write/csv-line.js';
export { FileSink } from './write/file-sink.js';
export {
  contentTypes,
  coreProperties,
  packageRelations,
  sheetPath,
  sheetRelations,
  tablePath,
  workbookRelations,
  workbookXml,
  type SheetPart,
} from './write/package-parts.js';
export { serialDay } from './write/serial-day.js';
export { SheetWriter, type SheetCell } from './write/sheet-writer.js';
export { STYLES_XML } from './write/styles.js';
export { tableXml } from './write/table.js';
export { writeWorkbook, type PlainSheet } from './write/write-workbook.js';
export { ZipFile } from './write/zip-file.js';
