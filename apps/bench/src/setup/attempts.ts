import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { StartQuiz } from '#libs/learning';
import type { BenchModuleRow } from './lesson.js';
import { signIn, type Browser } from './sessions.js';

export interface ReadyAttempt extends Browser {
  attemptId: string;
}

const AT_ONCE = 6;

/**
 * Attempts begun through the use case, with every answer right and every page seen, so that sending one does all that a
 * submission can do: it grades, completes the module, moves the figures, and issues the certificate where it is the last.
 */
export async function readyAttempts(
  app: INestApplicationContext,
  module: BenchModuleRow,
  count: number,
): Promise<ReadyAttempt[]> {
  const db = app.get(DataSource);
  const people: { id: string }[] = await db.query(
    `SELECT a.person_id AS id FROM account a
     WHERE NOT EXISTS (SELECT FROM attempt t WHERE t.person_id = a.person_id AND t.module_id = $1)
       AND NOT EXISTS (SELECT FROM completion c WHERE c.person_id = a.person_id AND c.module_id = $1)
     ORDER BY a.person_id LIMIT $2`,
    [module.moduleId, count],
  );
  if (people.length < count) throw new Error(`Chỉ còn ${people.length} người chưa làm bài này: hãy tăng --people.`);
  const ready: ReadyAttempt[] = [];
  for (let from = 0; from < count; from += AT_ONCE) {
    const batch = people.slice(from, from + AT_ONCE);
    ready.push(...(await Promise.all(batch.map(({ id }) => begin(app, module, id)))));
  }
  await seeEveryPage(db, module, ready);
  await answerRightly(db, ready);
  return ready;
}

async function begin(app: INestApplicationContext, module: BenchModuleRow, personId: string): Promise<ReadyAttempt> {
  const { id } = await app.get(StartQuiz, { strict: false }).start({
    personId,
    courseSlug: module.course,
    moduleSlug: module.module,
    clientKey: randomUUID(),
  });
  return { ...(await signIn(app, personId)), attemptId: id };
}

async function seeEveryPage(db: DataSource, module: BenchModuleRow, ready: ReadyAttempt[]): Promise<void> {
  await db.query(
    `UPDATE progress SET module_version_id = $2, pages_seen = ARRAY(SELECT generate_series(1, $3::int))
     WHERE module_id = $1 AND person_id = ANY($4)`,
    [module.moduleId, module.versionId, module.pages, ready.map(({ personId }) => personId)],
  );
}

/** As SaveAnswer would have left them, one statement for all instead of one per answer. */
async function answerRightly(db: DataSource, ready: ReadyAttempt[]): Promise<void> {
  await db.query(
    `UPDATE attempt SET answers = (
       SELECT jsonb_object_agg(q.id, CASE q.content ->> 'type'
         WHEN 'true_false' THEN q.content -> 'answer'
         WHEN 'single' THEN jsonb_path_query_first(q.content, '$.options[*] ? (@.correct == true).id')
         ELSE (SELECT jsonb_agg(o ->> 'id' ORDER BY o ->> 'id') FROM jsonb_array_elements(q.content -> 'options') o
               WHERE (o ->> 'correct')::boolean) END)
       FROM jsonb_array_elements(attempt.draw -> 'questions') d JOIN question_version q ON q.id = (d ->> 'id')::uuid)
     WHERE id = ANY($1)`,
    [ready.map(({ attemptId }) => attemptId)],
  );
}
