import pg from 'pg';
import { databaseOptions } from '#libs/platform';
import type { Statement } from '../capture.js';

export interface RawWork {
  url: string;
  connections: number;
  /** Each is sent in a transaction of its own, or without one when it only reads. */
  units: Statement[][];
  transaction: boolean;
}

export interface RawResult {
  done: number;
  seconds: number;
  /** Milliseconds of each unit. */
  times: number[];
}

/** The same statements through pg alone, on as many connections as the load has. */
process.on('message', async (work: RawWork) => {
  const { extra } = databaseOptions({ url: work.url }) as unknown as { extra: { options: string } };
  const clients = Array.from(
    { length: work.connections },
    () => new pg.Client({ connectionString: work.url, options: extra.options }),
  );
  await Promise.all(clients.map((client) => client.connect()));
  const times: number[] = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      while (next < work.units.length) {
        const unit = work.units[next++]!;
        const from = performance.now();
        await send(client, unit, work.transaction);
        times.push(performance.now() - from);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(clients.map((client) => client.end()));
  process.send!({ done: times.length, seconds, times } satisfies RawResult);
});

async function send(client: pg.Client, unit: Statement[], transaction: boolean): Promise<void> {
  if (transaction) await client.query('BEGIN');
  for (const { sql, params } of unit) await client.query(sql, params);
  if (transaction) await client.query('COMMIT');
}

process.on('SIGTERM', () => process.exit(0));
process.send!('ready');
