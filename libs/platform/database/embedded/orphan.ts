import { existsSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '../../errors/startup-error.js';

/**
 * A supervisor that was killed leaves its PostgreSQL running on the same files. It is stopped the gentle way (fast
 * shutdown, by the process id in its own pid file) and its pid file removed if it was left behind by a dead process.
 */
export async function stopOrphan(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!worksOn(pid, cluster)) {
    rmSync(pidFile, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 20_000; waited += 100) {
    if (!existsSync(pidFile)) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new StartupError(`Cơ sở dữ liệu của lần chạy trước (tiến trình ${pid}) chưa dừng. Hãy thử lại sau ít giây.`);
}

/** Whether that process lives and works on these files; the id alone may have been given to another since. */
export function worksOn(pid: number, cluster: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return (
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(cluster) || readlinkSync(`/proc/${pid}/cwd`) === cluster
    );
  } catch {
    return existsSync('/proc') ? false : true;
  }
}
