import { Injectable } from '@nestjs/common';
import { DataSource, type EntitySubscriberInterface, type TransactionCommitEvent } from 'typeorm';
import type { Tx } from '#libs/platform';

const KEPT_MS = 3_000;
const KEPT = 1_000;
const MARK = 'catalogueChanged';

/**
 * Remembers for a moment which versions are current, because every reader asks. Another process's publication shows after
 * at most KEPT_MS; this process's own shows as soon as it is committed.
 */
@Injectable()
export class CurrentVersions implements EntitySubscriberInterface {
  private readonly kept = new Map<string, { value: unknown; until: number }>();
  private generation = 0;

  constructor(dataSource: DataSource) {
    dataSource.subscribers.push(this);
  }

  async get<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.kept.get(key);
    if (known && known.until > performance.now()) return known.value as T;
    const generation = this.generation;
    const value = await load();
    // what was read before a publication must not be remembered after it
    if (generation === this.generation) this.remember(key, value);
    return value;
  }

  private remember(key: string, value: unknown): void {
    if (this.kept.size >= KEPT) this.kept.clear();
    this.kept.set(key, { value, until: performance.now() + KEPT_MS });
  }

  /** Forgets everything when the transaction commits. */
  changedIn(tx: Tx): void {
    if (tx.queryRunner) tx.queryRunner.data[MARK] = true;
  }

  afterTransactionCommit({ queryRunner }: TransactionCommitEvent): void {
    if (!queryRunner.data[MARK]) return;
    delete queryRunner.data[MARK];
    this.generation += 1;
    this.kept.clear();
  }
}
