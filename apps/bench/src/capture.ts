import type { DataSource, Logger } from 'typeorm';

export interface Statement {
  sql: string;
  params: unknown[];
}

const FRAME = /^(START TRANSACTION|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)/i;

/** Runs `work` and answers the statements it sent, with their values and without the transaction's frame. */
export async function captureStatements(db: DataSource, work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const before = db.logger;
  db.logger = new StatementLog(statements);
  try {
    await work();
  } finally {
    db.logger = before;
  }
  return statements;
}

class Undo extends Error {}

/** The same of a use case that writes: everything it wrote is rolled back, so that it can be done again for real. */
export async function captureAndUndo(
  db: DataSource,
  work: (tx: DataSource['manager']) => Promise<unknown>,
): Promise<Statement[]> {
  return captureStatements(db, async () => {
    const undone = db.transaction(async (tx) => {
      await work(tx);
      throw new Undo();
    });
    await undone.catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  });
}

class StatementLog implements Logger {
  constructor(private readonly statements: Statement[]) {}

  logQuery(sql: string, params: unknown[] = []): void {
    if (!FRAME.test(sql)) this.statements.push({ sql, params });
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
