import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedPostgres } from '#libs/platform';
import { eventually, freePort } from '#libs/testing';
import { HOST } from './proxied-browser.js';

export const CLI = 'dist/apps/cli/src/main.js';
export const WEB = 'dist/apps/web/src/cluster.js';
export const WORKER = 'dist/apps/worker/src/main.js';
/** A user that owns nothing: what the image's `node` user is to /app. */
const NOBODY = 65_534;

export interface Sms {
  id: string;
  to: string;
  text: string;
}

/** What docker/compose.yaml sets up, without Docker: PostgreSQL, Redis, an SMS gateway, and the settings for them. */
export class Machine {
  readonly messages: Sms[] = [];
  readonly data = mkdtempSync(join(tmpdir(), 'hvs-production-data-'));
  private readonly folder = mkdtempSync(join(tmpdir(), 'hvs-production-'));
  private readonly postgres = new EmbeddedPostgres({ folder: this.folder, volatile: true });
  private readonly started: ChildProcess[] = [];
  private gateway!: Server;
  port = 0;
  env: Record<string, string> = {};

  async start(): Promise<void> {
    await this.postgres.start();
    const owner = new URL(await this.makeOwner());
    const app = new URL(owner);
    app.username = 'hvs_programs';
    const redisPort = await freePort();
    const redis = ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--dir', this.folder];
    this.started.push(spawn('redis-server', redis, { stdio: 'ignore' }));
    this.port = await freePort();
    const user = unprivileged();
    if (user) chownSync(this.data, user.uid, user.gid);
    this.env = {
      NODE_ENV: 'production',
      PUBLIC_URL: `https://${HOST}`,
      APP_SECRET: 'k3Jq8ZtV1xWm5RbYc7Ds0FgH2LpN4Ta6',
      DATABASE_URL: app.toString(),
      DATABASE_OWNER_URL: owner.toString(),
      REDIS_URL: `redis://127.0.0.1:${redisPort}`,
      WEB_CONCURRENCY: '2',
      PORT: String(this.port),
      DATA_DIR: this.data,
      SMS_URL: await this.startGateway(),
      SMS_TOKEN: 'the-gateway-knows-it',
    };
  }

  /** An owner who is no superuser, and a login for the programs that owns nothing and has been granted nothing. */
  private async makeOwner(): Promise<string> {
    await this.sql(`CREATE ROLE hvs_owner LOGIN CREATEROLE PASSWORD 'p'`, 'postgres');
    await this.sql(`CREATE ROLE hvs_programs LOGIN PASSWORD 'p'`, 'postgres');
    await this.sql(`CREATE DATABASE hoc_vu_so OWNER hvs_owner TEMPLATE template0 ENCODING 'UTF8'`, 'postgres');
    const url = new URL(this.postgres.url());
    [url.username, url.password] = ['hvs_owner', 'p'];
    return url.toString();
  }

  /** As the server's superuser. */
  async sql(text: string, database = 'hoc_vu_so'): Promise<Record<string, unknown>[]> {
    const client = new pg.Client(this.postgres.url(database));
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  private startGateway(): Promise<string> {
    this.gateway = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        if (request.headers.authorization !== 'Bearer the-gateway-knows-it') return response.writeHead(401).end();
        this.messages.push(JSON.parse(body));
        return response.writeHead(202).end();
      });
    });
    return new Promise((done) =>
      this.gateway.listen(0, '127.0.0.1', () =>
        done(`http://127.0.0.1:${(this.gateway.address() as AddressInfo).port}/sms`),
      ),
    );
  }

  /** An operator's command, to its end. */
  cli(args: string[], env: Record<string, string> = {}) {
    return this.run([CLI, ...args], env);
  }

  run(args: string[], env: Record<string, string> = {}): { status: number | null; output: string } {
    const options = { ...this.options(env), timeout: 120_000, encoding: 'utf8' as const };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
    return { status, output: `${stdout}${stderr}` };
  }

  launch(program: string): ChildProcess {
    const child = spawn(process.execPath, [program], { ...this.options(), stdio: ['ignore', 'inherit', 'inherit'] });
    this.started.push(child);
    return child;
  }

  /** Nothing of the tester's own environment; no right to write anywhere but to the data folder. */
  private options(env: Record<string, string> = {}) {
    return { env: { PATH: process.env.PATH, ...this.env, ...env }, ...unprivileged() };
  }

  async ready(): Promise<void> {
    await eventually(
      async () => {
        const answer = await fetch(`http://127.0.0.1:${this.port}/readyz`);
        if (!answer.ok) throw new Error(`not ready: ${answer.status}`);
      },
      { withinMs: 240_000, everyMs: 100 },
    );
  }

  async stop(): Promise<void> {
    for (const child of this.started.reverse()) if (child.exitCode === null && child.signalCode === null) child.kill();
    this.gateway?.close();
    await this.postgres.stop();
    for (const folder of [this.folder, this.data]) rmSync(folder, { recursive: true, force: true });
  }
}

/** When the tests run as root and others may read the programs; else they run as whoever runs the tests. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const user = { uid: NOBODY, gid: NOBODY };
  const check = `fs.accessSync(${JSON.stringify(join(process.cwd(), CLI))}); fs.accessSync('node_modules/pg')`;
  return spawnSync(process.execPath, ['-e', check], user).status === 0 ? user : undefined;
}
