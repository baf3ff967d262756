import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable, Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { Handles, JobQueue, PlatformModule, RuntimeConfig, UnitOfWork, type JobHandler } from '#libs/platform';
import { createTestDatabase, eventually, freePort, type TestDatabase } from '#libs/testing';
import { bullTransport } from '../src/bull-transport.module.js';

const runs = new Map<string, number>();

@Injectable()
@Handles('test.count')
class CountHandler implements JobHandler<{ name: string }> {
  async run({ name }: { name: string }): Promise<void> {
    runs.set(name, (runs.get(name) ?? 0) + 1);
  }
}

@Module({})
class WorkerUnderTest {}

/** Jobs over a real redis-server, which dies in the middle and comes back empty. */
describe('jobs through Bull', () => {
  let database: TestDatabase;
  let redis: ChildProcess;
  let app: INestApplicationContext;
  let port: number;
  const folder = mkdtempSync(join(tmpdir(), 'hvs-redis-'));

  const startRedis = () => {
    redis = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
      { stdio: 'ignore' },
    );
  };
  const enqueue = (name: string) =>
    app.get(UnitOfWork).run((tx) => app.get(JobQueue).enqueue(tx, 'test.count', { name }));
  const done = async (count: number) => {
    const [{ ended }] = await app
      .get(DataSource)
      .query(`SELECT count(*)::int AS ended FROM job WHERE kind = 'test.count' AND done_at IS NOT NULL`);
    expect(ended).toBe(count);
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    port = await freePort();
    startRedis();
    const config = Object.assign(new RuntimeConfig(), { nodeEnv: 'test', databaseUrl: database.url, dataDir: folder });
    app = await NestFactory.createApplicationContext(
      {
        module: WorkerUnderTest,
        imports: [PlatformModule.forRoot(config, 4), bullTransport(`redis://127.0.0.1:${port}`)],
        providers: [CountHandler],
      },
      { logger: false },
    );
  });
  afterAll(async () => {
    await app.close();
    redis.kill('SIGKILL');
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('runs each job once', async () => {
    for (const name of ['a', 'b', 'c']) await enqueue(name);
    await eventually(() => done(3));
    expect([...runs.values()]).toEqual([1, 1, 1]);
  });

  it('loses no job when Redis is killed and comes back with nothing in it', async () => {
    const dead = new Promise((ended) => redis.once('exit', ended));
    redis.kill('SIGKILL');
    await dead;
    for (const name of ['d', 'e']) await enqueue(name);
    startRedis();
    await eventually(() => done(5), { withinMs: 90_000 });
    expect(runs.get('d')).toBe(1);
    expect(runs.get('e')).toBe(1);
  }, 400_000);
});
