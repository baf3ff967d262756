import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which process started the database of a folder; `startedAt` tells it from another that was given the same id later. */
interface Keeper {
  pid: number;
  startedAt: string | null;
}

const fileOf = (folder: string): string => join(folder, 'postgres.keeper');

export const keep = (folder: string): void =>
  writeFileSync(fileOf(folder), JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) }));

export function release(folder: string): void {
  if (read(folder)?.pid === process.pid) rmSync(fileOf(folder), { force: true });
}

/** The process that keeps the database of this folder running; null when it has gone, or was never there. */
export function keeperOf(folder: string): number | null {
  const keeper = read(folder);
  if (!keeper || !isAlive(keeper.pid) || startOf(keeper.pid) !== keeper.startedAt) return null;
  return keeper.pid;
}

function read(folder: string): Keeper | null {
  try {
    return JSON.parse(readFileSync(fileOf(folder), 'utf8')) as Keeper;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** In ticks since the machine started; the name of the program may hold spaces and brackets. Null where there is no /proc. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
