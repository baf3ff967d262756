import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { StartupError } from '../../errors/startup-error.js';
import { makeDataFolder } from '../../storage/data-folder.js';
import { embeddedBinaries } from './binaries.js';
import { dataAtHand, type ClusterFiles } from './data-at-hand.js';
import { endForsaken, initCluster, run } from './init-cluster.js';
import { keep, keeperOf, release } from './keeper.js';
import { stopOrphan } from './orphan.js';
import { unprivileged, type Unprivileged } from './unprivileged.js';
import { refusalOf, whyEnded, whyNotStarted } from './why-not.js';

export interface EmbeddedOptions {
  /** Folder that holds `postgres/` (the cluster) and `postgres.json` (its password). */
  folder: string;
  /** For tests: no durability, so everything is faster. */
  volatile?: boolean;
  maxConnections?: number;
  /** A free one when left out. */
  port?: number;
  /** Use the one that another process keeps running on this folder, if there is one. */
  join?: boolean;
}

/** A real PostgreSQL, run from npm's binaries on a free port of the loopback address. */
export class EmbeddedPostgres {
  private server?: ChildProcess;
  private port = 0;
  private exited = false;
  /** Told what the server said last, in words for its operator; empty when it said nothing. */
  onUnexpectedExit: (reason: string) => void = () => undefined;

  private readonly files: ClusterFiles;

  constructor(private readonly options: EmbeddedOptions) {
    const file = (name: string) => join(options.folder, name);
    this.files = {
      cluster: file('postgres'),
      passwordFile: file('postgres.password'),
      marker: file('postgres.ready'),
    };
  }

  async start(): Promise<void> {
    makeDataFolder(this.options.folder);
    if (this.isKept()) return this.waitUntilReady([]);
    const binaries = await embeddedBinaries();
    const as = unprivileged(binaries.postgres, this.files.cluster);
    keep(this.options.folder);
    if (dataAtHand(this.files) === 'none') await this.initialise(binaries.initdb, as);
    if (!existsSync(this.files.marker)) writeFileSync(this.files.marker, new Date().toISOString());
    await stopOrphan(this.files.cluster);
    this.port = this.options.port ?? (await freePort());
    const log: string[] = [];
    const server = run(binaries.postgres, as, this.serverArguments());
    server.stderr?.on('data', (chunk: Buffer) => {
      log.push(chunk.toString());
      if (log.length > 40) log.shift();
    });
    const ended = () => {
      release(this.options.folder);
      // What it said last may still be on its way.
      if (!this.exited) setTimeout(() => this.onUnexpectedExit(whyEnded(log.join(''), this.files.cluster)), 200);
      this.exited = true;
    };
    server.on('exit', ended);
    server.on('error', (error) => {
      log.push(error.message);
      ended();
    });
    this.server = server;
    try {
      await this.waitUntilReady(log);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** True when another process keeps this folder's database running, and it may be joined: then it is not ours to stop. */
  private isKept(): boolean {
    const keeper = keeperOf(this.options.folder);
    if (keeper === null || keeper === process.pid) return false;
    const port = portIn(join(this.files.cluster, 'postmaster.pid'));
    if (!this.options.join || !port)
      throw new StartupError(
        `Thư mục dữ liệu ${this.options.folder} đang được một chương trình khác dùng (tiến trình ${keeper}). ` +
          'Hãy dừng chương trình đó hoặc chờ nó xong, hoặc đặt DATA_DIR sang thư mục khác.',
      );
    this.port = port;
    return true;
  }

  /** Fast shutdown: running transactions are rolled back, what was acknowledged is on disk. */
  async stop(): Promise<void> {
    const { server } = this;
    if (!server || this.exited) return;
    this.exited = true;
    await new Promise<void>((done) => {
      server.once('exit', () => done());
      server.kill('SIGINT');
    });
  }

  url(database = 'hoc_vu_so'): string {
    return `postgres://postgres:${this.password()}@127.0.0.1:${this.port}/${database}`;
  }

  /** Makes the database unless it is there. */
  async ensureDatabase(name: string): Promise<void> {
    const client = new pg.Client(this.url('postgres'));
    await client.connect();
    try {
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
      if (!rowCount) await client.query(`CREATE DATABASE "${name}" ENCODING 'UTF8' TEMPLATE template0`);
    } finally {
      await client.end();
    }
  }

  /** Also after one that was interrupted: what it left holds nothing yet. */
  private async initialise(initdb: string, as: Unprivileged): Promise<void> {
    const { cluster, passwordFile } = this.files;
    await endForsaken(cluster);
    rmSync(cluster, { recursive: true, force: true });
    await initCluster({ initdb, as, cluster, passwordFile });
  }

  private serverArguments(): string[] {
    const settings = [
      'listen_addresses=127.0.0.1',
      `port=${this.port}`,
      'unix_socket_directories=',
      `max_connections=${this.options.maxConnections ?? 80}`,
      'shared_buffers=256MB',
      'timezone=UTC',
      'log_timezone=UTC',
      'jit=off',
      ...(this.options.volatile ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
    ];
    return ['-D', this.files.cluster, ...settings.flatMap((setting) => ['-c', setting])];
  }

  private password(): string {
    return readFileSync(this.files.passwordFile, 'utf8').trim();
  }

  private async waitUntilReady(log: string[]): Promise<void> {
    for (let waited = 0; waited < 60_000; waited += 50) {
      if (this.exited) throw new StartupError(whyNotStarted(log.join(''), this.files.cluster));
      const client = new pg.Client(this.url('postgres'));
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        const refusal = refusalOf(error, this.files.passwordFile);
        if (refusal) throw new StartupError(refusal);
        await new Promise((done) => setTimeout(done, 50));
      }
    }
    throw new StartupError('PostgreSQL đi kèm không sẵn sàng sau 60 giây.');
  }
}

/** The fourth line of PostgreSQL's own pid file. */
function portIn(pidFile: string): number | null {
  return existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[3]) || null : null;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}
