import { Injectable } from '@nestjs/common';
import type { ListedIdentity } from '#libs/identity';
import { KeyRing, type Tx } from '#libs/platform';
import type { Recorded } from '../bulk-memberships.service.js';

export interface Effect {
  id: string;
  rowNumber: number | null;
  personId: string;
  createdPerson: boolean;
  closedIds: string[];
  madeIds: string[];
  identity: { before: ListedIdentity; after: ListedIdentity } | null;
}

const CONTEXT = 'roster_import_effect.identity';

const uuids = (joined: string): string => `coalesce(string_to_array(nullif(${joined}, ''), ','), '{}')::uuid[]`;

/** What applying a file did, person by person. */
@Injectable()
export class ImportEffects {
  constructor(private readonly keys: KeyRing) {}

  async record(tx: Tx, importId: string, effects: Effect[]): Promise<void> {
    if (effects.length === 0) return;
    await tx.query(
      `INSERT INTO roster_import_effect (id, import_id, row_number, person_id, created_person, closed_ids, made_ids, identity_cipher)
       SELECT t.id, $1, t.row_number, t.person_id, t.created, ${uuids('t.closed')}, ${uuids('t.made')}, t.cipher
       FROM unnest($2::uuid[], $3::int[], $4::uuid[], $5::boolean[], $6::text[], $7::text[], $8::text[])
         AS t(id, row_number, person_id, created, closed, made, cipher)`,
      [
        importId,
        effects.map(({ id }) => id),
        effects.map(({ rowNumber }) => rowNumber),
        effects.map(({ personId }) => personId),
        effects.map(({ createdPerson }) => createdPerson),
        // An array of arrays would have to be rectangular.
        effects.map(({ closedIds }) => closedIds.join(',')),
        effects.map(({ madeIds }) => madeIds.join(',')),
        effects.map(({ identity }) => identity && this.keys.encrypt(JSON.stringify(identity), CONTEXT)),
      ],
    );
  }

  async of(tx: Tx, importId: string): Promise<Effect[]> {
    const rows: (Omit<Effect, 'identity'> & { cipher: string | null })[] = await tx.query(
      `SELECT id, row_number AS "rowNumber", person_id AS "personId", created_person AS "createdPerson", closed_ids AS "closedIds",
         made_ids AS "madeIds", identity_cipher AS cipher FROM roster_import_effect WHERE import_id = $1 ORDER BY id`,
      [importId],
    );
    return rows.map(({ cipher, ...row }) => ({
      ...row,
      identity: cipher ? JSON.parse(this.keys.decrypt(cipher, CONTEXT)) : null,
    }));
  }

  /** What an earlier file made stands under another id now; it can still be undone. */
  async follow(tx: Tx, recorded: Recorded[]): Promise<void> {
    await tx.query(
      `UPDATE roster_import_effect e SET made_ids = array_replace(e.made_ids, t.closed, t.id)
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS t(person, closed, id)
       WHERE e.person_id = t.person AND t.closed = ANY(e.made_ids)`,
      [
        recorded.map(({ personId }) => personId),
        recorded.map(({ closedId }) => closedId),
        recorded.map(({ id }) => id),
      ],
    );
  }

  /** With them the import can no longer be undone. */
  async forget(tx: Tx, importId: string): Promise<void> {
    await tx.query('DELETE FROM roster_import_effect WHERE import_id = $1', [importId]);
  }
}
