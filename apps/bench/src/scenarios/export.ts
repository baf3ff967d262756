import type { Bench, Line } from '../bench.js';
import { Child } from '../children/child.js';
import type { ExportResult } from '../children/export.js';

const GOAL_BYTES = 200_000_000;

/** Files of many rows, each written by a program of its own whose memory is watched. */
export async function exports({ options }: Bench): Promise<Line[]> {
  const lines: Line[] = [];
  for (const format of ['xlsx', 'csv']) lines.push(await exportLine(format, options.exportRows));
  return lines;
}

async function exportLine(format: string, rows: number): Promise<Line> {
  const child = await Child.start('bench/src/children/export.js');
  try {
    const result = await child.ask<ExportResult>({ format, rows });
    const rate = Math.round(result.rows / result.seconds);
    return {
      what: `Xuất ${format.toUpperCase()}, ${rows} dòng`,
      measured: null,
      yardstick: null,
      yardstickName: '',
      note: `${rate} dòng/giây, ${(result.cpuMs / result.rows).toFixed(3)} ms CPU mỗi dòng, ${result.seconds.toFixed(1)} giây`,
      mark: 'bộ nhớ tăng < 200 MB',
      reached: `${(result.growth / 1e6).toFixed(0)} MB`,
      holds: result.growth < GOAL_BYTES,
    };
  } finally {
    await child.stop();
  }
}
