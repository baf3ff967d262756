import type { INestApplicationContext } from '@nestjs/common';
import type { Child } from './children/child.js';
import type { Measured } from './load.js';
import type { BenchOptions } from './options.js';

/** What every scenario works with. */
export interface Bench {
  options: BenchOptions;
  app: INestApplicationContext;
  databaseUrl: string;
  postmaster: number;
  web: Child;
  webUrl: string;
  bare: Child;
}

/** One line of the table. */
export interface Line {
  what: string;
  measured: Measured | null;
  /** The bare server's or raw SQL's. */
  yardstick: Measured | null;
  yardstickName: string;
  /** Anything else worth a column: rows per second, memory. */
  note: string;
  mark: string;
  reached: string;
  holds: boolean;
}

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
