import { Campaigns } from '#libs/campaigns';
import { Grants, People, Sessions, type Actor } from '#libs/identity';
import { Completions } from '#libs/learning';
import { Messages, Reminders } from '#libs/notifications';
import { Units, type NewUnit } from '#libs/organisation';
import { KeyRing, Storage, UnitOfWork, newId, type Tx } from '#libs/platform';
import { Memberships } from '#libs/rosters';
import type { TestContext } from '#libs/testing';

export const PHONE = '+84912345678';
export const NAME = 'Lò Thị Mai';
export const NUMBER = '012168001234';
export const POSITION = 'Trưởng bản Nà Khằm';

export const inTx = <T>(context: TestContext, work: (tx: Tx) => Promise<T>): Promise<T> =>
  context.get(UnitOfWork).run(work);

/** A province with a commune, a course of one module, and a campaign that asks it of citizens and officials. */
export async function makeWorld(context: TestContext) {
  return inTx(context, async (tx) => {
    const make = (code: string, kind: string, parentId: string | null, tree: NewUnit['tree'] = 'territory') =>
      context.get(Units).create(tx, { tree, code, kind, name: `Nơi ${code}`, parentId, validFrom: '2026-01-01' });
    const province = await make('12', 'province', null);
    const commune = await make('03390', 'commune', province);
    const [course, module, moduleVersion, courseVersion] = [newId(), newId(), newId(), newId()];
    const at = context.clock.now();
    await tx.query(`INSERT INTO course (id, code, slug, created_at) VALUES ($1, 'A', 'a', $2)`, [course, at]);
    await tx.query(`INSERT INTO module (id, course_id, code, slug, created_at) VALUES ($1, $2, 'A1', 'a1', $3)`, [
      module,
      course,
      at,
    ]);
    await tx.query(
      `INSERT INTO module_version (id, module_id, number, title, summary, minutes, content, content_hash, published_at)
       VALUES ($1, $2, 1, 'Mật khẩu', '', 5, '{}', '', $3)`,
      [moduleVersion, module, at],
    );
    await tx.query(
      `INSERT INTO course_version (id, course_id, number, title, summary, published_at) VALUES ($1, $2, 1, 'An toàn', '', $3)`,
      [courseVersion, course, at],
    );
    await tx.query('INSERT INTO course_version_module (course_version_id, position, module_id) VALUES ($1, 0, $2)', [
      courseVersion,
      module,
    ]);
    const campaignId = await context.get(Campaigns).create(tx, {
      slug: 'a',
      name: 'Đợt A',
      startsOn: '2026-07-01',
      endsOn: '2026-12-31',
    });
    for (const capacity of ['citizen', 'official'])
      await context.get(Campaigns).require(tx, { campaignId, capacity, courseVersionId: courseVersion });
    return { province, commune, course, module, moduleVersion, courseVersion, campaignId };
  });
}

export type World = Awaited<ReturnType<typeof makeWorld>>;

export async function addPerson(context: TestContext, world: World, capacity: string, phone?: string): Promise<string> {
  return inTx(context, async (tx) => {
    const personId = await context.get(People).create(tx, {
      fullName: phone === PHONE ? NAME : 'Đèo Văn Long',
      birthDate: phone === PHONE ? '1968-02-03' : '1970-05-05',
      phone,
      phoneVerified: Boolean(phone),
      personalNumber: phone === PHONE ? NUMBER : null,
      address: 'Bản Nà Khằm',
    });
    await context.get(Memberships).add(tx, {
      personId,
      unitId: world.commune,
      capacity,
      position: POSITION,
      isHead: true,
      source: 'roster',
      from: '2026-01-01',
    });
    return personId;
  });
}

/** Leaves something of the person in every place that keeps something. */
export async function liveFully(context: TestContext, world: World, personId: string): Promise<void> {
  const at = context.clock.now();
  const key = context.get(KeyRing);
  await inTx(context, async (tx) => {
    const insert = (sql: string, ...values: unknown[]) => tx.query(sql, values);
    await insert(
      `INSERT INTO account (id, person_id, login_index, password_hash) VALUES ($1, $2, $3, 'x')`,
      newId(),
      personId,
      key.blindIndex(PHONE, 'identity.phone'),
    );
    await context.get(Sessions).start(tx, personId, { ip: '10.1.2.3', port: 40_000 }, 'Firefox');
    await insert(
      `INSERT INTO api_token (id, token_hash, person_id, name, expires_at) VALUES ($1, 'a', $2, 'Máy', $3)`,
      newId(),
      personId,
      at,
    );
    await insert(`INSERT INTO second_factor (person_id, secret_cipher) VALUES ($1, 'x')`, personId);
    await insert(`INSERT INTO recovery_code (id, person_id, code_hash) VALUES ($1, $2, 'a')`, newId(), personId);
    await insert(
      `INSERT INTO sign_in_step (token_hash, person_id, need, expires_at) VALUES ('b', $1, 'code', $2)`,
      personId,
      at,
    );
    await insert(`INSERT INTO password_history (id, person_id, password_hash) VALUES ($1, $2, 'x')`, newId(), personId);
    await insert(
      `INSERT INTO verification_code (id, purpose, phone_index, code_hash, payload_cipher, expires_at) VALUES ($1, 'password-reset', $2, 'x', 'x', $3)`,
      newId(),
      key.blindIndex(PHONE, 'identity.phone'),
      at,
    );
    await insert(
      `INSERT INTO throttle (key, window_start, hits) VALUES ($1, $2, 1)`,
      `sign-in:account:${key.blindIndex(PHONE, 'identity.phone')}`,
      at,
    );
    await insert(
      `INSERT INTO guardian (person_id, name_cipher, relation, method, consented_at) VALUES ($1, $2, 'parent', 'code', $3)`,
      personId,
      key.encrypt('Vàng A Páo', 'guardian.name'),
      at,
    );
    await context.get(Grants).grant(tx, {
      personId,
      role: 'facilitator',
      unitIds: [world.commune],
      from: '2026-01-01',
      by: null,
      reason: 'Thử',
    } as never);
    await context.get(Messages).send(tx, { to: PHONE, purpose: 'sign-up', text: 'ma 123456' });
    const reminder = { purpose: 'reminders', kind: 'campaign', subject: 'a', everyDays: 7, text: () => 'hoc tiep' };
    await context.get(Reminders).send(tx, { ...reminder, to: { personId, phone: PHONE } });
    await stageRows(tx, context, world, personId);
    await learn(tx, context, world, personId);
    await insert(
      `INSERT INTO content_report (id, module_id, module_version_id, kind, message, reporter_id) VALUES ($1, $2, $3, 'wrong', 'Sai chính tả', $4)`,
      newId(),
      world.module,
      world.moduleVersion,
      personId,
    );
    const [exportId, caseId] = [newId(), newId()];
    await insert(
      `INSERT INTO rights_case (id, person_id, kind, opened_at, opened_by, wish_cipher, reply_due_on, due_on) VALUES ($1, $2, 'correct', $3, $2, $4, '2026-11-24', '2026-12-04')`,
      caseId,
      personId,
      at,
      key.encrypt('Tên tôi là Mai', 'rights_case.wish'),
    );
    await insert(
      `INSERT INTO rights_case_event (id, case_id, kind, at, note_cipher) VALUES ($1, $2, 'open', $3, 'x')`,
      newId(),
      caseId,
      at,
    );
    await insert(
      `INSERT INTO personal_export (id, person_id, requested_at, file_key) VALUES ($1, $2, $3, $4)`,
      exportId,
      personId,
      at,
      `exports/${exportId}.zip`,
    );
    await context.get(Storage).put(`exports/${exportId}.zip`, Buffer.from(NAME));
    await insert(
      `INSERT INTO job (id, kind, payload) VALUES ($1, 'someday', $2)`,
      newId(),
      JSON.stringify({ personId }),
    );
  });
}

async function stageRows(tx: Tx, context: TestContext, world: World, personId: string): Promise<void> {
  const importId = newId();
  const cells = (values: object) => context.get(KeyRing).encrypt(JSON.stringify(values), 'roster_import_row.values');
  await tx.query(
    `INSERT INTO roster_import (id, unit_id, capacity, file_name, effective_on, status, summary, made_by)
     VALUES ($1, $2, 'citizen', 'f.csv', '2026-11-01', 'staged', '{}', $3)`,
    [importId, world.commune, personId],
  );
  await tx.query(`INSERT INTO roster_import_file (import_id, part, content_cipher) VALUES ($1, 0, 'x')`, [importId]);
  await tx.query(
    `INSERT INTO roster_import_effect (id, import_id, person_id, identity_cipher) VALUES ($1, $2, $3, 'x')`,
    [newId(), importId, personId],
  );
  const rows: [object, string | null][] = [
    [{ fullName: NAME }, personId],
    [{ fullName: NAME, phone: '912345678' }, null],
    [{ fullName: NAME, personalNumber: '12168001234' }, null],
    [{ fullName: 'Giàng A Chư', phone: '0987654321' }, null],
  ];
  for (const [i, [values, person]] of rows.entries())
    await tx.query(
      `INSERT INTO roster_import_row (import_id, row_number, values_cipher, outcome, person_id) VALUES ($1, $2, $3, 'add', $4)`,
      [importId, i + 2, cells(values), person],
    );
}

async function learn(tx: Tx, context: TestContext, world: World, personId: string): Promise<void> {
  const at = context.clock.now();
  await tx.query(`INSERT INTO progress (person_id, module_id, module_version_id) VALUES ($1, $2, $3)`, [
    personId,
    world.module,
    world.moduleVersion,
  ]);
  await tx.query(
    `INSERT INTO attempt (id, person_id, module_id, module_version_id, client_key, device_id, draw, started_at, submitted_at, question_count, passed)
     VALUES ($1, $2, $3, $4, $5, 'device-1', '[]', $6, $6, 1, true)`,
    [newId(), personId, world.module, world.moduleVersion, newId(), at],
  );
  await context.get(Completions).record(tx, {
    personId,
    moduleId: world.module,
    moduleVersionId: world.moduleVersion,
    source: 'self',
  });
  const certificateId = newId();
  await tx.query(
    `INSERT INTO certificate (id, code, person_id, course_id, course_version_id, completed_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (person_id, course_version_id) DO NOTHING`,
    [certificateId, `C${certificateId.slice(-8)}`, personId, world.course, world.courseVersion, at],
  );
}

export const actorOf = (personId: string, role: Actor['grants'][number]['role'], unitIds: string[]): Actor =>
  ({
    personId,
    displayName: '',
    accountId: null,
    sessionId: null,
    via: 'session',
    grants: [{ role, unitIds }],
    origin: { ip: '10.1.2.3', port: 40_000 },
  }) as Actor;
