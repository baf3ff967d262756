import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { DomainError } from '#libs/platform';

/** A use case reads the clock shortly before its first write; this long after K such a write has begun. */
const GRACE_MS = 250;
const PATIENCE_MS = 20_000;

/**
 * Returns when everything recorded until K is either committed or gone. A transaction that recorded a fact before K but
 * commits after the figures were read would be missing in them and yet be found when they are recomputed at K.
 */
export async function settle(dataSource: DataSource): Promise<void> {
  await wait(GRACE_MS);
  // A number of its own: a snapshot alone says nothing of a transaction that is later than the last one to have ended.
  const [{ horizon }] = await dataSource.query('SELECT pg_current_xact_id()::text AS horizon');
  const givenUp = Date.now() + PATIENCE_MS;
  for (;;) {
    const [{ settled }] = await dataSource.query(
      'SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 AS settled',
      [horizon],
    );
    if (settled) return;
    if (Date.now() > givenUp) throw new DomainError('unavailable', 'snapshot.busy');
    await wait(50);
  }
}
