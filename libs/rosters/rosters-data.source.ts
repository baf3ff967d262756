import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  Clock,
  NOTHING,
  PSEUDONYM,
  PersonalData,
  addDays,
  type DataSubject,
  type ExportSection,
  type PersonalDataSource,
  type Tx,
} from '#libs/platform';
import { Memberships } from './memberships.service.js';
import { membershipSection } from './personal-data.vi.js';
import { EraseStagedRows } from './erase-staged-rows.service.js';

/** Places in units stay under the bare id and end with the day; the words of a position and the rows of files go. */
@Injectable()
export class RostersData implements PersonalDataSource, OnModuleInit {
  readonly lib = 'rosters';
  readonly tables = {
    capacity: NOTHING,
    membership: { holds: 'pseudonym', gone: 'person_id = $1 AND position IS NOT NULL' } as const,
    person_merge: PSEUDONYM,
    match_doubt: PSEUDONYM,
    roster_import: PSEUDONYM,
    roster_import_row: { holds: 'identity', gone: 'person_id = $1' } as const,
    roster_import_file: { holds: 'identity' } as const,
    roster_import_effect: { holds: 'identity', gone: 'person_id = $1 AND identity_cipher IS NOT NULL' } as const,
    roster_column_map: PSEUDONYM,
  };

  constructor(
    private readonly data: PersonalData,
    private readonly memberships: Memberships,
    private readonly staged: EraseStagedRows,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.data.register(this);
  }

  async aliases(tx: Tx, personId: string): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT CASE WHEN from_person_id = $1 THEN into_person_id ELSE from_person_id END AS id FROM person_merge
       WHERE (from_person_id = $1 OR into_person_id = $1) AND superseded_at IS NULL`,
      [personId],
    );
    return rows.map(({ id }) => id);
  }

  async exportOf(tx: Tx, personId: string): Promise<ExportSection[]> {
    const rows = await tx.query(
      `SELECT v.name AS unit, c.name AS capacity, m.position, m.is_head AS head, m.valid_from AS "from", m.valid_to AS "to"
       FROM membership m JOIN capacity c ON c.code = m.capacity
       LEFT JOIN LATERAL (SELECT name FROM unit_version WHERE unit_id = m.unit_id AND superseded_at IS NULL
         ORDER BY valid_from DESC LIMIT 1) v ON true
       WHERE m.person_id = $1 AND m.superseded_at IS NULL ORDER BY m.valid_from`,
      [personId],
    );
    return [{ ...membershipSection, rows }];
  }

  /** Today is the last day, so that figures up to today stay what they were. */
  async erase(tx: Tx, subject: DataSubject): Promise<void> {
    const tomorrow = addDays(this.clock.today(), 1);
    const open: { id: string }[] = await tx.query(
      'SELECT id FROM membership WHERE person_id = $1 AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $2)',
      [subject.personId, tomorrow],
    );
    for (const { id } of open) await this.memberships.end(tx, id, tomorrow);
    await tx.query('UPDATE membership SET position = NULL WHERE person_id = $1 AND position IS NOT NULL', [
      subject.personId,
    ]);
    await this.staged.of(tx, subject);
  }
}
