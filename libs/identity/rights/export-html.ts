import { formatMoment, formatShortDate, isDay, type ExportSection, type ExportValue } from '#libs/platform';
import { exportTexts } from './export-texts.vi.js';

export const exportNames = exportTexts.files;

/** One page that any browser reads without a network: no script, no address of another place. */
export function exportHtml(sections: ExportSection[], madeAt: Date): string {
  const body = sections.map(sectionHtml).join('\n');
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${exportTexts.title}</title>
<style>body{font-family:sans-serif;margin:1rem auto;max-width:60rem;padding:0 1rem;line-height:1.5}div{overflow-x:auto}table{border-collapse:collapse}
th,td{border:1px solid #888;padding:.3rem .5rem;text-align:left;vertical-align:top}</style></head>
<body><h1>${exportTexts.title}</h1><p>${escape(exportTexts.made(formatMoment(madeAt)))}</p>
${body}
</body></html>
`;
}

function sectionHtml({ title, columns, rows }: ExportSection): string {
  if (rows.length === 0) return `<h2>${escape(title)}</h2><p>${exportTexts.empty}</p>`;
  const head = Object.values(columns).map((heading) => `<th scope="col">${escape(heading)}</th>`);
  const lines = rows.map(
    (row) =>
      `<tr>${Object.keys(columns)
        .map((key) => `<td>${escape(display(row[key]))}</td>`)
        .join('')}</tr>`,
  );
  return `<h2>${escape(title)}</h2><div><table><thead><tr>${head.join('')}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`;
}

/** A value as people write it. */
export function display(value: ExportValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return formatMoment(value);
  if (typeof value === 'boolean') return value ? exportTexts.yes : exportTexts.no;
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' && isDay(value) ? formatShortDate(value) : String(value);
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]);
