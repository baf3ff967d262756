import { resolve } from 'node:path';
import { StartupError } from '#libs/platform';

export interface BenchOptions {
  people: number;
  /** Folder of the bench's own embedded database; kept, and used again by the next run. */
  folder: string;
  /** Seconds of each measured load. */
  seconds: number;
  connections: number;
  /** Quiz submissions measured. */
  submissions: number;
  exportRows: number;
  /** Writes the table into docs/performance.md. */
  write: boolean;
  /** One scenario alone; all without it. */
  only: string | null;
  /** Folder for CPU profiles of the web, one per run; none without it. */
  profile: string | null;
}

const HELP =
  'npm run bench -- [--people N] [--data DIR] [--seconds N] [--connections N] [--submissions N] [--export-rows N] [--only pages|submission|sign-in|figures|export|units|roster|search|certificates] [--write] [--profile DIR]';

export function readOptions(args: string[]): BenchOptions {
  const text = (name: string): string | null => {
    const at = args.indexOf(`--${name}`);
    return at < 0 ? null : (args[at + 1] ?? '');
  };
  const number = (name: string, otherwise: number): number => {
    const value = Number(text(name) ?? otherwise);
    if (!Number.isInteger(value) || value < 1) throw new StartupError(`--${name}: cần một số nguyên dương.\n${HELP}`);
    return value;
  };
  return {
    people: number('people', 100_000),
    folder: resolve(text('data') ?? '.data/bench'),
    seconds: number('seconds', 10),
    connections: number('connections', 10),
    submissions: number('submissions', 1500),
    exportRows: number('export-rows', 100_000),
    write: args.includes('--write'),
    only: text('only'),
    profile: text('profile'),
  };
}
