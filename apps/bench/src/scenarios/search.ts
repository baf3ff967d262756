import { NestFactory } from '@nestjs/core';
import type { Actor } from '#libs/identity';
import { RuntimeConfig, migrate, readConfig } from '#libs/platform';
import { FindPeople } from '#libs/rosters';
import { BenchModule } from '../bench.module.js';
import type { Bench, Line } from '../bench.js';
import { ensureDatabase } from '../setup/own-database.js';
import { measureOneByOne, percentile } from '../load.js';
import { COMMUNE, PEOPLE, PROVINCE, RARE_NAME, VILLAGE, fillSearch } from '../setup/search-world.js';

const GOAL_MS = 100;
const TIMES = 100;

const SEARCHES = [
  { where: 'cả tỉnh', root: PROVINCE, what: 'tên hiếm', name: RARE_NAME },
  { where: 'cả tỉnh', root: PROVINCE, what: 'âm phổ biến', name: 'thị' },
  { where: 'một xã', root: COMMUNE, what: 'âm phổ biến', name: 'thị' },
  { where: 'một bản', root: VILLAGE, what: 'âm phổ biến', name: 'thị' },
];

/** The search for people by name, with the line each person found leaves in the log of looks. */
export async function personSearch(bench: Bench): Promise<Line[]> {
  const url = await ensureDatabase(bench.databaseUrl, 'bench_search');
  await migrate(url);
  const personId = await fillSearch(url);
  const config = Object.assign(readConfig(RuntimeConfig, {}), { databaseUrl: url, dataDir: bench.options.folder });
  const app = await NestFactory.createApplicationContext(BenchModule.forRoot(config), { logger: ['error'] });
  try {
    const find = app.get(FindPeople, { strict: false });
    const lines: Line[] = [];
    for (const { where, root, what, name } of SEARCHES) {
      const ask = () => find.byName(searcher(personId, root), [root], name, 'bench');
      const found = (await ask()).length;
      const { measured, times } = await measureOneByOne(bench, TIMES, ask);
      const p95 = percentile(times, 95);
      lines.push({
        what: `Tìm người, ${where}, ${what} ("${name}")`,
        measured,
        yardstick: null,
        yardstickName: '',
        note: `trong ${PEOPLE} người, ${TIMES} lần, lần lượt; mỗi lần hiện ${found} người và ghi nhật ký xem từng người`,
        mark: `< ${GOAL_MS} ms (p95)`,
        reached: `${p95.toFixed(1)} ms`,
        holds: found > 0 && p95 < GOAL_MS,
      });
    }
    return lines;
  } finally {
    await app.close();
  }
}

const searcher = (personId: string, root: string): Actor => ({
  personId,
  displayName: '',
  accountId: null,
  sessionId: null,
  via: 'session',
  grants: [{ role: 'unit_manager', unitIds: [root] }],
  origin: { ip: '127.0.0.1', port: 40_000 },
});
