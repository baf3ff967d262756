import { RuntimeConfig, migrate, readConfig } from '#libs/platform';
import { seedAll } from '../seed.command.js';
import { startDatabase } from '../with-database.js';
import { assertPortFree } from './port.js';
import { greeting } from './greeting.js';
import { Supervisor } from './supervisor.js';

/** Database, migrations, seed, then web and worker as two supervised processes; stops them in the reverse order. */
export async function start(): Promise<void> {
  const config = readConfig(RuntimeConfig);
  await assertPortFree(config.host, config.port);
  const database = await startDatabase(config);
  config.databaseUrl = database.url;
  const supervisor = new Supervisor({ DATABASE_URL: database.url });
  let stopping: Promise<void> | undefined;
  const stop = (code: number) => {
    stopping ??= (async () => {
      await supervisor.stop();
      await database.stop();
      process.exit(code);
    })();
  };
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  if (database.embedded) {
    database.embedded.onUnexpectedExit = () => {
      process.stderr.write(
        'PostgreSQL đi kèm đã dừng bất ngờ. Đang dừng để bạn khởi động lại; dữ liệu đã ghi vẫn còn.\n',
      );
      stop(1);
    };
  }
  try {
    await migrate(database.ownerUrl, database.url);
    await seedAll(config);
    await supervisor.start();
  } catch (error) {
    await supervisor.stop();
    await database.stop();
    throw error;
  }
  process.stdout.write(greeting(config));
}
