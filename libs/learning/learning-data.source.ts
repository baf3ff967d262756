import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  OWN_ROWS,
  PSEUDONYM,
  PersonalData,
  type DataSubject,
  type ExportSection,
  type PersonalDataSource,
  type Tx,
} from '#libs/platform';
import { completionSection, confirmationSection, progressSection } from './personal-data.vi.js';

/** Completions are facts and stay under the bare id; the trail of pages read is the person's and goes. */
@Injectable()
export class LearningData implements PersonalDataSource, OnModuleInit {
  readonly lib = 'learning';
  readonly tables = {
    progress: OWN_ROWS,
    completion: PSEUDONYM,
    adjustment: PSEUDONYM,
    completion_flag: PSEUDONYM,
    external_confirmation: PSEUDONYM,
  };

  constructor(private readonly data: PersonalData) {}

  onModuleInit(): void {
    this.data.register(this);
  }

  async exportOf(tx: Tx, personId: string): Promise<ExportSection[]> {
    const read = (sql: string) => tx.query(sql, [personId]);
    return [
      {
        ...completionSection,
        rows: await read(
          `SELECT v.title AS module, v.number AS version, c.completed_at AS at, c.source FROM completion c
           JOIN module_version v ON v.id = c.module_version_id WHERE c.person_id = $1 ORDER BY c.completed_at`,
        ),
      },
      {
        ...progressSection,
        rows: await read(
          `SELECT v.title AS module, cardinality(p.pages_seen) AS pages, p.first_activity_at AS "from", p.updated_at AS "to"
           FROM progress p JOIN module_version v ON v.id = p.module_version_id WHERE p.person_id = $1 ORDER BY p.first_activity_at`,
        ),
      },
      {
        ...confirmationSection,
        rows: await read(
          `SELECT kind, document_number AS document, confirmed_on AS "on" FROM external_confirmation WHERE person_id = $1 ORDER BY confirmed_on`,
        ),
      },
    ];
  }

  async erase(tx: Tx, { personId }: DataSubject): Promise<void> {
    await tx.query('DELETE FROM progress WHERE person_id = $1', [personId]);
  }
}
