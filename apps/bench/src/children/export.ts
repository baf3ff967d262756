import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFiguresCsv, writeXlsx } from '#libs/reporting';
import { madeUpRows, madeUpSource } from '../setup/made-up-figures.js';

export interface ExportResult {
  rows: number;
  seconds: number;
  cpuMs: number;
  /** Bytes by which the process's resident memory rose above what it was before, at its highest. */
  growth: number;
}

const WRITERS = { xlsx: writeXlsx, csv: writeFiguresCsv };

/** Writes a file of many rows in a process of its own and watches that process's memory. */
process.on('message', async ({ format, rows }: { format: keyof typeof WRITERS; rows: number }) => {
  const folder = mkdtempSync(join(tmpdir(), 'hvs-bench-'));
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = () => (peak = Math.max(peak, process.memoryUsage.rss()));
  const timer = setInterval(watch, 20);
  const cpu = process.cpuUsage();
  const started = performance.now();
  await WRITERS[format](join(folder, `figures.${format}`), madeUpSource(), () => madeUpRows(rows));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  watch();
  clearInterval(timer);
  rmSync(folder, { recursive: true, force: true });
  process.send!({ rows, seconds, cpuMs: (user + system) / 1000, growth: peak - before } satisfies ExportResult);
});
process.on('SIGTERM', () => process.exit(0));
process.send!('ready');
