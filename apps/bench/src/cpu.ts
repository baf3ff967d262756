import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Linux counts processor time in hundredths of a second on every machine we run on (USER_HZ). */
const MS_PER_TICK = 10;

/** User and system time of a process so far, in ms; 0 when it is gone. */
export function processCpu(pid: number): number {
  const fields = stat(pid);
  return fields ? (fields.utime + fields.stime) * MS_PER_TICK : 0;
}

/** The same of PostgreSQL: the postmaster, its live backends, and those that have ended (waited for by it). */
export function databaseCpu(postmaster: number): number {
  const own = stat(postmaster);
  if (!own) return 0;
  let ticks = own.utime + own.stime + own.ended;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const fields = stat(Number(entry));
    if (fields?.parent === postmaster) ticks += fields.utime + fields.stime;
  }
  return ticks * MS_PER_TICK;
}

/** The embedded cluster writes its postmaster's pid into its first line. */
export function postmasterPid(folder: string): number {
  return Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function stat(pid: number): { parent: number; utime: number; stime: number; ended: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name stands in parentheses and may hold spaces: fields are counted after it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [parent, utime, stime, cutime, cstime] = [1, 11, 12, 13, 14].map((i) => Number(fields[i]));
    return { parent: parent!, utime: utime!, stime: stime!, ended: cutime! + cstime! };
  } catch {
    return null;
  }
}
