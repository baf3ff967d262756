import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  NOTHING,
  PSEUDONYM,
  PersonalData,
  type DataSubject,
  type ExportSection,
  type PersonalDataSource,
  type Tx,
} from '#libs/platform';
import { reportSection } from './personal-data.vi.js';

/** Who wrote, approved and proposed stands by id; a reader's report is taken off its reader. */
@Injectable()
export class CatalogueData implements PersonalDataSource, OnModuleInit {
  readonly lib = 'catalogue';
  readonly tables = {
    course: NOTHING,
    module: NOTHING,
    course_version: NOTHING,
    course_version_module: NOTHING,
    lesson: NOTHING,
    search_page: NOTHING,
    module_draft: PSEUDONYM,
    module_submission: PSEUDONYM,
    module_review: PSEUDONYM,
    module_version: PSEUDONYM,
    course_draft: PSEUDONYM,
    course_proposal: PSEUDONYM,
    course_review: PSEUDONYM,
    recording: PSEUDONYM,
    content_report: { holds: 'identity', gone: 'reporter_id = $1' } as const,
  };

  constructor(private readonly data: PersonalData) {}

  onModuleInit(): void {
    this.data.register(this);
  }

  async exportOf(tx: Tx, personId: string): Promise<ExportSection[]> {
    const rows = await tx.query(
      'SELECT reported_at AS at, message, answer FROM content_report WHERE reporter_id = $1 ORDER BY reported_at',
      [personId],
    );
    return [{ ...reportSection, rows }];
  }

  async erase(tx: Tx, { personId }: DataSubject): Promise<void> {
    await tx.query('UPDATE content_report SET reporter_id = NULL WHERE reporter_id = $1', [personId]);
  }
}
