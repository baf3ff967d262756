import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '../../platform/database/embedded/embedded-postgres.js';
import { migrate } from '../../platform/database/migrate.js';
import { TEMPLATE } from '../template.js';

/** Runs until its input closes (the test runner has ended, however it ended). */
const folder = mkdtempSync(join(tmpdir(), 'hvs-test-'));
const postgres = new EmbeddedPostgres({ folder, volatile: true, maxConnections: 200 });

await postgres.start();
await postgres.ensureDatabase(TEMPLATE);
await migrate(postgres.url(TEMPLATE));
process.stdout.write(`READY ${postgres.url('postgres')}\n`);

process.stdin.resume();
process.stdin.on('end', () => void end());
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => undefined);

async function end(): Promise<void> {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}
