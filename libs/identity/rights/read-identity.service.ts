import { Injectable } from '@nestjs/common';
import { KeyRing, type ExportSection, type ExportValue, type Tx } from '#libs/platform';
import { ADDRESS, PERSONAL_NUMBER, PHONE } from '../identity-fields.js';
import { CASE_ANSWER, CASE_WISH, GUARDIAN_NAME, GUARDIAN_PHONE } from './rights-fields.js';
import {
  accessSection,
  accountSection,
  caseSection,
  consentSection,
  grantSection,
  guardianSection,
  identitySection,
  sessionSection,
  tokenSection,
} from './personal-data.vi.js';

type Row = Record<string, ExportValue>;

/** What identity keeps of a person, in plain text, for that person. Digests of passwords and codes are nobody's to read. */
@Injectable()
export class ReadIdentity {
  constructor(private readonly keys: KeyRing) {}

  async sections(tx: Tx, personId: string): Promise<ExportSection[]> {
    const read = (sql: string): Promise<Row[]> => tx.query(sql, [personId]);
    const opened = async (sql: string, ciphers: Record<string, string>) => {
      const rows = await read(sql);
      return rows.map((row) => ({ ...row, ...this.open(row, ciphers) }));
    };
    return [
      {
        ...identitySection,
        rows: await opened(
          `SELECT full_name AS name, birth_date AS "birthDate", birth_year AS "birthYear", phone_cipher AS phone,
             phone_verified_at AS "phoneVerified", personal_number_cipher AS "personalNumber", address_cipher AS address,
             guardian_consented_at AS "guardianConsented", restricted_at AS restricted, updated_at AS updated
           FROM identity WHERE person_id = $1`,
          { phone: PHONE, personalNumber: PERSONAL_NUMBER, address: ADDRESS },
        ),
      },
      {
        ...guardianSection,
        rows: await opened(
          `SELECT name_cipher AS name, relation, phone_cipher AS phone, method, consented_at AS at, corrected_at AS corrected
           FROM guardian WHERE person_id = $1`,
          { name: GUARDIAN_NAME, phone: GUARDIAN_PHONE },
        ),
      },
      {
        ...accountSection,
        rows: await read(
          'SELECT created_at AS created, last_sign_in_at AS "lastSignIn", disabled_at AS disabled FROM account WHERE person_id = $1',
        ),
      },
      {
        ...sessionSection,
        rows: await read(
          'SELECT created_at AS created, last_seen_at AS seen, ip, user_agent AS device FROM session WHERE person_id = $1 ORDER BY created_at',
        ),
      },
      {
        ...tokenSection,
        rows: await read(
          'SELECT name, created_at AS created, expires_at AS expires, revoked_at AS revoked FROM api_token WHERE person_id = $1 ORDER BY created_at',
        ),
      },
      {
        ...grantSection,
        rows: await read(
          'SELECT role, valid_from AS "from", valid_to AS "to", superseded_at AS withdrawn FROM role_grant WHERE person_id = $1 ORDER BY valid_from',
        ),
      },
      {
        ...consentSection,
        rows: await read(
          'SELECT purpose, text_version AS version, action, method, at FROM consent WHERE person_id = $1 ORDER BY at, id',
        ),
      },
      {
        ...accessSection,
        rows: await read('SELECT at, what, purpose FROM access_log WHERE subject_id = $1 ORDER BY at, id'),
      },
      {
        ...caseSection,
        rows: await opened(
          `SELECT kind, state, opened_at AS opened, coalesce(extended_to, due_on) AS due, wish_cipher AS wish,
             answer_cipher AS answer, closed_at AS closed FROM rights_case WHERE person_id = $1 ORDER BY opened_at`,
          { wish: CASE_WISH, answer: CASE_ANSWER },
        ),
      },
    ];
  }

  private open(row: Row, ciphers: Record<string, string>): Row {
    return Object.fromEntries(
      Object.entries(ciphers).map(([column, context]) => {
        const cipher = row[column] as string | null;
        return [column, cipher && this.keys.decrypt(cipher, context)];
      }),
    );
  }
}
