import { Injectable } from '@nestjs/common';
import { Clock, newId, type Tx } from '#libs/platform';
import type { PlaceRow } from './supersede-places.service.js';

/** Rows of one statement. */
const BATCH = 5000;

const COLUMNS = ['personId', 'unitId', 'capacity', 'position', 'isHead', 'source', 'importId', 'from', 'to'] as const;

/** Writes down places as they are given, thousands with a few statements; what is recorded together bears one time. */
@Injectable()
export class RecordPlaces {
  constructor(private readonly clock: Clock) {}

  /** Gives their ids, in the order of the rows. */
  async insert(tx: Tx, rows: PlaceRow[]): Promise<string[]> {
    const ids = rows.map(() => newId());
    const at = this.clock.now();
    for (let first = 0; first < rows.length; first += BATCH) {
      const part = rows.slice(first, first + BATCH);
      await tx.query(
        `INSERT INTO membership (id, person_id, unit_id, capacity, position, is_head, source, import_id, valid_from, valid_to, recorded_at)
         SELECT t.*, $11 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::uuid[], $9::date[], $10::date[]) AS t`,
        [ids.slice(first, first + BATCH), ...COLUMNS.map((column) => part.map((row) => row[column])), at],
      );
    }
    return ids;
  }
}
