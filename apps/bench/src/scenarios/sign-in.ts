import { DataSource } from 'typeorm';
import { hashPassword, verifyPassword } from '#libs/identity';
import type { Bench, Line } from '../bench.js';
import { percentile, watch } from '../load.js';
import { readerOf, timed } from '../paced.js';
import { DEMO_PASSWORD, doors, type Door } from '../setup/accounts.js';
import type { BenchModuleRow } from '../setup/lesson.js';
import { signIn } from '../setup/sessions.js';

const AT_ONCE = 16;
const CORES = 2;
const SLACK = 1.5;
const PAGE_FACTOR = 2;
const PAUSE_MS = 15;
const ROUNDS = 24;
/** As many as it takes until the program runs compiled, as one that serves since the morning does. */
const WARM_UP = 96;

/** Sixteen people at the door at once, all the time, while someone reads a lesson. */
export async function signIns(bench: Bench, module: BenchModuleRow): Promise<Line[]> {
  const people = await doors(bench.app, AT_ONCE * ROUNDS + WARM_UP);
  const page = await lessonCall(bench, module);
  await enterAll(bench, people.splice(0, WARM_UP));
  const hash = await oneHash();
  const beside = await hashesAtOnce();

  const idleUntil = performance.now() + bench.options.seconds * 1000;
  const idle = await readerOf(page, PAUSE_MS, () => performance.now() > idleUntil);
  let over = false;
  const watched = { serverPid: bench.web.pid, postmaster: bench.postmaster };
  const { result, server, database } = await watch(watched, () =>
    Promise.all([readerOf(page, PAUSE_MS, () => over), enterAll(bench, people).finally(() => (over = true))]),
  );
  const [busy, entered] = result;

  const p95 = { signIn: percentile(entered, 95), idle: percentile(idle, 95), busy: percentile(busy, 95) };
  const allowed = SLACK * (AT_ONCE / CORES) * hash;
  const bare = { measured: null, yardstick: null, yardstickName: '' };
  return [
    {
      ...bare,
      what: `Đăng nhập, ${AT_ONCE} người cùng lúc (p95)`,
      note: `${entered.length} lần; một lần băm ${hash.toFixed(1)} ms, ${CORES} lần cùng lúc ${beside.toFixed(1)} ms, p50 ${percentile(entered, 50).toFixed(0)} ms; CPU mỗi lần: chương trình ${(server / entered.length).toFixed(1)} ms, cơ sở dữ liệu ${(database / entered.length).toFixed(1)} ms`,
      mark: `≤ 1,5 × 8 × một lần băm = ${allowed.toFixed(0)} ms`,
      reached: `${p95.signIn.toFixed(0)} ms`,
      holds: p95.signIn <= allowed,
    },
    {
      ...bare,
      what: 'Trang bài học trong lúc đó (p95)',
      note: `lúc rảnh p95 ${p95.idle.toFixed(1)} ms, p50 ${percentile(idle, 50).toFixed(1)} ms; lúc bận p50 ${percentile(busy, 50).toFixed(1)} ms, ${busy.length} lần`,
      mark: `≤ 2 × lúc rảnh = ${(PAGE_FACTOR * p95.idle).toFixed(1)} ms`,
      reached: `${p95.busy.toFixed(1)} ms`,
      holds: p95.busy <= PAGE_FACTOR * p95.idle,
    },
  ];
}

/** Sixteen go through at a time; whoever is in makes room for the next. */
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
