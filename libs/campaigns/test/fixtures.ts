import { People, type Actor, type NewPerson, type Role } from '#libs/identity';
import { Units, type NewUnit } from '#libs/organisation';
import { UnitOfWork, newId, type Tx } from '#libs/platform';
import { Memberships } from '#libs/rosters';
import type { TestContext } from '#libs/testing';
import { Campaigns } from '../campaigns.service.js';
import { insert } from './rows.js';

export const SINCE = '2026-01-01';

export const inTx = <T>(context: TestContext, work: (tx: Tx) => Promise<T>): Promise<T> =>
  context.get(UnitOfWork).run(work);

/** A province with two communes, a village, a department; the committee of the first commune is linked to it. */
export async function makeUnits(context: TestContext) {
  return inTx(context, async (tx) => {
    const units = context.get(Units);
    const make = (tree: NewUnit['tree'], code: string, kind: string, name: string, parentId: string | null) =>
      units.create(tx, { tree, code, kind, name, parentId, validFrom: SINCE });
    const province = await make('territory', '12', 'province', 'Tỉnh Lai Châu', null);
    const commune = await make('territory', '03390', 'commune', 'Xã Bình Lư', province);
    const village = await make('territory', '03390-1', 'village', 'Bản Nà Khằm', commune);
    const otherCommune = await make('territory', '03394', 'commune', 'Xã Sin Suối Hồ', province);
    const state = await make('state', 'root', 'province_committee', 'UBND tỉnh Lai Châu', null);
    const department = await make('state', 'so-noi-vu', 'department', 'Sở Nội vụ', state);
    const committee = await make('state', 'ubnd-03390', 'committee', 'UBND xã Bình Lư', state);
    await units.link(tx, committee, commune, SINCE);
    return { province, commune, village, otherCommune, state, department, committee };
  });
}

export interface TestCourse {
  courseVersionId: string;
  modules: { id: string; versionId: string }[];
}

/** A published course of empty modules: figures look at ids and numbers only. */
export async function makeCourse(context: TestContext, code: string, moduleCount: number): Promise<TestCourse> {
  const courseId = newId();
  const courseVersionId = newId();
  const modules = Array.from({ length: moduleCount }, () => ({ id: newId(), versionId: newId() }));
  const publishedAt = context.clock.now();
  await inTx(context, async (tx) => {
    await insert(tx, 'course', [{ id: courseId, code, slug: code, position: 0, created_at: publishedAt }]);
    await insert(
      tx,
      'module',
      modules.map(({ id }, i) => ({
        id,
        course_id: courseId,
        code: `${code}${i}`,
        slug: `m${i}`,
        created_at: publishedAt,
      })),
    );
    await insert(
      tx,
      'module_version',
      modules.map(({ id, versionId }) => ({
        id: versionId,
        module_id: id,
        number: 1,
        title: 'M',
        summary: '',
        minutes: 5,
        objectives: [],
        competence: {},
        sources: [],
        content: {},
        content_hash: '',
        authors: [],
        published_at: publishedAt,
      })),
    );
    await insert(tx, 'course_version', [
      {
        id: courseVersionId,
        course_id: courseId,
        number: 1,
        title: `Chuyên đề ${code}`,
        summary: '',
        audience: '',
        published_at: publishedAt,
      },
    ]);
    await insert(
      tx,
      'course_version_module',
      modules.map(({ id }, position) => ({ course_version_id: courseVersionId, position, module_id: id })),
    );
  });
  return { courseVersionId, modules };
}

/** A campaign that asks the course of each of the capacities. */
export async function makeCampaign(
  context: TestContext,
  slug: string,
  course: TestCourse,
  capacities: string[],
): Promise<string> {
  return inTx(context, async (tx) => {
    const campaigns = context.get(Campaigns);
    const campaignId = await campaigns.create(tx, {
      slug,
      name: `Đợt ${slug}`,
      startsOn: '2026-07-01',
      endsOn: '2026-12-31',
    });
    for (const capacity of capacities)
      await campaigns.require(tx, { campaignId, capacity, courseVersionId: course.courseVersionId });
    return campaignId;
  });
}

export async function makePerson(
  context: TestContext,
  places: { unitId: string; capacity: string; source?: 'roster' | 'self'; from?: string }[] = [],
  identity: Partial<NewPerson> = {},
): Promise<string> {
  return inTx(context, async (tx) => {
    const personId = await context.get(People).create(tx, { fullName: 'Lò Thị Mai', birthYear: 1968, ...identity });
    for (const { unitId, capacity, source = 'roster', from = SINCE } of places) {
      await context.get(Memberships).add(tx, { personId, unitId, capacity, source, from });
    }
    return personId;
  });
}

export const actorOf = (personId: string, role: Role, unitIds: string[]): Actor => ({
  personId,
  displayName: '',
  accountId: null,
  sessionId: null,
  via: 'session',
  grants: [{ role, unitIds }],
  origin: { ip: '10.1.2.3', port: 40_000 },
});
