import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { RuntimeConfig } from '#libs/platform';
import { createTestDatabase } from '#libs/testing';
import { createApp } from '../src/create-app.js';

export interface WebContext {
  app: NestFastifyApplication;
  config: RuntimeConfig;
  db: DataSource;
  get<T>(type: abstract new (...args: never[]) => T): T;
  close(): Promise<void>;
}

/**
 * The real web on a database of its own; use `visit(context)` or supertest on `context.app.getHttpServer()`.
 * With `shared` it stands beside another program, on that one's database and folder (and so its keys).
 */
export async function createWebContext(shared?: { databaseUrl: string; folder: string }): Promise<WebContext> {
  const database = shared ? { url: shared.databaseUrl, drop: async () => undefined } : await createTestDatabase();
  const folder = shared?.folder ?? mkdtempSync(join(tmpdir(), 'hvs-web-'));
  const config = Object.assign(new RuntimeConfig(), {
    nodeEnv: 'test',
    databaseUrl: database.url,
    dataDir: folder,
    port: 3000,
  });
  const app = await createApp(config, { poolSize: 4 });
  return {
    app,
    config,
    db: app.get(DataSource),
    get: (type) => app.get(type, { strict: false }),
    async close() {
      await app.close();
      await database.drop();
      if (!shared) rmSync(folder, { recursive: true, force: true });
    },
  };
}
