import { Campaigns } from '#libs/campaigns';
import { ImportCourse } from '#libs/catalogue';
import { Grants, People, Sessions, type NewPerson, type Role } from '#libs/identity';
import { Completions, type Completion } from '#libs/learning';
import { Units } from '#libs/organisation';
import { UnitOfWork } from '#libs/platform';
import { Memberships } from '#libs/rosters';
import { Visitor } from './browserless.js';
import type { WebContext } from './web-context.js';

export const SINCE = '2025-07-01';

/** A province with two communes and a department beside, one course, and a campaign that asks it of citizens and officials. */
export async function committeeDesk(context: WebContext) {
  const work = context.get(UnitOfWork);
  await context.get(ImportCourse).fromFolder('seed/courses/b-an-toan-thong-tin');
  const units = await work.run(async (tx) => {
    const make = (tree: 'territory' | 'state', code: string, kind: string, name: string, parentId: string | null) =>
      context.get(Units).create(tx, { tree, code, kind, name, parentId, validFrom: SINCE });
    const province = await make('territory', '12', 'province', 'Tỉnh Lai Châu', null);
    return {
      province,
      commune: await make('territory', '03390', 'commune', 'Xã Bình Lư', province),
      other: await make('territory', '03394', 'commune', 'Xã Sin Suối Hồ', province),
      department: await make('state', 'so-noi-vu', 'department', 'Sở Nội vụ', null),
    };
  });
  const [{ id: courseVersionId }] = await context.db.query('SELECT id FROM course_version');
  const modules: { id: string; versionId: string; title: string }[] = await context.db.query(
    `SELECT m.module_id AS id, v.id AS "versionId", v.title FROM course_version_module m
     JOIN module_version v ON v.module_id = m.module_id ORDER BY m.position`,
  );
  const campaignId = await work.run(async (tx) => {
    const dates = { startsOn: '2025-10-01', endsOn: '2027-06-30' };
    const id = await context.get(Campaigns).create(tx, { slug: 'dot-mot', name: 'Đợt một', ...dates });
    for (const capacity of ['citizen', 'official'])
      await context.get(Campaigns).require(tx, { campaignId: id, capacity, courseVersionId });
    return id;
  });
  return { units, campaignId, modules };
}

export async function somebody(
  context: WebContext,
  fullName: string,
  places: { unitId: string; capacity: string; from?: string }[] = [],
  identity: Partial<NewPerson> = {},
): Promise<string> {
  return context.get(UnitOfWork).run(async (tx) => {
    const personId = await context.get(People).create(tx, { fullName, birthYear: 1970, ...identity });
    for (const place of places)
      await context.get(Memberships).add(tx, { personId, source: 'roster', from: SINCE, ...place });
    return personId;
  });
}

export async function finish(
  context: WebContext,
  personId: string,
  module: { id: string; versionId: string },
  completedAt?: Date,
): Promise<Completion> {
  const { completion } = await context.get(UnitOfWork).run((tx) =>
    context.get(Completions).record(tx, {
      personId,
      moduleId: module.id,
      moduleVersionId: module.versionId,
      source: 'group',
      completedAt,
    }),
  );
  return completion;
}

/** Somebody signed in with a role over these units. */
export async function visitorAs(context: WebContext, fullName: string, role: Role, unitIds: string[]) {
  const personId = await somebody(context, fullName);
  const token = await context.get(UnitOfWork).run(async (tx) => {
    await context.get(Grants).grant(tx, { personId, role, unitIds, from: SINCE, by: null });
    return (await context.get(Sessions).start(tx, personId, {}, 'test')).token;
  });
  const visitor = new Visitor(context.app, { hvs_session: token });
  return Object.assign(visitor, { personId });
}

export const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
