import type autocannon from 'autocannon';
import { DataSource } from 'typeorm';
import { percent, type Bench, type Line } from '../bench.js';
import { recordAnswer } from '../children/record.js';
import { BROWSER, load, type Measured } from '../load.js';
import type { BenchModuleRow } from '../setup/lesson.js';
import { signIn } from '../setup/sessions.js';

const WARM_UP_SECONDS = 2;
/** Learners who read in turn: what is kept for one must serve the others, or it is not worth keeping. */
const LEARNERS = 500;

/** A lesson page for a visitor and for learners in turn, each beside a bare server that answers the same bytes. */
export async function lessonPages(bench: Bench, module: BenchModuleRow): Promise<Line[]> {
  const url = `${bench.webUrl}/hoc/${module.course}/${module.module}/trang/1`;
  const cookies = await learners(bench, module);
  return [
    await pageLine(bench, 'Trang bài học, khách', url, [], 0.4),
    await pageLine(bench, 'Trang bài học, đã đăng nhập', url, cookies, 0.15),
  ];
}

/** As many who have begun the module, each with a session, in whatever state their history left them. */
async function learners(bench: Bench, { moduleId }: BenchModuleRow): Promise<string[]> {
  const people: { id: string }[] = await bench.app
    .get(DataSource)
    .query('SELECT person_id AS id FROM progress WHERE module_id = $1 ORDER BY person_id LIMIT $2', [
      moduleId,
      LEARNERS,
    ]);
  const cookies: string[] = [];
  for (const { id } of people) cookies.push((await signIn(bench.app, id)).cookie);
  return cookies;
}

async function pageLine(bench: Bench, what: string, url: string, cookies: string[], goal: number): Promise<Line> {
  const { connections, seconds } = bench.options;
  let turn = 0;
  const each = (request: autocannon.Request) => ({
    ...request,
    headers: { ...request.headers, cookie: cookies[turn++ % cookies.length] },
  });
  const request = { url, connections, seconds, expected: 200, ...(cookies.length > 0 && { each }) };
  const ours = { serverPid: bench.web.pid, postmaster: bench.postmaster };
  await load({ ...request, seconds: WARM_UP_SECONDS }, ours);
  const answer = await recordAnswer(url, { ...BROWSER, ...(cookies[0] && { cookie: cookies[0] }) });
  const port = await bench.bare.ask<number>(answer);
  const bareUrl = `http://127.0.0.1:${port}/`;
  const bare = { serverPid: bench.bare.pid, postmaster: bench.postmaster };
  await load({ ...request, url: bareUrl, seconds: WARM_UP_SECONDS }, bare);

  const measured = await load(request, ours);
  const yardstick = await load({ ...request, url: bareUrl }, bare);
  const share = yardstick.serverCpu / measured.serverCpu;
  return {
    what,
    measured,
    yardstick: { ...yardstick, databaseCpu: 0 },
    yardstickName: 'máy chủ trần',
    note: `${answer.body.length} byte (${String(answer.headers['content-encoding'] ?? 'không nén')}); kể cả CPU của cơ sở dữ liệu: ${percent(withDatabase(measured, yardstick))}`,
    mark: `≥ ${percent(goal)} mỗi giây CPU máy chủ`,
    reached: percent(share),
    holds: share >= goal,
  };
}

const withDatabase = (measured: Measured, bare: Measured) =>
  bare.serverCpu / (measured.serverCpu + measured.databaseCpu);
