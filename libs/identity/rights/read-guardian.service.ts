import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { KeyRing, PersonalData, type Tx } from '#libs/platform';
import { maskPhone } from '../phone.js';
import type { Guardian } from './rights-case.entity.js';
import { GUARDIAN_NAME, GUARDIAN_PHONE } from './rights-fields.js';

export interface GuardianView {
  /** The id that the record stands under: one of those of the human being. */
  personId: string;
  name: string;
  relation: Guardian['relation'];
  phone: string | null;
  method: Guardian['method'];
  consentedAt: Date;
  correctedAt: Date | null;
}

/** Who consented for a learner, in plain text; whoever asks answers for the look. */
@Injectable()
export class ReadGuardian {
  constructor(
    private readonly dataSource: DataSource,
    private readonly data: PersonalData,
    private readonly keys: KeyRing,
  ) {}

  /** The learner's own record first, else one of a record joined to it. */
  async of(personId: string, tx: Tx = this.dataSource.manager): Promise<GuardianView | null> {
    const [row] = await tx.query(
      `SELECT person_id AS "personId", name_cipher AS name, relation, phone_cipher AS phone, method,
         consented_at AS "consentedAt", corrected_at AS "correctedAt"
       FROM guardian WHERE person_id = ANY($1) ORDER BY (person_id = $2) DESC, consented_at LIMIT 1`,
      [await this.data.idsOf(tx, personId), personId],
    );
    if (!row) return null;
    return {
      ...row,
      name: this.keys.decrypt(row.name, GUARDIAN_NAME),
      phone: row.phone && this.keys.decrypt(row.phone, GUARDIAN_PHONE),
    };
  }
}

export const maskGuardian = (guardian: GuardianView): GuardianView => ({
  ...guardian,
  name: maskName(guardian.name),
  phone: guardian.phone && maskPhone(guardian.phone),
});

/** "V. A. P.": enough to recognise whom one knows. */
const maskName = (name: string): string =>
  name
    .split(' ')
    .map((word) => `${[...word][0]}.`)
    .join(' ');
