import fc from 'fast-check';
import type { Tx } from '#libs/platform';
import { insert, campaignId, completionId, moduleId, personId, unitId } from './rows.js';
import { LAST_DAY, MODULES, NOW, dayOf, instant } from './world.js';

/** Something that becomes known after NOW, about any day. Frozen figures must not notice it. */
export interface LaterEvent {
  kind: (typeof KINDS)[number];
  /** Picks people, units, modules. */
  a: number;
  b: number;
  day: number;
}

const KINDS = [
  'transfer',
  'join',
  'rename',
  'move',
  'link',
  'complete',
  'begin',
  'void',
  'flag',
  'clear',
  'merge',
  'unmerge',
  'doubt',
  'settle',
  'correct',
  'verify',
  'erase',
  'republish',
  'require',
  'target',
] as const;

export const laterEvents = fc.array(
  fc.record({ kind: fc.constantFrom(...KINDS), a: fc.nat(5), b: fc.nat(5), day: fc.nat(LAST_DAY) }),
  { minLength: 4, maxLength: 25 },
);

const uuid = (kind: number, index: number) => `${90_000_000 + kind}-0000-7000-8000-${String(index).padStart(12, '0')}`;

/** Applies them one after another, an hour apart, as the libs would: nothing recorded before is changed. */
export async function happen(tx: Tx, events: LaterEvent[]): Promise<void> {
  for (const [n, event] of events.entries()) await HAPPENINGS[event.kind](tx, event, instant(NOW + 1 + n), n);
}

type Happening = (tx: Tx, event: LaterEvent, at: Date, n: number) => Promise<unknown>;

const member = (tx: Tx, n: number, person: string, unit: string, from: string, at: Date) =>
  insert(tx, 'membership', [
    {
      id: uuid(1, n),
      person_id: person,
      unit_id: unit,
      capacity: 'citizen',
      is_head: false,
      source: 'roster',
      valid_from: from,
      recorded_at: at,
    },
  ]);

/** Closes what was known of a table's rows about one thing. */
const supersede = (table: string, column: string) => (tx: Tx, value: string, at: Date) =>
  tx.query(`UPDATE ${table} SET superseded_at = $2 WHERE ${column} = $1 AND superseded_at IS NULL`, [value, at]);

const HAPPENINGS: Record<LaterEvent['kind'], Happening> = {
  async transfer(tx, { a, b, day }, at, n) {
    await supersede('membership', 'person_id')(tx, personId(a), at);
    await member(tx, n, personId(a), unitId(b), dayOf(day), at);
  },
  join: (tx, { a, b, day }, at, n) => member(tx, n, personId(a), unitId(b), dayOf(day), at),
  rename: (tx, { a }, at, n) => place(tx, a, at, n, { name: 'Tên mới' }),
  move: (tx, { a }, at, n) => place(tx, a, at, n, { position: 7 }),
  link: (tx, { a, b, day }, at, n) =>
    insert(tx, 'unit_link', [
      {
        id: uuid(2, n),
        unit_id: unitId(3 + (a % 4)),
        commune_id: unitId(b % 3),
        valid_from: dayOf(day),
        recorded_at: at,
      },
    ]),
  complete: (tx, { a, b, day }, at, n) =>
    tx.query(
      `INSERT INTO completion (id, person_id, module_id, module_version_id, completed_at, recorded_at, source)
       SELECT $1, $2, v.module_id, v.id, $4, $5, 'group' FROM module_version v WHERE v.module_id = $3 ORDER BY v.number LIMIT 1
       ON CONFLICT DO NOTHING`,
      [uuid(3, n), personId(a), moduleId(b % MODULES), instant(day * 24 + 3), at],
    ),
  begin: (tx, { a, b, day }, at) =>
    tx.query(
      `INSERT INTO progress (person_id, module_id, module_version_id, first_activity_at, updated_at)
       SELECT $1, v.module_id, v.id, $3, $4 FROM module_version v WHERE v.module_id = $2 LIMIT 1 ON CONFLICT DO NOTHING`,
      [personId(a), moduleId(b % MODULES), instant(day * 24), at],
    ),
  void: (tx, { a, b }, at, n) =>
    tx.query(
      `INSERT INTO adjustment (id, completion_id, kind, reason, document_number, author_id, recorded_at)
       VALUES ($1, $2, $3, 'r', 'd', $4, $5)`,
      [uuid(4, n), completionId(a), b % 2 ? 'void' : 'restore', personId(0), at],
    ),
  flag: (tx, { a }, at, n) =>
    tx.query(`INSERT INTO completion_flag (id, completion_id, kind, recorded_at) VALUES ($1, $2, 'burst', $3)`, [
      uuid(5, n),
      completionId(a),
      at,
    ]),
  clear: (tx, { a }, at) => supersede('completion_flag', 'completion_id')(tx, completionId(a), at),
  merge: (tx, { a, b }, at, n) =>
    a === b
      ? Promise.resolve()
      : tx.query(
          `INSERT INTO person_merge (id, from_person_id, into_person_id, recorded_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
          [uuid(6, n), personId(Math.max(a, b)), personId(Math.min(a, b)), at],
        ),
  unmerge: (tx, { a }, at) => supersede('person_merge', 'from_person_id')(tx, personId(a), at),
  doubt: (tx, { a, b }, at, n) =>
    insert(tx, 'match_doubt', [
      { id: uuid(7, n), person_id: personId(a), other_person_id: personId(b), reason: 'name', recorded_at: at },
    ]),
  settle: (tx, { a }, at) => supersede('match_doubt', 'person_id')(tx, personId(a), at),
  correct: (tx, { a, b }, at) =>
    tx.query('UPDATE identity SET birth_date = $2, updated_at = $3 WHERE person_id = $1', [
      personId(a),
      b % 2 ? '1990-01-01' : '2012-01-01',
      at,
    ]),
  verify: (tx, { a, b }, at) =>
    tx.query('UPDATE identity SET phone_verified_at = $2, updated_at = $3 WHERE person_id = $1', [
      personId(a),
      b % 2 ? at : null,
      at,
    ]),
  /** What a request for deletion does: the identity and the learning history go, memberships end, facts stay. */
  async erase(tx, { a }, at) {
    await tx.query('DELETE FROM identity WHERE person_id = $1', [personId(a)]);
    await tx.query('DELETE FROM progress WHERE person_id = $1', [personId(a)]);
    await supersede('membership', 'person_id')(tx, personId(a), at);
  },
  async republish(tx, { a }, at, n) {
    const module = moduleId(a % MODULES);
    await tx.query(
      `INSERT INTO module_version (id, module_id, number, title, summary, minutes, content, content_hash, published_at)
       SELECT $1, $2, max(number) + 1, 'Bản mới', '', 5, '{}', '', $3 FROM module_version WHERE module_id = $2`,
      [uuid(8, n), module, at],
    );
    await tx.query(
      `INSERT INTO course_version (id, course_id, number, title, summary, published_at)
       SELECT $1, course_id, max(number) + 1, 'Bản mới', '', $2 FROM course_version GROUP BY course_id`,
      [uuid(9, n), at],
    );
    await insert(tx, 'course_version_module', [{ course_version_id: uuid(9, n), position: 1, module_id: module }]);
  },
  require: (tx, { a }, at, n) =>
    tx.query(
      `INSERT INTO requirement (id, campaign_id, capacity, course_version_id, created_at)
       SELECT $1, $2, $3, id, $4 FROM course_version ORDER BY number DESC LIMIT 1 ON CONFLICT DO NOTHING`,
      [uuid(10, n), campaignId, ['official', 'party_member', 'citizen'][a % 3], at],
    ),
  async target(tx, { a, b, day }, at, n) {
    await tx.query(
      `UPDATE target SET superseded_at = $2 WHERE unit_id = $1 AND capacity = 'all' AND superseded_at IS NULL`,
      [unitId(a), at],
    );
    await insert(tx, 'target', [
      {
        id: uuid(11, n),
        campaign_id: campaignId,
        unit_id: unitId(a),
        capacity: 'all',
        denominator: 'declared',
        declared_number: b + 1,
        definition: '',
        source_document: '',
        goal_percent: 90,
        due_on: dayOf(day),
        recorded_at: at,
      },
    ]);
  },
};

/** A dated change on the first day the open row covers, so that the past itself is told differently. */
async function place(tx: Tx, unit: number, at: Date, n: number, change: object): Promise<void> {
  const [rows] = await tx.query(
    `UPDATE unit_version SET superseded_at = $2 WHERE unit_id = $1 AND superseded_at IS NULL AND valid_to IS NULL RETURNING *`,
    [unitId(unit), at],
  );
  for (const row of rows)
    await insert(tx, 'unit_version', [{ ...row, ...change, id: uuid(12, n), recorded_at: at, superseded_at: null }]);
}
