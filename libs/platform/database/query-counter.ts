import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'typeorm';

interface Tally {
  statements: string[];
}
const tallies = new AsyncLocalStorage<Tally>();

/** Runs `work` and tells which SQL statements it sent. Hot paths are held to a number of statements by tests. */
export async function countStatements<T>(work: () => Promise<T>): Promise<{ result: T; statements: string[] }> {
  const tally: Tally = { statements: [] };
  const result = await tallies.run(tally, work);
  return { result, statements: tally.statements };
}

/** Collects statements of the current tally; writes nothing, so that no parameter ever reaches a log. */
export class QueryCounter implements Logger {
  logQuery(query: string): void {
    tallies.getStore()?.statements.push(query);
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
