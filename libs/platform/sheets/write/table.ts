import { XML_HEAD, columnName, xml } from './xml.js';

export interface TableFacts {
  /** 1, 2, …; unique in the workbook. */
  id: number;
  /** Letters only. */
  name: string;
  /** The header row; headers are unique and stand in the sheet exactly as here. */
  headerRow: number;
  lastRow: number;
  headers: string[];
}

/** A real table: it filters, sorts, bands its rows and names its columns in formulas. It needs one row at least. */
export function tableXml({ id, name, headerRow, lastRow, headers }: TableFacts): string {
  const ref = `A${headerRow}:${columnName(headers.length - 1)}${Math.max(lastRow, headerRow + 1)}`;
  const columns = headers.map((header, i) => `<tableColumn id="${i + 1}" name="${xml(header)}"/>`);
  return (
    `${XML_HEAD}<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="${id}" name="${name}"` +
    ` displayName="${name}" ref="${ref}" totalsRowShown="0"><autoFilter ref="${ref}"/>` +
    `<tableColumns count="${columns.length}">${columns.join('')}</tableColumns>` +
    '<tableStyleInfo name="TableStyleMedium2" showFirstColumn="0" showLastColumn="0" showRowStripes="1" showColumnStripes="0"/></table>'
  );
}
