import { Injectable } from '@nestjs/common';
import { Clock, RemoveFiles, type Tx } from '#libs/platform';

/** Files of many certificates go when somebody in them is erased, and by themselves after a week. */
@Injectable()
export class RemovePrints {
  constructor(
    private readonly files: RemoveFiles,
    private readonly clock: Clock,
  ) {}

  /** Every file with a page of the person; the papers of the others are printed anew when somebody asks. */
  async of(tx: Tx, personId: string): Promise<void> {
    const prints: { id: string; fileKey: string | null }[] = await tx.query(
      `SELECT id, file_key AS "fileKey" FROM certificate_print p WHERE EXISTS (
         SELECT FROM certificate_print_item t JOIN certificate c ON c.id = t.certificate_id
         WHERE t.print_id = p.id AND c.person_id = $1) ORDER BY id FOR UPDATE`,
      [personId],
    );
    await tx.query(
      'DELETE FROM certificate_print_item WHERE certificate_id IN (SELECT id FROM certificate WHERE person_id = $1)',
      [personId],
    );
    const made = prints.filter(({ fileKey }) => fileKey !== null);
    await tx.query(
      'UPDATE certificate_print SET file_key = NULL, file_bytes = NULL, removed_at = $2 WHERE id = ANY($1::uuid[])',
      [made.map(({ id }) => id), this.clock.now()],
    );
    await this.files.later(
      tx,
      made.map(({ fileKey }) => fileKey!),
    );
  }

  /** Answers how many went. */
  async before(tx: Tx, moment: Date): Promise<number> {
    const [gone]: [{ fileKey: string | null }[], number] = await tx.query(
      'DELETE FROM certificate_print WHERE made_at < $1 RETURNING file_key AS "fileKey"',
      [moment],
    );
    await this.files.later(
      tx,
      gone.map(({ fileKey }) => fileKey).filter((key) => key !== null),
    );
    return gone.length;
  }
}
