/** For spreadsheets that open it on a double click: UTF-8 with BOM, semicolons, nothing that would run as a formula. */
export function csvOf(lines: string[][]): Buffer {
  return Buffer.from(`\ufeff${lines.map((line) => line.map(cell).join(';')).join('\r\n')}\r\n`, 'utf8');
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
