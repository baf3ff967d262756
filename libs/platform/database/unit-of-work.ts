import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** A transaction, passed explicitly. Plain SQL: `tx.query(sql, params)`. */
export type Tx = EntityManager;

@Injectable()
export class UnitOfWork {
  constructor(private readonly dataSource: DataSource) {}

  /** Runs `work` in the caller's transaction when one is given, else in a new one. */
  async run<T>(work: (tx: Tx) => Promise<T>, tx?: Tx): Promise<T> {
    return tx ? work(tx) : this.dataSource.transaction(work);
  }
}
