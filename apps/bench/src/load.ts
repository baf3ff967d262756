import autocannon from 'autocannon';
import { databaseCpu, processCpu } from './cpu.js';

/** What one load cost. Rates are per second, CPU is in ms per request. */
export interface Measured {
  rate: number;
  serverCpu: number;
  databaseCpu: number;
  p50: number;
  p99: number;
}

export interface LoadRequest {
  url: string;
  headers?: Record<string, string>;
  connections: number;
  /** One of the two: for so long, or so many. */
  seconds?: number;
  amount?: number;
  expected: number;
  /** Changes each request before it is sent. */
  each?: (request: autocannon.Request) => autocannon.Request;
}

export interface Watched {
  serverPid: number;
  postmaster: number;
}

/** Browsers take compressed pages: so does the load. */
export const BROWSER = { 'accept-encoding': 'gzip, deflate, br', accept: 'text/html' };

/** Loads one address. An answer that is not what the page gives would be measured as a fast one, so it is refused. */
export async function load(request: LoadRequest, watched: Watched): Promise<Measured> {
  const { result, server, database } = await watch(watched, () =>
    autocannon({
      url: request.url,
      connections: request.connections,
      timeout: 30,
      ...(request.amount ? { amount: request.amount } : { duration: request.seconds }),
      requests: [
        {
          method: 'GET',
          headers: { ...BROWSER, ...request.headers },
          ...(request.each && { setupRequest: request.each }),
        },
      ],
    }),
  );
  const codes = Object.keys((result as unknown as { statusCodeStats: Record<string, unknown> }).statusCodeStats);
  if (result.errors > 0 || codes.some((code) => Number(code) !== request.expected)) {
    throw new Error(`${request.url}: mã trả lời ${codes.join(', ')}, ${result.errors} lỗi; cần ${request.expected}.`);
  }
  const { total } = result.requests;
  return {
    rate: total / result.duration,
    serverCpu: server / total,
    databaseCpu: database / total,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

/** CPU ms of server and database while `work` ran. */
export async function watch<T>({ serverPid, postmaster }: Watched, work: () => PromiseLike<T>) {
  const before = [processCpu(serverPid), databaseCpu(postmaster)];
  const result = await work();
  return { result, server: processCpu(serverPid) - before[0]!, database: databaseCpu(postmaster) - before[1]! };
}

/** A use case called in this process, one call after the other, after ten to warm up. */
export async function measureOneByOne(
  { postmaster }: { postmaster: number },
  count: number,
  ask: (n: number) => Promise<unknown>,
): Promise<{ measured: Measured; times: number[] }> {
  for (let n = 0; n < 10; n += 1) await ask(n);
  const times: number[] = [];
  const { server, database } = await watch({ serverPid: process.pid, postmaster }, async () => {
    for (let n = 0; n < count; n += 1) {
      const started = performance.now();
      await ask(n);
      times.push(performance.now() - started);
    }
  });
  const measured = {
    rate: 1000 / (times.reduce((sum, time) => sum + time, 0) / count),
    serverCpu: server / count,
    databaseCpu: database / count,
    p50: percentile(times, 50),
    p99: percentile(times, 99),
  };
  return { measured, times };
}

export function percentile(times: number[], percent: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}
