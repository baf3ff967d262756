/** What XML 1.0 cannot hold: control characters, lone surrogates, U+FFFE and U+FFFF. */
const ILLEGAL =
  // oxlint-disable-next-line no-control-regex -- control characters are what is removed
  /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function xml(text: string): string {
  return text.replace(ILLEGAL, '').replace(/[&<>"]/g, (sign) => ENTITIES[sign]);
}

/** A cell's text: Excel reads `_x0041_` as a character's code, so that what only looks like one is escaped. */
export function cellText(text: string): string {
  return xml(text.replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x'));
}

/** 0 is A, 26 is AA. */
export function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
