import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { Tx } from './unit-of-work.js';

/**
 * For the few statements that nearly every request makes: the server plans each once per connection and only fills it in after,
 * which costs the database a fifth and the web half of an ordinary statement.
 */
@Injectable()
export class PreparedStatements {
  constructor(private readonly dataSource: DataSource) {}

  /** `name` stands for exactly one text; a second text under it is refused by the driver. */
  async run<Row>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    this.dataSource.logger.logQuery(text, values);
    const { rows } = await this.pool().query({ name, text, values });
    return rows as Row[];
  }

  private pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}

/** The same inside a transaction. */
export async function runPrepared<Row>(tx: Tx, name: string, text: string, values: unknown[]): Promise<Row[]> {
  tx.connection.logger.logQuery(text, values);
  const client = (await tx.queryRunner!.connect()) as PoolClient;
  const { rows } = await client.query({ name, text, values });
  return rows as Row[];
}
