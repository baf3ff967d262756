import type { EntityManager } from 'typeorm';
import { newId } from '#libs/platform';
import { insertRows } from './bulk.js';
import { demoAttempt } from './demo-answers.js';
import type { DemoPerson } from './demo-plan.js';
import type { Random } from './random.js';

export async function writeHistories(tx: EntityManager, people: DemoPerson[], random: Random): Promise<void> {
  const progress: unknown[][] = [];
  const attempts: unknown[][] = [];
  const completions: unknown[][] = [];
  for (const { personId, histories } of people) {
    for (const { module, pagesSeen, firstActivityAt, attempts: turns, completedAt } of histories) {
      const pages = Array.from({ length: pagesSeen }, (_, i) => i + 1);
      progress.push([
        personId,
        module.moduleId,
        module.versionId,
        `{${pages.join(',')}}`,
        Math.max(1, pagesSeen),
        firstActivityAt,
        completedAt ?? turns.at(-1)?.submittedAt ?? firstActivityAt,
      ]);
      let attemptId: string | null = null;
      for (const turn of turns) {
        attemptId = newId();
        const { draw, answers } = demoAttempt(random, module.questions, turn.total, turn.correct);
        attempts.push([
          attemptId,
          personId,
          module.moduleId,
          module.versionId,
          newId(),
          JSON.stringify(draw),
          JSON.stringify(answers),
          turn.startedAt,
          turn.submittedAt,
          turn.correct,
          turn.total,
          turn.passed,
        ]);
      }
      if (completedAt)
        completions.push([
          newId(),
          personId,
          module.moduleId,
          module.versionId,
          completedAt,
          completedAt,
          'self',
          attemptId,
        ]);
    }
  }
  await insertRows(
    tx,
    'progress',
    {
      person_id: 'uuid',
      module_id: 'uuid',
      module_version_id: 'uuid',
      pages_seen: 'int[]',
      current_page: 'int',
      first_activity_at: 'timestamptz',
      updated_at: 'timestamptz',
    },
    progress,
  );
  await insertRows(
    tx,
    'attempt',
    {
      id: 'uuid',
      person_id: 'uuid',
      module_id: 'uuid',
      module_version_id: 'uuid',
      client_key: 'uuid',
      draw: 'jsonb',
      answers: 'jsonb',
      started_at: 'timestamptz',
      submitted_at: 'timestamptz',
      correct_count: 'int',
      question_count: 'int',
      passed: 'boolean',
    },
    attempts,
  );
  await insertRows(
    tx,
    'completion',
    {
      id: 'uuid',
      person_id: 'uuid',
      module_id: 'uuid',
      module_version_id: 'uuid',
      completed_at: 'timestamptz',
      recorded_at: 'timestamptz',
      source: 'text',
      attempt_id: 'uuid',
    },
    completions,
  );
}
