import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { NestFactory } from '@nestjs/core';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { JobRunner, PlatformModule, RuntimeConfig, localDay, readConfig } from '#libs/platform';
import { RosterImports, RostersModule, type OutcomeCounts } from '#libs/rosters';

export interface RosterWork {
  databaseUrl: string;
  /** The file, as a unit would send it. */
  path: string;
  unitId: string;
  /** Who manages it. */
  personId: string;
}

export interface RosterResult {
  counts: OutcomeCounts;
  stageSeconds: number;
  applySeconds: number;
  undoSeconds: number;
  /** Of this process, until it was applied; the database's is not in it. */
  cpuSeconds: number;
  /** Resident memory of the whole process at its highest, until it was applied. */
  peak: number;
}

@Module({})
class RosterBench {
  static forRoot(config: RuntimeConfig): DynamicModule {
    return { module: RosterBench, imports: [PlatformModule.forRoot(config, 4), RostersModule] };
  }
}

/** Takes a roster file in, applies it and takes it back, in a process of its own whose memory is watched. */
process.on('message', async (work: RosterWork) => {
  const folder = mkdtempSync(`${tmpdir()}/hvs-bench-`);
  const config = readConfig(RuntimeConfig, {});
  Object.assign(config, { databaseUrl: work.databaseUrl, dataDir: folder });
  const app = await NestFactory.createApplicationContext(RosterBench.forRoot(config), { logger: ['error', 'warn'] });
  try {
    process.send!(
      await measure(app.get(RosterImports, { strict: false }), app.get(JobRunner, { strict: false }), work),
    );
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

async function measure(imports: RosterImports, jobs: JobRunner, work: RosterWork): Promise<RosterResult> {
  const actor: Actor = {
    personId: work.personId,
    displayName: '',
    accountId: null,
    sessionId: null,
    via: 'session',
    grants: [{ role: 'unit_manager', unitIds: [work.unitId] }],
    origin: { ip: '127.0.0.1', port: 1 },
  };
  let peak = 0;
  const watch = () => (peak = Math.max(peak, process.memoryUsage.rss()));
  const timer = setInterval(watch, 20);
  const cpu = process.cpuUsage();
  const started = performance.now();
  const id = await imports.stage(actor, {
    unitId: work.unitId,
    capacity: 'citizen',
    fileName: 'bench.xlsx',
    file: readFileSync(work.path),
    effectiveOn: localDay(new Date()),
  });
  await jobs.drain();
  const staged = performance.now();
  await imports.apply(actor, id);
  await jobs.drain();
  watch();
  clearInterval(timer);
  const applied = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  const { summary } = await imports.preview(actor, id);
  await imports.undo(actor, id);
  await jobs.drain();
  const undone = performance.now();
  return {
    counts: summary.counts,
    stageSeconds: (staged - started) / 1000,
    applySeconds: (applied - staged) / 1000,
    cpuSeconds: (user + system) / 1e6,
    undoSeconds: (undone - applied) / 1000,
    peak,
  };
}

process.on('SIGTERM', () => process.exit(0));
process.send!('ready');
