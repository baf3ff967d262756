import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Handles, Storage, UnitOfWork, type JobHandler } from '#libs/platform';
import { ErasePerson } from './erase-person.service.js';

/** Beside the database, so that restoring the database does not restore the list as well. */
const KEY = 'rights/erasures.txt';
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Who was erased, by bare id, kept where a restored backup cannot take it back: after a restore the list is run again.
 * One line per erasure, `time id`, only ever added to.
 */
@Injectable()
@Handles('rights.publish-erasures')
export class ErasureList implements JobHandler {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly storage: Storage,
    private readonly erase: ErasePerson,
  ) {}

  /** Adds what the database knows and the file does not. */
  async run(): Promise<void> {
    await this.publish([...(await this.fileLines()), ...(await this.databaseLines())]);
  }

  /**
   * Erases again whoever is on the list (the file's, the database's and the given one) and is there again; the
   * given one goes into the file. Answers how many were erased. Safe to run at any time.
   */
  async reapply(extra = ''): Promise<{ listed: number; erased: number }> {
    const lines = [...(await this.fileLines()), ...(await this.databaseLines()), ...linesOf(extra)];
    await this.publish(lines);
    const ids = [...new Set(lines.map(idOf))];
    let erased = 0;
    for (const personId of ids) {
      const done = await this.work.run(async (tx) => {
        const [{ there }] = await tx.query('SELECT EXISTS (SELECT FROM person WHERE id = $1) AS there', [personId]);
        if (!there || (await this.erase.isErased(tx, personId))) return false;
        await this.erase.run(tx, { personId, caseId: null, by: null });
        return true;
      });
      if (done) erased += 1;
    }
    return { listed: ids.length, erased };
  }

  private async publish(lines: string[]): Promise<void> {
    const text = [...new Set(lines)].sort().map((line) => `${line}\n`);
    await this.storage.put(KEY, Buffer.from(text.join('')));
  }

  private async databaseLines(): Promise<string[]> {
    const rows: { id: string; at: Date }[] = await this.dataSource.query(
      'SELECT person_id AS id, erased_at AS at FROM erasure ORDER BY erased_at, person_id',
    );
    return rows.map(({ id, at }) => `${at.toISOString()} ${id}`);
  }

  private async fileLines(): Promise<string[]> {
    const file = await this.storage.open(KEY);
    if (!file) return [];
    const chunks: Buffer[] = [];
    for await (const chunk of file.stream) chunks.push(chunk as Buffer);
    return linesOf(Buffer.concat(chunks).toString('utf8'));
  }
}

const idOf = (line: string): string => line.split(' ').at(-1)!;

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => ID.test(idOf(line)));
