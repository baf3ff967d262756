import { EmbeddedPostgres, StartupError, assertDatabaseUsable, type RuntimeConfig } from '#libs/platform';

export interface RunningDatabase {
  url: string;
  ownerUrl: string;
  embedded?: EmbeddedPostgres;
  stop(): Promise<void>;
}

/**
 * The external database when DATABASE_URL is set, else the embedded one, started here and stopped by `stop`. With `join`
 * the one that a running program keeps is used, and stays when the command ends; without, two programs exclude each other.
 */
export async function startDatabase(config: RuntimeConfig, { join = false } = {}): Promise<RunningDatabase> {
  if (config.databaseUrl) {
    await assertDatabaseUsable(config.databaseUrl, 'DATABASE_URL');
    if (config.databaseOwnerUrl) await assertDatabaseUsable(config.databaseOwnerUrl, 'DATABASE_OWNER_URL');
    return {
      url: config.databaseUrl,
      ownerUrl: config.databaseOwnerUrl ?? config.databaseUrl,
      stop: async () => undefined,
    };
  }
  if (config.production && config.allowEmbeddedDatabase !== 'yes') {
    throw new StartupError(
      'Máy thật cần một PostgreSQL riêng: hãy đặt DATABASE_URL (hoặc ALLOW_EMBEDDED_DATABASE=yes nếu chấp nhận cơ sở dữ liệu đi kèm).',
    );
  }
  const embedded = new EmbeddedPostgres({ folder: config.dataPath, join });
  await embedded.start();
  await embedded.ensureDatabase('hoc_vu_so');
  return { url: embedded.url(), ownerUrl: embedded.url(), embedded, stop: () => embedded.stop() };
}

/** Runs `work` with a database that is up, for commands outside `start`; they may be run while the program is. */
export async function withDatabase<T>(
  config: RuntimeConfig,
  work: (database: RunningDatabase) => Promise<T>,
): Promise<T> {
  const database = await startDatabase(config, { join: true });
  config.databaseUrl = database.url;
  try {
    return await work(database);
  } finally {
    await database.stop();
  }
}
