import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { Grants, People } from '#libs/identity';
import { Units } from '#libs/organisation';
import { UnitOfWork, writeWorkbook } from '#libs/platform';
import type { Bench, Line } from '../bench.js';
import { Child } from '../children/child.js';
import type { RosterResult, RosterWork } from '../children/roster.js';

const ROWS = 50_000;
const GOAL_SECONDS = 60;
const GOAL_BYTES = 300_000_000;

/** Fifty thousand new people in one XLSX file: taken in, explained, applied; then taken back, so that nothing stays. */
export async function rosterImport({ app, databaseUrl }: Bench): Promise<Line> {
  const folder = mkdtempSync(join(tmpdir(), 'hvs-bench-'));
  // Without a bound V8 lets garbage lie as long as there is room.
  const child = await Child.start('bench/src/children/roster.js', { execArgv: ['--max-old-space-size=160'] });
  try {
    const path = join(folder, 'roster.xlsx');
    const units = app.get(Units, { strict: false });
    const commune = (await units.byCode('territory', '03390'))!.id;
    await writeRoster(path);
    const personId = await makeManager(app, commune);
    const work: RosterWork = { databaseUrl, path, unitId: commune, personId };
    const result = await child.ask<RosterResult>(work);
    return line(result);
  } finally {
    await child.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Somebody in charge of the commune, as the job looks it up; the same one each time. */
async function makeManager(app: Bench['app'], commune: string): Promise<string> {
  const [held] = await app.get(DataSource).query(
    `SELECT g.person_id AS id FROM role_grant g JOIN role_grant_unit u ON u.grant_id = g.id AND u.unit_id = $1
     WHERE g.role = 'unit_manager' AND g.reason = 'bench' LIMIT 1`,
    [commune],
  );
  if (held) return held.id;
  return app.get(UnitOfWork, { strict: false }).run(async (tx) => {
    const personId = await app.get(People, { strict: false }).create(tx, { fullName: 'Vàng Thị Dợ', birthYear: 1980 });
    await app.get(Grants, { strict: false }).grant(tx, {
      personId,
      role: 'unit_manager',
      unitIds: [commune],
      from: '2025-07-01',
      by: null,
      reason: 'bench',
    });
    return personId;
  });
}

function line({ counts, stageSeconds, applySeconds, undoSeconds, cpuSeconds, peak }: RosterResult): Line {
  const seconds = stageSeconds + applySeconds;
  const all = counts.add === ROWS;
  return {
    what: `Nhập danh sách XLSX, ${ROWS} người mới`,
    measured: null,
    yardstick: null,
    yardstickName: '',
    note: `đọc và xem trước ${stageSeconds.toFixed(1)} giây, áp dụng ${applySeconds.toFixed(1)} giây, hoàn tác ${undoSeconds.toFixed(1)} giây; ${cpuSeconds.toFixed(1)} giây CPU${all ? '' : `, chỉ nhận ${counts.add}`}`,
    mark: `< ${GOAL_SECONDS} giây, < ${GOAL_BYTES / 1e6} MB`,
    reached: `${seconds.toFixed(1)} giây, ${(peak / 1e6).toFixed(0)} MB`,
    holds: all && seconds < GOAL_SECONDS && peak < GOAL_BYTES,
  };
}

const HEADINGS = ['Họ và tên', 'Ngày sinh', 'Số điện thoại', 'Số định danh', 'Chức vụ', 'Người đứng đầu'];
const FAMILY = ['Lò', 'Giàng', 'Vàng', 'Tẩn', 'Lý', 'Sùng', 'Nguyễn', 'Phàn', 'Chang', 'Hoàng'];
const MIDDLE = ['Văn', 'Thị', 'A', 'Mí', 'Xuân', 'Thu', 'Đức', 'Minh', 'Kim', 'Ngọc'];

async function writeRoster(path: string): Promise<void> {
  const columns = HEADINGS.map((header) => ({ header, width: 20 }));
  await writeWorkbook(path, {
    title: 'bench',
    creator: 'bench',
    at: new Date('2026-01-01'),
    sheets: [{ name: 'Danh sách', columns, rows: people() }],
  });
}

/** Names repeat as they do in life; every number is somebody's own and none is given out. */
function* people(): Generator<(string | number | null)[]> {
  for (let n = 0; n < ROWS; n += 1) {
    const year = 1940 + (n % 60);
    const name = `${FAMILY[n % 10]} ${MIDDLE[Math.floor(n / 10) % 10]} ${given(Math.floor(n / 100))}`;
    const day = `${pad(1 + (n % 28))}/${pad(1 + (n % 12))}/${year}`;
    const number = `012${n % 2}${pad(year % 100)}9${String(n).padStart(5, '0')}`;
    yield [name, day, `09${String(70_000_000 + n)}`, number, n % 97 ? null : 'Trưởng bản', null];
  }
}

const pad = (n: number): string => String(n).padStart(2, '0');
const given = (n: number): string =>
  `${'BCDGHKLMNPQRSTVX'[n % 16]}${['ai', 'an', 'inh', 'oa', 'ung', 'ương', 'uyên', 'ao'][Math.floor(n / 16) % 8]}`;
