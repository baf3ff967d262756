import { Injectable } from '@nestjs/common';
import { KeyRing, type Tx } from '#libs/platform';

const CONTEXT = 'roster_import_file.content';
const PART = 1024 * 1024;

/** Files in waiting, encrypted: until they are applied or discarded their columns can be explained once more. */
@Injectable()
export class ImportFiles {
  constructor(private readonly keys: KeyRing) {}

  async put(tx: Tx, importId: string, bytes: Buffer): Promise<void> {
    for (let part = 0; part * PART < bytes.length; part += 1)
      await tx.query('INSERT INTO roster_import_file (import_id, part, content_cipher) VALUES ($1, $2, $3)', [
        importId,
        part,
        this.keys.encrypt(bytes.subarray(part * PART, (part + 1) * PART).toString('base64'), CONTEXT),
      ]);
  }

  /** Null when it has gone. */
  async get(tx: Pick<Tx, 'query'>, importId: string): Promise<Buffer | null> {
    const parts: { cipher: string }[] = await tx.query(
      'SELECT content_cipher AS cipher FROM roster_import_file WHERE import_id = $1 ORDER BY part',
      [importId],
    );
    if (parts.length === 0) return null;
    return Buffer.concat(parts.map(({ cipher }) => Buffer.from(this.keys.decrypt(cipher, CONTEXT), 'base64')));
  }

  async remove(tx: Tx, importId: string): Promise<void> {
    await tx.query('DELETE FROM roster_import_file WHERE import_id = $1', [importId]);
  }
}
