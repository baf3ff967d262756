import { RuntimeConfig, makeDataFolder, migrate, readConfig, s3Settings } from '#libs/platform';
import { startDatabase } from '../with-database.js';
import { assertPortFree } from './port.js';
import { greeting } from './greeting.js';
import { Started } from './started.js';
import { Supervisor } from './supervisor.js';

/** Database, migrations, seed, then web and worker as two supervised processes; stops them in the reverse order. */
export async function start(): Promise<void> {
  const config = readConfig(RuntimeConfig);
  // Half a store is refused before anything has begun.
  s3Settings();
  makeDataFolder(config.dataPath);
  await assertPortFree(config.host, config.port);
  const started = new Started();
  const stop = (code: number) => void started.end().then(() => process.exit(code));
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  try {
    await startAll(config, started, stop);
  } catch (error) {
    // Asked to stop meanwhile: what was at hand could only fail.
    if (started.isEnding) return;
    await started.end();
    throw error;
  }
  if (!started.isEnding) process.stdout.write(greeting(config));
}

async function startAll(config: RuntimeConfig, started: Started, stop: (code: number) => void): Promise<void> {
  const database = await started.add(() => startDatabase(config));
  config.databaseUrl = database.url;
  if (database.embedded) {
    database.embedded.onUnexpectedExit = (reason) => {
      process.stderr.write(
        `PostgreSQL đi kèm đã dừng bất ngờ. Đang dừng để bạn khởi động lại; dữ liệu đã ghi vẫn còn.\n${reason}\n`,
      );
      stop(1);
    };
  }
  await migrate(database.ownerUrl, database.url);
  // Loaded only now: a start that is refused needs none of it.
  const { seedAll } = await import('../seed.command.js');
  await seedAll(config);
  if (started.isEnding) return;
  const supervisor = await started.add(async () => new Supervisor({ DATABASE_URL: database.url }, config.workerHeapMb));
  await supervisor.start();
}
