import type { INestApplicationContext } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RequirementStates } from '#libs/campaigns';
import { IssueCertificate } from '#libs/credentials';
import { LEARNING_CONSENT, PHONE, phoneIndex } from '#libs/identity';
import { KeyRing, fold, newId } from '#libs/platform';
import { insertRows } from './bulk.js';
import { demoAttempt } from './demo-answers.js';
import { planPerson, type DemoPerson } from './demo-plan.js';
import { readDemoWorld } from './demo-world.js';
import { Random } from './random.js';

const BATCH = 1000;
const SEED = 20_250_701;

export interface DemoLoad {
  campaignId: string;
  count: number;
  passwordHash: string;
  /** How many demo people there are already: their numbers and phones are not used again. */
  offset?: number;
  onBatch?: (done: number) => void;
}

/** Writes people with their memberships and histories, a thousand per transaction, then settles the states from the facts. */
export async function loadDemoPeople(app: INestApplicationContext, load: DemoLoad): Promise<void> {
  const db = app.get(DataSource);
  const keys = app.get(KeyRing);
  const certificates = app.get(IssueCertificate, { strict: false });
  const offset = load.offset ?? 0;
  const world = await readDemoWorld(db, load.campaignId);
  const random = new Random(SEED + offset);
  for (let from = 0; from < load.count; from += BATCH) {
    const people = Array.from({ length: Math.min(BATCH, load.count - from) }, (_, i) =>
      planPerson(offset + from + i, random, world),
    );
    await db.transaction(async (tx) => {
      await writePeople(tx, people, keys, load.passwordHash);
      await writeMemberships(tx, people);
      await writeHistories(tx, people, random);
      await issueCertificates(tx, people, certificates);
    });
    load.onBatch?.(from + people.length);
  }
  await app.get(RequirementStates, { strict: false }).rebuild();
}

async function writePeople(
  tx: EntityManager,
  people: DemoPerson[],
  keys: KeyRing,
  passwordHash: string,
): Promise<void> {
  await insertRows(
    tx,
    'person',
    { id: 'uuid' },
    people.map(({ personId }) => [personId]),
  );
  await insertRows(
    tx,
    'identity',
    {
      person_id: 'uuid',
      full_name: 'text',
      folded_name: 'text',
      birth_year: 'int',
      birth_date: 'date',
      phone_cipher: 'text',
      phone_index: 'text',
      phone_verified_at: 'timestamptz',
    },
    people.map(({ personId, fullName, birthDate, phone }) => [
      personId,
      fullName,
      fold(fullName),
      Number(birthDate.slice(0, 4)),
      birthDate,
      keys.encrypt(phone, PHONE),
      phoneIndex(keys, phone),
      '2026-01-05T02:00:00Z',
    ]),
  );
  await insertRows(
    tx,
    'account',
    { id: 'uuid', person_id: 'uuid', login_index: 'text', password_hash: 'text' },
    people.map(({ personId, phone }) => [newId(), personId, phoneIndex(keys, phone), passwordHash]),
  );
  await insertRows(
    tx,
    'consent',
    { id: 'uuid', person_id: 'uuid', purpose: 'text', text_version: 'text', action: 'text', method: 'text' },
    people.map(({ personId }) => [
      newId(),
      personId,
      LEARNING_CONSENT.purpose,
      LEARNING_CONSENT.textVersion,
      'given',
      'demo',
    ]),
  );
}

async function writeMemberships(tx: EntityManager, people: DemoPerson[]): Promise<void> {
  await insertRows(
    tx,
    'membership',
    {
      id: 'uuid',
      person_id: 'uuid',
      unit_id: 'uuid',
      capacity: 'text',
      position: 'text',
      is_head: 'boolean',
      source: 'text',
      valid_from: 'date',
      valid_to: 'date',
      recorded_at: 'timestamptz',
    },
    people.flatMap(({ personId, memberships }) =>
      memberships.map((m) => [
        newId(),
        personId,
        m.unitId,
        m.capacity,
        m.position,
        m.isHead,
        'roster',
        m.from,
        m.to,
        `${m.from}T01:00:00Z`,
      ]),
    ),
  );
}

async function writeHistories(tx: EntityManager, people: DemoPerson[], random: Random): Promise<void> {
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
  await insertProgress(tx, progress);
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

/** Arrays of arrays do not pass through unnest; their texts do. */
async function insertProgress(tx: EntityManager, rows: unknown[][]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO progress (person_id, module_id, module_version_id, pages_seen, current_page, first_activity_at, updated_at)
     SELECT a, b, c, d::int[], e, f, g FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::timestamptz[], $7::timestamptz[]) AS t(a, b, c, d, e, f, g)`,
    [0, 1, 2, 3, 4, 5, 6].map((i) => rows.map((row) => row[i])),
  );
}

/** Who finished a course holds its certificate: told of the last completion of each course, as if it had just been made. */
async function issueCertificates(
  tx: EntityManager,
  people: DemoPerson[],
  certificates: IssueCertificate,
): Promise<void> {
  for (const { personId, histories } of people) {
    const last = new Map(
      histories.filter(({ completedAt }) => completedAt).map(({ module }) => [module.courseId, module]),
    );
    for (const { moduleId, versionId } of last.values()) {
      const [completion] = await tx.query(
        `SELECT id, person_id AS "personId", module_id AS "moduleId", module_version_id AS "moduleVersionId", completed_at AS "completedAt",
           recorded_at AS "recordedAt", source, time_quality AS "timeQuality" FROM completion
         WHERE person_id = $1 AND module_id = $2 AND module_version_id = $3`,
        [personId, moduleId, versionId],
      );
      if (completion) await certificates.onCompletion(tx, completion);
    }
  }
}
