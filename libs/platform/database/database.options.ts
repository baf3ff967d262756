import type { DataSourceOptions } from 'typeorm';
import { migrations } from '#migrations';
import { QueryCounter } from './query-counter.js';
import { setPgTypes } from './pg-types.js';

/** The role the programs act as: owner of nothing, granted by the migrations what each table allows. */
export const APP_ROLE = 'hvs_app';

interface ConnectionChoice {
  url: string;
  poolSize?: number;
  /** The owner runs migrations; everything else acts as the app role. */
  asOwner?: boolean;
}

export function databaseOptions({ url, poolSize = 10, asOwner = false }: ConnectionChoice): DataSourceOptions {
  setPgTypes();
  return {
    type: 'postgres',
    url,
    migrations,
    migrationsTransactionMode: 'each',
    installExtensions: false,
    logger: new QueryCounter(),
    logging: ['query'],
    extra: {
      max: poolSize,
      connectionTimeoutMillis: 3000,
      idleTimeoutMillis: 30_000,
      options: asOwner ? '-c TimeZone=UTC' : `-c role=${APP_ROLE} -c TimeZone=UTC -c statement_timeout=30s`,
    },
  };
}
