import { DataSource } from 'typeorm';
import { Sessions } from '#libs/identity';
import { SubmitQuiz } from '#libs/learning';
import { percent, type Bench, type Line } from '../bench.js';
import { captureAndUndo, captureStatements, type Statement } from '../capture.js';
import { load } from '../load.js';
import { readyAttempts, type ReadyAttempt } from '../setup/attempts.js';
import type { BenchModuleRow } from '../setup/lesson.js';
import { rawSql } from './raw.js';

const GOAL = 0.4;
/** autocannon prepares a request more per connection than it sends. */
const SPARE_PER_CONNECTION = 3;
const WARM_UP = 200;

/** Quizzes sent by their form, beside the same reads and writes through pg. */
export async function quizSubmission(bench: Bench, module: BenchModuleRow): Promise<Line> {
  const { submissions, connections } = bench.options;
  const spare = connections * SPARE_PER_CONNECTION;
  const ready = await readyAttempts(bench.app, module, 2 * submissions + 2 * spare + WARM_UP);
  await submitAll(bench, module, ready.splice(0, WARM_UP + spare), WARM_UP);
  const forRaw = ready.splice(0, submissions);
  const units: Statement[][] = [];
  for (const attempt of forRaw) units.push(await statementsOf(bench, attempt));

  const measured = await submitAll(bench, module, ready, submissions);
  const yardstick = await rawSql(bench, units, true);
  const share = measured.rate / yardstick.rate;
  const perCpu = (yardstick.serverCpu + yardstick.databaseCpu) / (measured.serverCpu + measured.databaseCpu);
  return {
    what: 'Nộp bài kiểm tra',
    measured,
    yardstick,
    yardstickName: 'SQL trần',
    note: `${submissions} bài, ${units[0]!.length} câu lệnh mỗi bài; theo giây CPU (chương trình và cơ sở dữ liệu): ${percent(perCpu)}`,
    mark: `≥ ${percent(GOAL)} nhịp của SQL trần`,
    reached: percent(share),
    holds: share >= GOAL,
  };
}

function submitAll(bench: Bench, module: BenchModuleRow, attempts: ReadyAttempt[], amount: number) {
  let next = 0;
  return load(
    {
      url: `${bench.webUrl}/hoc/${module.course}/${module.module}/kiem-tra/nop`,
      connections: bench.options.connections,
      amount,
      expected: 303,
      each: (request) => {
        const { cookie, attemptId, formToken } = attempts[Math.min(next++, attempts.length - 1)]!;
        return {
          ...request,
          method: 'POST',
          headers: { ...request.headers, cookie, 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ attemptId, _csrf: formToken }).toString(),
        };
      },
    },
    { serverPid: bench.web.pid, postmaster: bench.postmaster },
  );
}

/** What one submission sends, its session's check included; undone, so that it can be sent again. */
async function statementsOf({ app }: Bench, { token, personId, attemptId }: ReadyAttempt): Promise<Statement[]> {
  const db = app.get(DataSource);
  const session = await captureStatements(db, () =>
    app.get(Sessions, { strict: false }).resolve(token, { ip: '127.0.0.1' }),
  );
  const submission = await captureAndUndo(db, (tx) =>
    app.get(SubmitQuiz, { strict: false }).submit(personId, attemptId, {}, undefined, tx),
  );
  return [...session, ...submission];
}
