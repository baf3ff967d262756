import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test, type TestingModule } from '@nestjs/testing';
import type { ModuleMetadata } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, PlatformModule, RuntimeConfig } from '#libs/platform';
import { createTestDatabase } from './database.js';

/** A clock that stands still until it is told to move. */
export class TestClock extends Clock {
  constructor(private current = new Date('2026-11-20T03:00:00Z')) {
    super();
  }
  override now(): Date {
    return new Date(this.current);
  }
  set(at: string | Date): void {
    this.current = new Date(at);
  }
  advance(seconds: number): void {
    this.current = new Date(this.current.getTime() + seconds * 1000);
  }
}

export interface TestContext {
  module: TestingModule;
  db: DataSource;
  clock: TestClock;
  config: RuntimeConfig;
  /** Service from the module, like `module.get` but finds it in any imported module. */
  get<T>(type: abstract new (...args: never[]) => T): T;
  close(): Promise<void>;
}

/** Boots libs on a database of their own: `createTestContext({ imports: [RostersModule] })`. The clock is a TestClock unless `realClock`. */
export async function createTestContext(
  metadata: ModuleMetadata,
  options: { realClock?: boolean } = {},
): Promise<TestContext> {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'hvs-suite-'));
  const config = Object.assign(new RuntimeConfig(), {
    nodeEnv: 'test',
    databaseUrl: database.url,
    dataDir: folder,
    port: 0,
  });
  const clock = new TestClock();
  const builder = Test.createTestingModule({
    ...metadata,
    imports: [PlatformModule.forRoot(config, 4), ...(metadata.imports ?? [])],
  });
  if (!options.realClock) builder.overrideProvider(Clock).useValue(clock);
  const module = await builder.compile();
  await module.init();
  return {
    module,
    clock,
    config,
    db: module.get(DataSource),
    get: (type) => module.get(type, { strict: false }),
    async close() {
      await module.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
