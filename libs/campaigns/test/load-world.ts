import { fold, type Tx } from '#libs/platform';
import { MODULES, VERSIONS, dayOf, instant, type Known, type World } from './world.js';

type Row = Record<string, unknown>;

/** Ids tell what they are: kind and place in the list. Rows are undone after each run, so they may repeat. */
const id = (kind: number, index: number): string =>
  `${String(kind).padStart(8, '0')}-0000-7000-8000-${String(index).padStart(12, '0')}`;
export const campaignId = id(1, 0);
export const unitId = (index: number): string => id(2, index);
export const personId = (index: number): string => id(3, index);
export const moduleId = (index: number): string => id(4, index);
const versionId = (module: number, version: number): string => id(5, module * 10 + version);
const courseVersionId = (index: number): string => id(6, index);
export const completionId = (index: number): string => id(7, index);

export async function insert(tx: Tx, table: string, rows: Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]).join(', ');
  await tx.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

const knowledge = (row: Known): Row => ({
  recorded_at: instant(row.recordedAt),
  superseded_at: row.supersededAt === null ? null : instant(row.supersededAt),
});
const period = (row: { from: number; to: number | null }): Row => ({
  valid_from: dayOf(row.from),
  valid_to: row.to === null ? null : dayOf(row.to),
});

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

export const completionRow = (row: World['completions'][number], index: number): Row => ({
  id: completionId(index),
  person_id: personId(row.person),
  module_id: moduleId(row.module),
  module_version_id: versionId(row.module, row.version),
  completed_at: instant(row.completedAt),
  recorded_at: instant(row.recordedAt),
  source: row.source,
  time_quality: row.quality,
});

export const adjustmentRow = (row: World['adjustments'][number], index: number): Row => ({
  id: id(15, index),
  completion_id: completionId(row.completion),
  kind: row.kind,
  reason: 'r',
  document_number: 'd',
  author_id: personId(0),
  recorded_at: instant(row.recordedAt),
});

export const flagRow = (row: World['flags'][number], index: number): Row => ({
  id: id(16, index),
  completion_id: completionId(row.completion),
  kind: 'too_fast',
  details: {},
  ...knowledge(row),
});

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

/** All facts at once, as a bulk load writes them. */
export async function loadFacts(tx: Tx, world: World): Promise<void> {
  await insert(tx, 'completion', world.completions.map(completionRow));
  await insert(tx, 'adjustment', world.adjustments.map(adjustmentRow));
  await insert(tx, 'completion_flag', world.flags.map(flagRow));
}
