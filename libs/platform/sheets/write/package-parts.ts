import { XML_HEAD, xml } from './xml.js';

export interface SheetPart {
  name: string;
  /** The row repeated on each printed page; null for none. */
  repeatedRow: number | null;
  /** The number of its table; null for none. */
  table: number | null;
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const CORE = 'application/vnd.openxmlformats-package.core-properties+xml';

export const sheetPath = (number: number): string => `xl/worksheets/sheet${number}.xml`;
export const tablePath = (number: number): string => `xl/tables/table${number}.xml`;

const relations = (items: [type: string, target: string][]): string =>
  `${XML_HEAD}<Relationships xmlns="${PACKAGE}/relationships">${items
    .map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

export function contentTypes(sheets: SheetPart[]): string {
  const parts: [path: string, type: string][] = [
    ['xl/workbook.xml', `${TYPE}.sheet.main+xml`],
    ['xl/styles.xml', `${TYPE}.styles+xml`],
    ['docProps/core.xml', CORE],
    ...sheets.map((_, i): [string, string] => [sheetPath(i + 1), `${TYPE}.worksheet+xml`]),
    ...sheets.flatMap(({ table }): [string, string][] => (table ? [[tablePath(table), `${TYPE}.table+xml`]] : [])),
  ];
  return (
    `${XML_HEAD}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `${parts.map(([path, type]) => `<Override PartName="/${path}" ContentType="${type}"/>`).join('')}</Types>`
  );
}

export const packageRelations = (): string =>
  relations([
    [`${OFFICE}/officeDocument`, 'xl/workbook.xml'],
    [`${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'],
  ]);

export const workbookRelations = (sheets: SheetPart[]): string =>
  relations([
    ...sheets.map((_, i): [string, string] => [`${OFFICE}/worksheet`, `worksheets/sheet${i + 1}.xml`]),
    [`${OFFICE}/styles`, 'styles.xml'],
  ]);

export const sheetRelations = (table: number): string =>
  relations([[`${OFFICE}/table`, `../tables/table${table}.xml`]]);

export function workbookXml(sheets: SheetPart[]): string {
  const named = sheets.map(({ name }, i) => `<sheet name="${xml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
  const titles = sheets.map(({ name, repeatedRow: row }, i) =>
    row
      ? `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">'${xml(name)}'!$${row}:$${row}</definedName>`
      : '',
  );
  return (
    `${XML_HEAD}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}">` +
    `<bookViews><workbookView activeTab="0"/></bookViews><sheets>${named.join('')}</sheets>` +
    `<definedNames>${titles.join('')}</definedNames></workbook>`
  );
}

export function coreProperties(facts: { title: string; creator: string; at: Date }): string {
  const at = facts.at.toISOString().replace(/\.\d+Z$/, 'Z');
  return (
    `${XML_HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${xml(facts.title)}</dc:title><dc:creator>${xml(facts.creator)}</dc:creator>` +
    `<dcterms:created xsi:type="dcterms:W3CDTF">${at}</dcterms:created></cp:coreProperties>`
  );
}
