import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Line } from './bench.js';
import type { Measured } from './load.js';
import type { BenchOptions } from './options.js';

const DOCUMENT = fileURLToPath(new URL('../../../../docs/performance.md', import.meta.url));
const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

/** The tables of a run, with the machine they were made on. */
export function markdown(lines: Line[], options: BenchOptions, people: number, database: string): string {
  const { model } = cpus()[0]!;
  return [
    `Đo lúc ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC trên ${cpus().length} nhân ${model.trim()}, ` +
      `${(totalmem() / 2 ** 30).toFixed(0)} GiB bộ nhớ, Linux ${release()}, Node ${process.version}, ${database}; ` +
      `${people} người thử, ${options.connections} kết nối, mỗi lượt tải ${options.seconds} giây.`,
    '',
    '| Việc | Mốc | Kết quả | Đạt |',
    '| --- | --- | ---: | --- |',
    ...lines.map(
      ({ what, mark, reached, holds }) => `| ${what} | ${mark} | ${reached} | ${holds ? 'đạt' : '**chưa đạt**'} |`,
    ),
    '',
    '| Việc | Ai trả lời | Yêu cầu/giây | CPU chương trình (ms/yêu cầu) | CPU cơ sở dữ liệu (ms/yêu cầu) | p50 (ms) | p99 (ms) |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...lines.flatMap(({ what, measured, yardstick, yardstickName }) => [
      ...row(what, 'Học Vụ Số', measured),
      ...row(what, yardstickName, yardstick),
    ]),
    '',
    ...lines.map(({ what, note }) => `- ${what}: ${note}.`),
  ].join('\n');
}

function row(what: string, who: string, measured: Measured | null): string[] {
  if (!measured) return [];
  const { rate, serverCpu, databaseCpu, p50, p99 } = measured;
  const cells = [
    rate.toFixed(rate < 100 ? 1 : 0),
    serverCpu.toFixed(3),
    databaseCpu.toFixed(3),
    p50.toFixed(1),
    p99.toFixed(1),
  ];
  return [`| ${what} | ${who} | ${cells.join(' | ')} |`];
}

/** Puts the tables between the document's two marks; what people wrote around them stays. */
export function writeDocument(text: string): void {
  const document = readFileSync(DOCUMENT, 'utf8');
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${DOCUMENT}: thiếu ${BEGIN} hoặc ${END}.`);
  writeFileSync(DOCUMENT, `${document.slice(0, begin)}${BEGIN}\n\n${text}\n\n${document.slice(end)}`);
}
