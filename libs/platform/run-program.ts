import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { ConfigError } from './config/config.js';
import { StartupError } from './errors/startup-error.js';

/** Runs a program's start. What it refuses to start with is told in a sentence; anything else with its stack. */
export async function runProgram(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    process.stderr.write(`${isExpected(error) ? error.message : (error as Error).stack}\n`);
    process.exit(1);
  }
}

/** What is told to stop and cannot, say because Redis is away, is ended: whoever told it may be gone and not look again. */
export function endWithin(milliseconds: number): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => setTimeout(() => process.exit(1), milliseconds).unref());
}

/** Leaves what `runProgram` tells in a sentence to it: the framework would print its stack before. */
export class ProgramLogger extends ConsoleLogger {
  constructor(logLevels: LogLevel[]) {
    super({ logLevels });
  }

  override error(message: unknown, ...rest: unknown[]): void {
    if (!isExpected(message)) super.error(message, ...rest);
  }
}

function isExpected(error: unknown): error is Error {
  return error instanceof StartupError || error instanceof ConfigError;
}

/** Web and worker start no database of their own. */
export function requireDatabase(config: { databaseUrl?: string }): void {
  if (!config.databaseUrl) throw new ConfigError('DATABASE_URL: cần địa chỉ của PostgreSQL');
}
