import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** Web processes under the cluster's first one. */
export function childrenOf(pid: number): number[] {
  const { stdout } = psOf(pid);
  return stdout.split('\n').map(Number).filter(Boolean);
}

function psOf(pid: number): { stdout: string } {
  try {
    return { stdout: execFileSync('ps', ['--ppid', String(pid), '-o', 'pid=']).toString() };
  } catch {
    return { stdout: '' };
  }
}

/** Which of the processes holds the server's end of the connection from `clientPort`. */
export function holderOf(pids: number[], serverPort: number, clientPort: number): number | undefined {
  const inode = inodeOf(serverPort, clientPort);
  return pids.find((pid) => {
    try {
      return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`);
    } catch {
      return false;
    }
  });
}

function inodeOf(serverPort: number, clientPort: number): string | undefined {
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');
  const rows = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
  return rows.find(
    ([, local, remote]) => local?.endsWith(`:${hex(serverPort)}`) && remote?.endsWith(`:${hex(clientPort)}`),
  )?.[9];
}
