import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { RuntimeConfig, StartupError, readConfig } from '#libs/platform';
import { BenchModule } from './bench.module.js';
import type { Bench, Line } from './bench.js';
import { Child } from './children/child.js';
import { startWeb } from './children/web.js';
import { postmasterPid } from './cpu.js';
import { demoPeople, startDatabase } from './database.js';
import { readOptions, type BenchOptions } from './options.js';
import { markdown, writeDocument } from './report.js';
import { certificatePrint } from './scenarios/certificates.js';
import { exports } from './scenarios/export.js';
import { campaignFigures } from './scenarios/figures.js';
import { lessonPages } from './scenarios/pages.js';
import { personSearch } from './scenarios/search.js';
import { signIns } from './scenarios/sign-in.js';
import { rosterImport } from './scenarios/roster.js';
import { quizSubmission } from './scenarios/submission.js';
import { unitTrees } from './scenarios/units.js';
import { lessonToMeasure } from './setup/lesson.js';

/** Everything that was started is stopped, in reverse order, however the run ends. */
const stops: (() => Promise<unknown>)[] = [];

async function run(options: BenchOptions): Promise<void> {
  const bench = await setUp(options);
  const module = await lessonToMeasure(bench.app);
  const lines: Line[] = [];
  const scenarios = {
    pages: () => lessonPages(bench, module),
    submission: () => quizSubmission(bench, module),
    'sign-in': () => signIns(bench, module),
    figures: () => campaignFigures(bench),
    export: () => exports(bench),
    units: () => unitTrees(bench),
    roster: () => rosterImport(bench),
    search: () => personSearch(bench),
    certificates: () => certificatePrint(bench),
  };
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (options.only && options.only !== name) continue;
    for (const line of [await scenario()].flat()) {
      process.stderr.write(`${line.what}: ${line.reached} (mốc ${line.mark})\n`);
      lines.push(line);
    }
  }
  const [{ version }] = await bench.app.get(DataSource).query(`SELECT current_setting('server_version') AS version`);
  const text = markdown(lines, options, await demoPeople(bench.databaseUrl), `PostgreSQL ${version}`);
  process.stdout.write(`${text}\n`);
  if (options.write) writeDocument(text);
}

async function setUp(options: BenchOptions): Promise<Bench> {
  const database = await startDatabase(options);
  stops.push(() => database.stop());
  const config = readConfig(RuntimeConfig, {});
  Object.assign(config, { databaseUrl: database.url(), dataDir: options.folder });
  const app = await NestFactory.createApplicationContext(BenchModule.forRoot(config), { logger: ['error'] });
  stops.push(() => app.close());
  const { web, webUrl } = await startWeb(database.url(), options);
  stops.push(() => web.stop());
  const bare = await Child.start('bench/src/bare-server.js');
  stops.push(() => bare.stop());
  return { options, app, databaseUrl: database.url(), postmaster: postmasterPid(options.folder), web, webUrl, bare };
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(130)));
}
try {
  await run(readOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof StartupError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
} finally {
  await stopAll();
}

async function stopAll(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop().catch(() => undefined);
}
