import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.js';

const PROGRAM = fileURLToPath(new URL('./s3-server-process.js', import.meta.url));
const BUCKET = 'hoc-vu-so';

/** A real S3 server on a folder that goes with it; it may be killed and started again over the same files. */
export class S3Server {
  private readonly folder = mkdtempSync(join(tmpdir(), 'hvs-s3-'));
  private child: ChildProcess | null = null;

  private constructor(private readonly port: number) {}

  static async start(): Promise<S3Server> {
    const server = new S3Server(await freePort());
    await server.run();
    return server;
  }

  /** The server's only key. */
  get settings() {
    const endpoint = `http://127.0.0.1:${this.port}`;
    return { endpoint, bucket: BUCKET, region: 'us-east-1', accessKey: 'S3RVER', secretKey: 'S3RVER' };
  }

  async run(): Promise<void> {
    this.child = fork(PROGRAM, [this.folder, String(this.port), BUCKET], { execArgv: [] });
    await once(this.child, 'message');
  }

  async kill(): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
