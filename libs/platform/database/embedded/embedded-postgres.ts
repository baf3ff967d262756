import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { StartupError } from '../../errors/startup-error.js';
import { embeddedBinaries } from './binaries.js';
import { stopOrphan } from './orphan.js';
import { unprivileged, type Unprivileged } from './unprivileged.js';

export interface EmbeddedOptions {
  /** Folder that holds `postgres/` (the cluster) and `postgres.json` (its password). */
  folder: string;
  /** For tests: no durability, so everything is faster. */
  volatile?: boolean;
  maxConnections?: number;
  /** A free one when left out. */
  port?: number;
}

/** A real PostgreSQL, run from npm's binaries on a free port of the loopback address. */
export class EmbeddedPostgres {
  private server?: ChildProcess;
  private port = 0;
  private exited = false;
  onUnexpectedExit: (code: number | null) => void = () => undefined;

  constructor(private readonly options: EmbeddedOptions) {}

  async start(): Promise<void> {
    this.makeFolder();
    const binaries = await embeddedBinaries();
    const as = unprivileged(binaries.postgres, this.cluster);
    if (this.halfInitialised()) rmSync(this.cluster, { recursive: true, force: true });
    if (!existsSync(this.marker)) await this.initialise(binaries.initdb, as);
    await stopOrphan(this.cluster);
    this.port = this.options.port ?? (await freePort());
    const log: string[] = [];
    const server = run(binaries.postgres, as, this.serverArguments());
    server.stderr?.on('data', (chunk: Buffer) => {
      log.push(chunk.toString());
      if (log.length > 40) log.shift();
    });
    server.on('exit', (code) => {
      if (!this.exited) this.onUnexpectedExit(code);
      this.exited = true;
    });
    this.server = server;
    await this.waitUntilReady(log);
    server.stderr?.removeAllListeners('data');
    server.stderr?.resume();
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

  private get cluster(): string {
    return join(this.options.folder, 'postgres');
  }
  private get passwordFile(): string {
    return join(this.options.folder, 'postgres.password');
  }
  /** Written after initdb has ended well; a cluster without it was interrupted and holds nothing yet. */
  private get marker(): string {
    return join(this.options.folder, 'postgres.ready');
  }

  private halfInitialised(): boolean {
    return existsSync(this.cluster) && !existsSync(this.marker);
  }

  private makeFolder(): void {
    try {
      mkdirSync(this.options.folder, { recursive: true, mode: 0o755 });
      const probe = join(this.options.folder, `.probe-${process.pid}`);
      writeFileSync(probe, '');
      rmSync(probe);
    } catch {
      throw new StartupError(
        `Không ghi được vào thư mục dữ liệu ${this.options.folder}. Hãy kiểm tra quyền, hoặc đặt DATA_DIR sang thư mục khác.`,
      );
    }
  }

  private async initialise(initdb: string, as: Unprivileged): Promise<void> {
    mkdirSync(this.cluster, { recursive: true, mode: 0o700 });
    const password = randomBytes(18).toString('base64url');
    const handOver = `${this.cluster}.pw`;
    writeFileSync(this.passwordFile, password, { mode: 0o600 });
    writeFileSync(handOver, `${password}\n`, { mode: 0o600 });
    const owner = ownerOf(as);
    if (owner) {
      chownSync(this.cluster, owner.uid, owner.gid);
      chownSync(handOver, owner.uid, owner.gid);
    }
    const child = run(initdb, as, [
      `--pgdata=${this.cluster}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${handOver}`,
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ]);
    let output = '';
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.stdout?.on('data', (chunk) => (output += chunk));
    const code = await new Promise<number | null>((done) => {
      child.on('error', (error) => {
        output += error.message;
        done(-1);
      });
      child.on('close', done);
    });
    rmSync(handOver, { force: true });
    if (code !== 0)
      throw new StartupError(
        `Không tạo được cơ sở dữ liệu ở ${this.cluster}:\n${output.trim().split('\n').slice(-5).join('\n')}`,
      );
    writeFileSync(this.marker, new Date().toISOString());
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
    return ['-D', this.cluster, ...settings.flatMap((setting) => ['-c', setting])];
  }

  private password(): string {
    return readFileSync(this.passwordFile, 'utf8').trim();
  }

  private async waitUntilReady(log: string[]): Promise<void> {
    for (let waited = 0; waited < 60_000; waited += 50) {
      if (this.exited)
        throw new StartupError(
          `PostgreSQL đi kèm không khởi động được:\n${log.join('').trim().split('\n').slice(-5).join('\n')}`,
        );
      const client = new pg.Client(this.url('postgres'));
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.end();
        return;
      } catch {
        await new Promise((done) => setTimeout(done, 50));
      }
    }
    throw new StartupError('PostgreSQL đi kèm không sẵn sàng sau 60 giây.');
  }
}

/** In a process group of its own: Ctrl-C in a terminal reaches the supervisor, which stops the database last. */
function run(command: string, as: Unprivileged, args: string[]): ChildProcess {
  const [file, ...rest] = [...as.prefix, command, ...args];
  return spawn(file, rest, {
    uid: as.uid,
    gid: as.gid,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  });
}

function ownerOf(as: Unprivileged): { uid: number; gid: number } | null {
  if (as.uid !== undefined && as.gid !== undefined) return { uid: as.uid, gid: as.gid };
  const find = (name: string) => as.prefix.find((part) => part.startsWith(name))?.split('=')[1];
  const uid = find('--reuid');
  return uid ? { uid: Number(uid), gid: Number(find('--regid')) } : null;
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
