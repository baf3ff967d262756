import { DataSource } from 'typeorm';
import { BuildPrint } from '#libs/credentials';
import { StartupError, newId } from '#libs/platform';
import type { Bench, Line } from '../bench.js';

const CERTIFICATES = 1000;
const GOAL_SECONDS = 60;

/** One file of a thousand certificates, as the worker's job draws it; nothing of it is kept. */
export async function certificatePrint({ app }: Bench): Promise<Line> {
  const db = app.get(DataSource);
  const printId = newId();
  try {
    const [{ filled }] = await fill(db, printId);
    if (filled < CERTIFICATES)
      throw new StartupError(`Chỉ có ${filled} giấy chứng nhận: cần thêm người thử (--people).`);
    let pages = 0;
    const cpu = process.cpuUsage();
    const started = performance.now();
    const progress = async (done: number) => void (pages = done);
    await app.get(BuildPrint, { strict: false }).run({ printId }, { jobId: printId, attempt: 1, progress } as never);
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const [{ bytes }] = await db.query('SELECT file_bytes AS bytes FROM certificate_print WHERE id = $1', [printId]);
    return {
      what: `In ${pages} giấy chứng nhận vào một tệp`,
      measured: null,
      yardstick: null,
      yardstickName: '',
      note: `${((user + system) / 1000 / pages).toFixed(1)} ms CPU mỗi giấy, tệp ${(Number(bytes) / 1e6).toFixed(1)} MB`,
      mark: `< ${GOAL_SECONDS} giây`,
      reached: `${seconds.toFixed(1)} giây`,
      holds: seconds < GOAL_SECONDS,
    };
  } finally {
    await db.query('DELETE FROM certificate_print WHERE id = $1', [printId]);
  }
}

function fill(db: DataSource, printId: string): Promise<[{ filled: number }]> {
  return db.query(
    `WITH papers AS (
       SELECT DISTINCT ON (c.id) c.id, c.person_id, m.unit_id FROM certificate c
       JOIN certificate_payload l ON l.certificate_id = c.id JOIN membership m ON m.person_id = c.person_id LIMIT ${CERTIFICATES}
     ), print AS (
       INSERT INTO certificate_print (id, unit_id, client_key, purpose, made_by, made_at)
       SELECT $1, unit_id, $1, 'đo', person_id, now() FROM papers LIMIT 1 RETURNING id
     ), items AS (
       INSERT INTO certificate_print_item (print_id, certificate_id, unit_id, position)
       SELECT $1, id, unit_id, row_number() OVER (ORDER BY unit_id, id) FROM papers RETURNING 1
     ) SELECT count(*)::int AS filled FROM items`,
    [printId],
  ) as Promise<[{ filled: number }]>;
}
