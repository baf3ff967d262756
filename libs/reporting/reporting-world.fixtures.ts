import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { Campaigns, Snapshots } from '#libs/campaigns';
import { People, type Actor, type Role } from '#libs/identity';
import { Completions, type CompletionInput } from '#libs/learning';
import { Units } from '#libs/organisation';
import { UnitOfWork, newId } from '#libs/platform';
import { Memberships } from '#libs/rosters';

interface Services {
  db: DataSource;
  get<T>(type: abstract new (...args: never[]) => T): T;
}

export interface ReportingWorld {
  province: string;
  commune: string;
  otherCommune: string;
  office: string;
  campaignId: string;
  moduleId: string;
  moduleVersionId: string;
}

/** A province with two communes and one office, and a campaign that asks citizens for a course of one module. */
export async function makeReportingWorld({ db, get }: Services): Promise<ReportingWorld> {
  const [courseId, courseVersionId, moduleId, moduleVersionId] = [newId(), newId(), newId(), newId()];
  await db.query(`INSERT INTO course (id, code, slug) VALUES ($1, 'A', 'a')`, [courseId]);
  await db.query(
    `INSERT INTO course_version (id, course_id, number, title, summary, published_at) VALUES ($1, $2, 1, 'Chuyên đề A', '', now())`,
    [courseVersionId, courseId],
  );
  await db.query(`INSERT INTO module (id, course_id, code, slug) VALUES ($1, $2, 'A1', 'a1')`, [moduleId, courseId]);
  await db.query('INSERT INTO course_version_module (course_version_id, position, module_id) VALUES ($1, 1, $2)', [
    courseVersionId,
    moduleId,
  ]);
  await db.query(
    `INSERT INTO module_version (id, module_id, number, title, summary, minutes, content, content_hash, published_at)
     VALUES ($1, $2, 1, 'Bài 1', '', 5, '{}', '', now())`,
    [moduleVersionId, moduleId],
  );
  const units = get(Units);
  return get(UnitOfWork).run(async (tx) => {
    const make = (tree: 'territory' | 'state', code: string, kind: string, name: string, parentId: string | null) =>
      units.create(tx, { tree, code, kind, name, parentId, validFrom: '2025-07-01' });
    const province = await make('territory', '12', 'province', 'Tỉnh Lai Châu', null);
    const commune = await make('territory', '03390', 'commune', 'Xã Bình Lư', province);
    const otherCommune = await make('territory', '03394', 'commune', 'Xã Sin Suối Hồ', province);
    const office = await make('state', 'so-khcn', 'department', 'Sở Khoa học và Công nghệ', null);
    const dates = { startsOn: '2026-03-01', endsOn: '2026-12-31' };
    const campaignId = await get(Campaigns).create(tx, { slug: 'dot-mot', name: 'Đợt một', ...dates });
    await get(Campaigns).require(tx, { campaignId, capacity: 'citizen', courseVersionId });
    return { province, commune, otherCommune, office, campaignId, moduleId, moduleVersionId };
  });
}

export async function makeActor({ get }: Services, name: string, role: Role, unitIds: string[]): Promise<Actor> {
  const personId = await get(UnitOfWork).run((tx) => get(People).create(tx, { fullName: name, birthYear: 1980 }));
  const origin = { ip: '10.1.2.3', port: 40_000 };
  return {
    personId,
    displayName: name,
    accountId: null,
    sessionId: null,
    via: 'session',
    grants: [{ role, unitIds }],
    origin,
  };
}

export interface Place {
  unitId: string;
  capacity: string;
  from?: string;
  to?: string;
}

/** A person with places; with `done`, who completed the world's module then. */
export async function makeMember(
  { get }: Services,
  world: ReportingWorld,
  places: Place[],
  done?: { at: string; change?: Partial<CompletionInput> },
): Promise<{ personId: string; completionId: string | null }> {
  return get(UnitOfWork).run(async (tx) => {
    const personId = await get(People).create(tx, { fullName: 'Lò Thị Mai', birthYear: 1970 });
    for (const { unitId, capacity, from = '2026-01-01', to } of places)
      await get(Memberships).add(tx, { personId, unitId, capacity, source: 'roster', from, to });
    if (!done) return { personId, completionId: null };
    const { moduleId, moduleVersionId } = world;
    const what = { personId, moduleId, moduleVersionId, source: 'self' as const, completedAt: new Date(done.at) };
    const { completion } = await get(Completions).record(tx, { ...what, ...done.change });
    return { personId, completionId: completion.id };
  });
}

/** Figures of the province frozen by one person and, with `signer`, signed off by another. */
export async function freeze(
  { get }: Services,
  world: ReportingWorld,
  by: Actor,
  signer: Actor | null,
): Promise<{ id: string; sha256: string }> {
  const snapshots = get(Snapshots);
  const request = { campaignId: world.campaignId, unitId: world.province, day: '2026-11-20', title: 'Tháng 11' };
  const id = await snapshots.freeze(by, { ...request, clientKey: randomUUID() });
  const { sha256 } = await snapshots.get(by, id);
  if (signer) await snapshots.signOff(signer, id, sha256);
  return { id, sha256 };
}
