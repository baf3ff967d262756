import type { Bench } from '../bench.js';
import type { Statement } from '../capture.js';
import { Child } from '../children/child.js';
import type { RawResult, RawWork } from '../children/raw-sql.js';
import { percentile, watch, type Measured } from '../load.js';

/** Sends recorded statements through pg alone, from a program of its own. */
export async function rawSql(bench: Bench, units: Statement[][], transaction: boolean): Promise<Measured> {
  const child = await Child.start('bench/src/children/raw-sql.js');
  try {
    const work: RawWork = { url: bench.databaseUrl, connections: bench.options.connections, units, transaction };
    const { result, server, database } = await watch({ serverPid: child.pid, postmaster: bench.postmaster }, () =>
      child.ask<RawResult>(work),
    );
    return {
      rate: result.done / result.seconds,
      serverCpu: server / result.done,
      databaseCpu: database / result.done,
      p50: percentile(result.times, 50),
      p99: percentile(result.times, 99),
    };
  } finally {
    await child.stop();
  }
}
