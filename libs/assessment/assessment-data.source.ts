import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  NOTHING,
  PersonalData,
  type DataSubject,
  type ExportSection,
  type PersonalDataSource,
  type RetentionTask,
  type Tx,
} from '#libs/platform';
import { attemptSection } from './personal-data.vi.js';

/** Attempts are facts under a bare id; what tells of the device they were made on is a trace and goes. */
@Injectable()
export class AssessmentData implements PersonalDataSource, OnModuleInit {
  readonly lib = 'assessment';
  readonly tables = {
    question_version: NOTHING,
    quiz_rule: NOTHING,
    attempt: {
      holds: 'pseudonym',
      gone: `person_id = $1 AND (device_id IS NOT NULL OR answer_turns <> '{}')`,
    } as const,
  };
  readonly retention: RetentionTask[] = [
    {
      kind: 'device-id',
      days: 180,
      async purge(tx: Tx, before: Date) {
        const [, count] = await tx.query(
          'UPDATE attempt SET device_id = NULL WHERE device_id IS NOT NULL AND started_at < $1',
          [before],
        );
        return count;
      },
    },
  ];

  constructor(private readonly data: PersonalData) {}

  onModuleInit(): void {
    this.data.register(this);
  }

  /** Scores and times; the questions and their key are the platform's, not the person's. */
  async exportOf(tx: Tx, personId: string): Promise<ExportSection[]> {
    const rows = await tx.query(
      `SELECT v.title AS module, a.started_at AS "startedAt", a.submitted_at AS "submittedAt", a.correct_count AS correct,
         a.question_count AS questions, a.passed FROM attempt a JOIN module_version v ON v.id = a.module_version_id
       WHERE a.person_id = $1 ORDER BY a.started_at`,
      [personId],
    );
    return [{ ...attemptSection, rows }];
  }

  async erase(tx: Tx, { personId }: DataSubject): Promise<void> {
    await tx.query(
      `UPDATE attempt SET device_id = NULL, answer_turns = '{}'
       WHERE person_id = $1 AND (device_id IS NOT NULL OR answer_turns <> '{}')`,
      [personId],
    );
  }
}
