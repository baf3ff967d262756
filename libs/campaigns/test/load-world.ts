import { fold, type Tx } from '#libs/platform';
import {
  campaignId,
  courseVersionId,
  id,
  insert,
  knowledge,
  moduleId,
  period,
  personId,
  unitId,
  versionId,
  type Row,
} from './rows.js';
import { MODULES, VERSIONS, dayOf, instant, type World } from './world.js';

/**
 * Writes a world as the libs would have written it over time. Completions are left to the caller: see `completionRow`.
 * Progress comes after the requirements, because each new requirement would else rebuild the states.
 */
export async function loadWorld(tx: Tx, world: World): Promise<void> {
  await loadUnits(tx, world);
  await loadPeople(tx, world);
  await loadCatalogue(tx, world);
  await insert(tx, 'campaign', [
    {
      id: campaignId,
      slug: 'thu',
      name: 'Thử',
      starts_on: dayOf(-60),
      ends_on: dayOf(world.campaignEnds),
      created_at: instant(-60),
    },
  ]);
  await insert(
    tx,
    'requirement',
    world.requirements.map((row, i) => ({
      id: id(8, i),
      campaign_id: campaignId,
      capacity: row.capacity,
      course_version_id: courseVersionId(row.course),
      minimum_versions: Object.fromEntries(row.minimum.map((n, module) => [moduleId(module), n]).filter(([, n]) => n)),
      created_at: instant(row.recordedAt),
    })),
  );
  await insert(tx, 'target', world.targets.map(targetRow));
  await insert(
    tx,
    'progress',
    world.starts.map((row) => ({
      person_id: personId(row.person),
      module_id: moduleId(row.module),
      module_version_id: versionId(row.module, 1),
      pages_seen: [],
      current_page: 1,
      first_activity_at: instant(row.startedAt),
      updated_at: instant(row.recordedAt),
    })),
  );
}

async function loadUnits(tx: Tx, world: World): Promise<void> {
  await insert(
    tx,
    'unit',
    world.units.map(({ tree }, i) => ({
      id: unitId(i),
      code: `t${i}`,
      tree,
      kind: 'commune',
      created_at: instant(-60),
    })),
  );
  await insert(
    tx,
    'unit_version',
    world.units.flatMap(({ versions }, i) =>
      versions.map((row, j) => ({
        id: id(9, i * 100 + j),
        unit_id: unitId(i),
        name: row.name,
        folded_name: fold(row.name),
        parent_id: row.parent === null ? null : unitId(row.parent),
        position: 0,
        ...period(row),
        ...knowledge(row),
      })),
    ),
  );
  await insert(
    tx,
    'unit_link',
    world.links.map((row, i) => ({
      id: id(10, i),
      unit_id: unitId(row.unit),
      commune_id: unitId(row.territory),
      ...period(row),
      ...knowledge(row),
    })),
  );
}

async function loadPeople(tx: Tx, world: World): Promise<void> {
  await insert(
    tx,
    'person',
    world.people.map((_, i) => ({ id: personId(i), created_at: instant(-60) })),
  );
  for (const [i, { identity }] of world.people.entries()) {
    for (const [n, { at, birth, verifiedAt }] of identity.entries()) {
      await tx.query(
        n === 0
          ? `INSERT INTO identity (person_id, full_name, folded_name, birth_date, birth_year, phone_verified_at, updated_at)
             VALUES ($1, 'X', 'x', $2, $3, $4, $5)`
          : `UPDATE identity SET birth_date = $2, birth_year = $3, phone_verified_at = $4, updated_at = $5 WHERE person_id = $1`,
        [
          personId(i),
          birth.date ?? null,
          birth.year ?? null,
          verifiedAt === null ? null : instant(verifiedAt),
          instant(at),
        ],
      );
    }
  }
  await insert(
    tx,
    'membership',
    world.memberships.map((row, i) => ({
      id: id(11, i),
      person_id: personId(row.person),
      unit_id: unitId(row.unit),
      capacity: row.capacity,
      is_head: false,
      source: row.source,
      ...period(row),
      ...knowledge(row),
    })),
  );
  await insert(
    tx,
    'person_merge',
    world.merges.map((row, i) => ({
      id: id(12, i),
      from_person_id: personId(row.from),
      into_person_id: personId(row.into),
      ...knowledge(row),
    })),
  );
  await insert(
    tx,
    'match_doubt',
    world.doubts.map((row, i) => ({
      id: id(13, i),
      person_id: personId(row.person),
      other_person_id: personId(row.other),
      reason: 'name',
      ...knowledge(row),
    })),
  );
}

async function loadCatalogue(tx: Tx, world: World): Promise<void> {
  const modules = Array.from({ length: MODULES }, (_, i) => i);
  await insert(tx, 'course', [{ id: id(14, 0), code: 'T', slug: 't', position: 0, created_at: instant(-60) }]);
  await insert(
    tx,
    'module',
    modules.map((i) => ({
      id: moduleId(i),
      course_id: id(14, 0),
      code: `T${i}`,
      slug: `t${i}`,
      created_at: instant(-60),
    })),
  );
  await insert(
    tx,
    'module_version',
    modules.flatMap((module) =>
      Array.from({ length: VERSIONS }, (_, i) => ({
        id: versionId(module, i + 1),
        module_id: moduleId(module),
        number: i + 1,
        title: 'T',
        summary: '',
        minutes: 5,
        objectives: [],
        competence: {},
        sources: [],
        content: {},
        content_hash: '',
        authors: [],
        published_at: instant(-60),
      })),
    ),
  );
  await insert(
    tx,
    'course_version',
    world.courses.map((_, i) => ({
      id: courseVersionId(i),
      course_id: id(14, 0),
      number: i + 1,
      title: `T ${i}`,
      summary: '',
      audience: '',
      published_at: instant(-60),
    })),
  );
  await insert(
    tx,
    'course_version_module',
    world.courses.flatMap((list, i) =>
      list.map((module, position) => ({
        course_version_id: courseVersionId(i),
        position,
        module_id: moduleId(module),
      })),
    ),
  );
}

const targetRow = (row: World['targets'][number], index: number): Row => ({
  id: id(17, index),
  campaign_id: campaignId,
  unit_id: unitId(row.unit),
  capacity: row.line,
  denominator: row.declared === null ? 'roster' : 'declared',
  declared_number: row.declared,
  definition: '',
  source_document: '',
  goal_percent: 80,
  due_on: dayOf(row.due),
  ...knowledge(row),
});
