import { readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditEntry, AuditHead, AuditSeal, ThrottleCounter } from './audit/audit.entity.js';
import { AuditLog } from './audit/audit-log.service.js';
import { ReadAuditState } from './audit/audit-state.service.js';
import { PublishAuditHead } from './audit/publish-audit-head.service.js';
import { SealAudit } from './audit/seal-audit.service.js';
import { VerifyAudit } from './audit/verify-audit.service.js';
import { requireSecret } from './config/config.js';
import { RuntimeConfig } from './config/runtime.config.js';
import { s3Settings, type S3Settings } from './config/storage.config.js';
import { KeyRing } from './crypto/key-ring.js';
import { RotateIndexes } from './crypto/rotate-indexes.service.js';
import { RotateKeys } from './crypto/rotate-keys.service.js';
import { databaseOptions } from './database/database.options.js';
import { PreparedStatements } from './database/prepared-statements.service.js';
import { UnitOfWork } from './database/unit-of-work.js';
import { CleanJobs } from './jobs/clean-jobs.service.js';
import { Job } from './jobs/job.entity.js';
import { JobBoard } from './jobs/job-board.service.js';
import { JobQueue } from './jobs/job-queue.service.js';
import { JobRunner } from './jobs/job-runner.service.js';
import { PersonalData } from './personal-data/personal-data.service.js';
import { PlatformData } from './personal-data/platform-data.source.js';
import { makeDataFolder } from './storage/data-folder.js';
import { RemoveFiles } from './storage/remove-files.service.js';
import { LocalStorage } from './storage/local-storage.js';
import { S3Client } from './storage/s3-client.js';
import { S3Storage } from './storage/s3-storage.js';
import { Storage } from './storage/storage.js';
import { Throttle } from './throttle.service.js';
import { Clock } from './time/clock.js';

/** What every other lib stands on. `config.databaseUrl` must be set by whoever starts the program. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(config: RuntimeConfig, poolSize = 10): DynamicModule {
    const store = s3Settings();
    const providers = [
      { provide: RuntimeConfig, useValue: config },
      { provide: KeyRing, useFactory: () => new KeyRing(secrets(config)) },
      { provide: Storage, useFactory: () => storageOf(config, store) },
      Clock,
      UnitOfWork,
      PreparedStatements,
      JobQueue,
      JobRunner,
      JobBoard,
      AuditLog,
      SealAudit,
      PublishAuditHead,
      VerifyAudit,
      ReadAuditState,
      RotateIndexes,
      RotateKeys,
      CleanJobs,
      PersonalData,
      PlatformData,
      RemoveFiles,
      Throttle,
    ];
    return {
      module: PlatformModule,
      imports: [
        DiscoveryModule,
        TypeOrmModule.forRoot({
          ...databaseOptions({ url: config.databaseUrl ?? '', poolSize }),
          autoLoadEntities: true,
          retryAttempts: 5,
          retryDelay: 1000,
        }),
        TypeOrmModule.forFeature([Job, AuditEntry, AuditHead, AuditSeal, ThrottleCounter]),
      ],
      providers,
      exports: [...providers, TypeOrmModule, DiscoveryModule],
    };
  }
}

function storageOf({ dataPath }: RuntimeConfig, settings: S3Settings | null): Storage {
  return settings
    ? new S3Storage(new S3Client(settings), join(dataPath, 'staging'))
    : new LocalStorage(join(dataPath, 'files'));
}

/** The first encrypts; `APP_SECRET` may list older ones after a comma. Outside production one is made and kept in the data folder. */
function secrets(config: RuntimeConfig): string[] {
  if (config.appSecret) {
    const list = config.appSecret.split(',').map((secret) => secret.trim());
    return config.production ? list.map((secret) => requireSecret('APP_SECRET', secret)) : list;
  }
  if (config.production) requireSecret('APP_SECRET', undefined);
  const file = join(config.dataPath, 'app.secret');
  try {
    return [readFileSync(file, 'utf8').trim()];
  } catch {
    makeDataFolder(config.dataPath);
    try {
      writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
    } catch {
      // another process made it first
    }
    return [readFileSync(file, 'utf8').trim()];
  }
}
