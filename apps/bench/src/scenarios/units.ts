import { NestFactory } from '@nestjs/core';
import type { Actor } from '#libs/identity';
import { Units } from '#libs/organisation';
import { RuntimeConfig, addDays, migrate, readConfig } from '#libs/platform';
import { ReadRosters, ReadUnits } from '#libs/rosters';
import { BenchModule } from '../bench.module.js';
import type { Bench, Line } from '../bench.js';
import { ensureDatabase } from '../setup/own-database.js';
import { measureOneByOne, type Measured } from '../load.js';
import { MEMBERSHIPS, UNITS, communeOf, fillUnits, rootOf } from '../setup/units-world.js';

const GOAL_MS = 50;
const TIMES = 200;
/** Days before and after the reform, in no order. */
const dayOf = (n: number): string => addDays('2024-02-01', (n * 397) % 1000);

/** The trees on any day among 5,000 units and 500,000 memberships: a database of its own in the bench's server. */
export async function unitTrees(bench: Bench): Promise<Line[]> {
  const url = await ensureDatabase(bench.databaseUrl, 'bench_units');
  await migrate(url);
  await fillUnits(url);
  const config = Object.assign(readConfig(RuntimeConfig, {}), { databaseUrl: url, dataDir: bench.options.folder });
  const app = await NestFactory.createApplicationContext(BenchModule.forRoot(config), { logger: ['error'] });
  try {
    const units = app.get(Units, { strict: false });
    const read = app.get(ReadUnits, { strict: false });
    const roots = [rootOf('territory'), rootOf('state'), rootOf('party')];
    const subtree = (await measureOneByOne(bench, TIMES, (n) => units.subtreeIds(roots, dayOf(n)))).measured;
    const commune = (
      await measureOneByOne(bench, TIMES, (n) => read.page(editor(roots), communeOf(1 + (n % 38)), dayOf(n)))
    ).measured;
    const started = performance.now();
    await read.page(editor(roots), roots[0]!, dayOf(1));
    const province = Math.round(performance.now() - started);
    const asked = performance.now();
    await app.get(ReadRosters, { strict: false }).desk(editor(roots), roots[0]!);
    const desk = Math.round(performance.now() - asked);
    return [
      line(`Cây con của cả ${UNITS} đơn vị, ngày bất kỳ`, subtree, `${TIMES} ngày khác nhau, lần lượt`),
      line(
        'Trang của một xã với số người bên dưới, ngày bất kỳ',
        commune,
        `trong ${MEMBERSHIPS} dòng danh sách, cả bảy câu lệnh của trang; trang của cả tỉnh mất ${province} ms, trang danh sách của cả tỉnh (mỗi xã một số) mất ${desk} ms`,
      ),
    ];
  } finally {
    await app.close();
  }
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
