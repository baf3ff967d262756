import { Injectable } from '@nestjs/common';
import { KeyRing, type DataSubject, type Tx } from '#libs/platform';

const CONTEXT = 'roster_import_row.values';
const BATCH = 5000;

/** Rows of files that say something about a person, also those never matched to anybody, and the way back from them. */
@Injectable()
export class EraseStagedRows {
  constructor(private readonly keys: KeyRing) {}

  async of(tx: Tx, subject: DataSubject): Promise<void> {
    const [matched] = await tx.query('DELETE FROM roster_import_row WHERE person_id = $1 RETURNING import_id AS id', [
      subject.personId,
    ]);
    for (const { id } of matched) await this.forgetFile(tx, id);
    // What taking a file back would restore of the person; without it, that leaves them as they are.
    await tx.query('DELETE FROM roster_import_effect WHERE person_id = $1', [subject.personId]);
    const numbers = [...subject.phones, ...subject.personalNumbers].map(significant);
    if (numbers.length > 0) await this.unmatched(tx, new Set(numbers));
  }

  /** The cells are encrypted and have no index: every row in waiting is read once. They live a month at most. */
  private async unmatched(tx: Tx, numbers: Set<string>): Promise<void> {
    let [importId, rowNumber] = ['00000000-0000-0000-0000-000000000000', 0];
    for (;;) {
      const rows: { importId: string; rowNumber: number; cipher: string }[] = await tx.query(
        `SELECT import_id AS "importId", row_number AS "rowNumber", values_cipher AS cipher FROM roster_import_row
         WHERE person_id IS NULL AND (import_id, row_number) > ($1, $2) ORDER BY import_id, row_number LIMIT ${BATCH}`,
        [importId, rowNumber],
      );
      for (const row of rows.filter(({ cipher }) => this.mentions(cipher, numbers))) {
        await tx.query('DELETE FROM roster_import_row WHERE import_id = $1 AND row_number = $2', [
          row.importId,
          row.rowNumber,
        ]);
        await this.forgetFile(tx, row.importId);
      }
      if (rows.length < BATCH) return;
      ({ importId, rowNumber } = rows.at(-1)!);
    }
  }

  /** The file itself names the person too; its other rows are applied from where they were read to. */
  private async forgetFile(tx: Tx, importId: string): Promise<void> {
    await tx.query('DELETE FROM roster_import_file WHERE import_id = $1', [importId]);
  }

  private mentions(cipher: string, numbers: Set<string>): boolean {
    const cells = JSON.parse(this.keys.decrypt(cipher, CONTEXT)) as Record<string, unknown>;
    return Object.values(cells).some((cell) => numbers.has(significant(String(cell))));
  }
}

/** Digits without what files add or lose in front: +84, 84, leading zeros. */
function significant(text: string): string {
  const digits = text.replace(/\D/g, '');
  return (digits.length === 11 && digits.startsWith('84') ? digits.slice(2) : digits).replace(/^0+/, '');
}
