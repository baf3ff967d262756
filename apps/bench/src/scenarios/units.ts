import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import type { Actor } from '#libs/identity';
import { Units } from '#libs/organisation';
import { RuntimeConfig, addDays, migrate, readConfig } from '#libs/platform';
import { ReadUnits } from '#libs/rosters';
import { BenchModule } from '../bench.module.js';
import type { Bench, Line } from '../bench.js';
import { percentile, watch, type Measured } from '../load.js';
import { MEMBERSHIPS, UNITS, communeOf, fillUnits, rootOf } from '../setup/units-world.js';

const GOAL_MS = 50;
const TIMES = 200;
const DATABASE = 'bench_units';
/** Days before and after the reform, in no order. */
const dayOf = (n: number): string => addDays('2024-02-01', (n * 397) % 1000);

/** The trees on any day among 5,000 units and 500,000 memberships: a database of its own in the bench's server. */
export async function unitTrees(bench: Bench): Promise<Line[]> {
  const url = await ensureDatabase(bench.databaseUrl);
  await migrate(url);
  await fillUnits(url);
  const config = Object.assign(readConfig(RuntimeConfig, {}), { databaseUrl: url, dataDir: bench.options.folder });
  const app = await NestFactory.createApplicationContext(BenchModule.forRoot(config), { logger: ['error'] });
  try {
    const units = app.get(Units, { strict: false });
    const read = app.get(ReadUnits, { strict: false });
    const roots = [rootOf('territory'), rootOf('state'), rootOf('party')];
    const subtree = await measure(bench, (n) => units.subtreeIds(roots, dayOf(n)));
    const commune = await measure(bench, (n) => read.page(editor(roots), communeOf(1 + (n % 38)), dayOf(n)));
    const started = performance.now();
    await read.page(editor(roots), roots[0]!, dayOf(1));
    const province = Math.round(performance.now() - started);
    return [
      line(`Cây con của cả ${UNITS} đơn vị, ngày bất kỳ`, subtree, `${TIMES} ngày khác nhau, lần lượt`),
      line(
        'Trang của một xã với số người bên dưới, ngày bất kỳ',
        commune,
        `trong ${MEMBERSHIPS} dòng danh sách, cả bảy câu lệnh của trang; trang của cả tỉnh mất ${province} ms`,
      ),
    ];
  } finally {
    await app.close();
  }
}

async function ensureDatabase(serverUrl: string): Promise<string> {
  const client = new pg.Client(serverUrl);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (!rowCount) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${DATABASE}`;
  return url.toString();
}

async function measure(bench: Bench, ask: (n: number) => Promise<unknown>): Promise<Measured> {
  for (let n = 0; n < 10; n += 1) await ask(n);
  const times: number[] = [];
  const { server, database } = await watch({ serverPid: process.pid, postmaster: bench.postmaster }, async () => {
    for (let n = 0; n < TIMES; n += 1) {
      const started = performance.now();
      await ask(n);
      times.push(performance.now() - started);
    }
  });
  return {
    rate: 1000 / (times.reduce((sum, time) => sum + time, 0) / TIMES),
    serverCpu: server / TIMES,
    databaseCpu: database / TIMES,
    p50: percentile(times, 50),
    p99: percentile(times, 99),
  };
}

const line = (what: string, measured: Measured, note: string): Line => ({
  what,
  measured,
  yardstick: null,
  yardstickName: '',
  note,
  mark: `< ${GOAL_MS} ms (p99)`,
  reached: `${measured.p99.toFixed(1)} ms`,
  holds: measured.p99 < GOAL_MS,
});

/** Somebody who may edit everything; only the ids count. */
const editor = (unitIds: string[]): Actor => ({
  personId: '20000000-0000-4000-8000-000000000000',
  displayName: '',
  accountId: null,
  sessionId: null,
  via: 'session',
  grants: [{ role: 'administrator', unitIds }],
  origin: {},
});
