import { DataSource } from 'typeorm';
import { hashPassword, verifyPassword } from '#libs/identity';
import type { Bench, Line } from '../bench.js';
import { percentile, watch } from '../load.js';
import { readerOf, timed, type Call } from '../paced.js';
import { DEMO_PASSWORD, doors, type Door } from '../setup/accounts.js';
import type { BenchModuleRow } from '../setup/lesson.js';
import { signIn } from '../setup/sessions.js';

const AT_ONCE = 16;
const CORES = 2;
const SLACK = 1.5;
const PAGE_FACTOR = 2;
/** Some fifteen pages a second, as of a thousand who each read for a minute. Closer, the reader takes a fifth of both cores. */
const PAUSE_MS = 50;
const IDLE_MS = 3_000;
const WAVES = 7;
const WAVE = 96;
/** As many as it takes until the program runs compiled, as one that serves since the morning does. */
const WARM_UP = 96;

interface Wave {
  /** Milliseconds: what the hash took right before and right after. */
  hash: number;
  atOnce: number;
  entered: number[];
  idle: number[];
  busy: number[];
  server: number;
  database: number;
}

/**
 * Sixteen people at the door at once while someone reads a lesson, in waves. A machine among others changes its speed
 * within seconds, so each wave has its own yardstick beside it, and the middle one of the waves counts.
 */
export async function signIns(bench: Bench, module: BenchModuleRow): Promise<Line[]> {
  const people = await doors(bench.app, WAVE * WAVES + WARM_UP);
  const page = await lessonCall(bench, module);
  await enterAll(bench, people.splice(0, WARM_UP));
  const waves: Wave[] = [];
  for (let number = 0; number < WAVES; number += 1) waves.push(await wave(bench, page, people.splice(0, WAVE)));

  const middle = (of: (one: Wave) => number) => percentile(waves.map(of), 50);
  const times = middle(({ entered, hash }) => percentile(entered, 95) / hash);
  const half = middle(({ entered, hash }) => percentile(entered, 50) / hash);
  const allowed = SLACK * (AT_ONCE / CORES);
  const idle = waves.flatMap((one) => one.idle);
  const busy = waves.flatMap((one) => one.busy);
  const p95 = { idle: percentile(idle, 95), busy: percentile(busy, 95) };
  const bare = { measured: null, yardstick: null, yardstickName: '' };
  return [
    {
      ...bare,
      what: `Đăng nhập, ${AT_ONCE} người cùng lúc (p95)`,
      note: `${WAVES} đợt, mỗi đợt ${WAVE} lần; p95 từng đợt ${waves.map(({ entered, hash }) => (percentile(entered, 95) / hash).toFixed(1)).join(', ')} lần băm; p50 ${half.toFixed(1)} lần băm; một lần băm ${middle(({ hash }) => hash).toFixed(1)} ms, ${CORES} lần cùng lúc ${middle(({ atOnce }) => atOnce).toFixed(1)} ms; CPU mỗi lần: chương trình ${(middle(({ server }) => server) / WAVE).toFixed(1)} ms, cơ sở dữ liệu ${(middle(({ database }) => database) / WAVE).toFixed(1)} ms`,
      mark: `≤ 1,5 × 8 = ${allowed.toFixed(1)} lần băm`,
      reached: `${times.toFixed(1)} lần (${middle(({ entered }) => percentile(entered, 95)).toFixed(0)} ms)`,
      holds: times <= allowed,
    },
    {
      ...bare,
      what: 'Trang bài học trong lúc đó (p95)',
      note: `lúc rảnh p95 ${p95.idle.toFixed(1)} ms, p50 ${percentile(idle, 50).toFixed(1)} ms, ${idle.length} lần; lúc bận p50 ${percentile(busy, 50).toFixed(1)} ms, ${busy.length} lần`,
      mark: `≤ 2 × lúc rảnh = ${(PAGE_FACTOR * p95.idle).toFixed(1)} ms`,
      reached: `${p95.busy.toFixed(1)} ms`,
      holds: p95.busy <= PAGE_FACTOR * p95.idle,
    },
  ];
}

async function wave(bench: Bench, page: Call, people: Door[]): Promise<Wave> {
  const atOnce = await hashesAtOnce();
  const until = performance.now() + IDLE_MS;
  const idle = await readerOf(page, PAUSE_MS, () => performance.now() > until);
  const before = await oneHash();
  let over = false;
  const watched = { serverPid: bench.web.pid, postmaster: bench.postmaster };
  const { result, server, database } = await watch(watched, () =>
    Promise.all([readerOf(page, PAUSE_MS, () => over), enterAll(bench, people).finally(() => (over = true))]),
  );
  const [busy, entered] = result;
  const hash = (before + (await oneHash())) / 2;
  return { hash, atOnce, entered: entered.slice(AT_ONCE, -AT_ONCE), idle, busy, server, database };
}

/**
 * Sixteen go through at a time; whoever is in makes room for the next. Times stand in the order of coming in: the first
 * sixteen and the last meet no full door.
 */
async function enterAll({ webUrl }: Bench, people: Door[]): Promise<number[]> {
  const waiting = people.map((person, number) => ({ ...person, number }));
  const times: number[] = [];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { phone, cookie, formToken, number } = next;
      times.push(
        await timed({
          url: `${webUrl}/dang-nhap`,
          method: 'POST',
          headers: {
            cookie,
            'content-type': 'application/x-www-form-urlencoded',
            // From many villages: one address alone would be throttled.
            'x-forwarded-for': `10.${number % 200}.${Math.floor(number / 200)}.1`,
          },
          body: new URLSearchParams({ phone, password: DEMO_PASSWORD, _csrf: formToken }).toString(),
          expected: 303,
        }),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return times;
}

async function lessonCall(bench: Bench, module: BenchModuleRow) {
  const [{ id }] = await bench.app
    .get(DataSource)
    .query('SELECT person_id AS id FROM progress WHERE module_id = $1 LIMIT 1', [module.moduleId]);
  const { cookie } = await signIn(bench.app, id);
  const url = `${bench.webUrl}/hoc/${module.course}/${module.module}/trang/1`;
  return { url, headers: { cookie }, expected: 200 };
}

/** The median of a few, one after the other. */
const oneHash = async (): Promise<number> => percentile(await hashes(), 50);

/** The same with all cores hashing, which share what lies behind them: no sign-in can be quicker than this allows. */
async function hashesAtOnce(): Promise<number> {
  const lanes = await Promise.all(Array.from({ length: CORES }, hashes));
  return percentile(lanes.flat(), 50);
}

async function hashes(): Promise<number[]> {
  const stored = await hashPassword(DEMO_PASSWORD);
  const times: number[] = [];
  for (let i = 0; i < 11; i += 1) {
    const started = performance.now();
    await verifyPassword(stored, DEMO_PASSWORD);
    times.push(performance.now() - started);
  }
  return times;
}
