import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { userInfo } from 'node:os';
import { StartupError } from '../../errors/startup-error.js';

/** How to run PostgreSQL's programs, which refuse to run as root. */
export interface Unprivileged {
  uid?: number;
  gid?: number;
  /** Put before the command. */
  prefix: string[];
}

const USER = 'postgres';

/**
 * As an ordinary user: nothing to do. As root: a `postgres` user (made when missing). When a folder above the
 * programs or the data is closed to other users (a clone under /root, a `mktemp -d`), the capability to pass
 * through folders is kept for PostgreSQL alone, rather than opening the folder to everyone.
 */
export function unprivileged(...paths: string[]): Unprivileged {
  if (userInfo().uid !== 0) return { prefix: [] };
  const { uid, gid } = postgresUser();
  if (paths.every(reachableByOthers)) return { uid, gid, prefix: [] };
  for (const capability of ['dac_read_search', 'dac_override']) {
    const prefix = [
      'setpriv',
      `--reuid=${uid}`,
      `--regid=${gid}`,
      '--clear-groups',
      `--inh-caps=-all,+${capability}`,
      `--ambient-caps=-all,+${capability}`,
      `--bounding-set=-all,+${capability}`,
    ];
    if (works([...prefix, 'test', '-r', paths[0]])) return { prefix };
  }
  throw new StartupError(
    `Thư mục ${paths.find((path) => !reachableByOthers(path))} không cho người dùng khác đi qua, nên PostgreSQL đi kèm ` +
      `không đọc được. Hãy chuyển dự án sang thư mục khác (ví dụ /opt/hoc-vu-so), hoặc chạy bằng người dùng thường.`,
  );
}

function postgresUser(): { uid: number; gid: number } {
  try {
    return lookUp();
  } catch {
    try {
      execFileSync('groupadd', ['--system', '--force', USER], { stdio: 'ignore' });
      execFileSync('useradd', ['--system', '--gid', USER, '--no-create-home', '--shell', '/usr/sbin/nologin', USER], {
        stdio: 'ignore',
      });
      return lookUp();
    } catch {
      throw new StartupError(
        'Đang chạy bằng root mà không tạo được người dùng "postgres" cho cơ sở dữ liệu. Hãy chạy bằng người dùng thường.',
      );
    }
  }
}

function lookUp(): { uid: number; gid: number } {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, USER], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
  return { uid: id('-u'), gid: id('-g') };
}

function reachableByOthers(path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    try {
      const info = statSync(folder);
      if (folder !== resolve(path) && info.isDirectory() && !(info.mode & 0o001)) return false;
    } catch {
      // not there yet: it will be made, the folders above decide
    }
    if (folder === dirname(folder)) return true;
  }
}

function works([command, ...args]: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
