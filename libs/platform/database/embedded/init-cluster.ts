import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { StartupError } from '../../errors/startup-error.js';
import { worksOn } from './orphan.js';
import type { Unprivileged } from './unprivileged.js';
import { whyNotMade } from './why-not.js';

export interface NewCluster {
  initdb: string;
  as: Unprivileged;
  cluster: string;
  /** Where the password of the user `postgres` is kept. */
  passwordFile: string;
}

export async function initCluster({ initdb, as, cluster, passwordFile }: NewCluster): Promise<void> {
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  const password = randomBytes(18).toString('base64url');
  const handOver = `${cluster}.pw`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  writeFileSync(handOver, `${password}\n`, { mode: 0o600 });
  const owner = ownerOf(as);
  if (owner) {
    chownSync(cluster, owner.uid, owner.gid);
    chownSync(handOver, owner.uid, owner.gid);
  }
  const child = run(initdb, as, [
    `--pgdata=${cluster}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${handOver}`,
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ]);
  if (child.pid) writeFileSync(processFile(cluster), String(child.pid));
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
  rmSync(processFile(cluster), { force: true });
  if (code !== 0) throw new StartupError(whyNotMade(output, cluster));
}

/** An `initdb` that outlived its program would go on writing and, on failing, remove what the next one makes. */
export async function endForsaken(cluster: string): Promise<void> {
  const pid = existsSync(processFile(cluster)) ? Number(readFileSync(processFile(cluster), 'utf8')) : 0;
  if (!pid || !worksOn(pid, cluster)) return;
  // With the helpers it started: it leads a process group.
  process.kill(-pid, 'SIGKILL');
  for (let waited = 0; worksOn(pid, cluster); waited += 20) {
    if (waited > 5000)
      throw new StartupError(`Tiến trình ${pid} của lần chạy trước chưa dừng. Hãy thử lại sau ít giây.`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

const processFile = (cluster: string): string => `${cluster}.initdb`;

/** In a process group of its own: Ctrl-C in a terminal reaches the supervisor, which stops the database last. */
export function run(command: string, as: Unprivileged, args: string[]): ChildProcess {
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
