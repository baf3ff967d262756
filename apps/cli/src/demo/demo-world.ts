import type { DataSource } from 'typeorm';
import { addDays, localDay } from '#libs/platform';

export interface DemoQuestion {
  id: string;
  content: { type: string; answer?: boolean; options?: { id: string; correct: boolean }[] };
}

export interface DemoModule {
  moduleId: string;
  courseId: string;
  versionId: string;
  pages: number;
  draw: number;
  passPercent: number;
  questions: DemoQuestion[];
}

/** The units, published modules and requirements that demo people are placed in; read once. */
export interface DemoWorld {
  today: string;
  campaignStart: string;
  days: number;
  communes: { id: string; villages: string[] }[];
  departments: string[];
  partyCells: string[];
  stateByCommune: Map<string, string>;
  partyByCommune: Map<string, string>;
  requirements: { capacity: string; modules: DemoModule[] }[];
}

export async function readDemoWorld(db: DataSource, campaignId: string): Promise<DemoWorld> {
  const units: {
    id: string;
    tree: string;
    kind: string;
    parentId: string | null;
    communeId: string | null;
    leaf: boolean;
  }[] = await db.query(
    `SELECT u.id, u.tree, u.kind, v.parent_id AS "parentId", l.commune_id AS "communeId",
       NOT EXISTS (SELECT 1 FROM unit_version c WHERE c.parent_id = u.id AND c.superseded_at IS NULL AND c.valid_to IS NULL) AS leaf
     FROM unit u JOIN unit_version v ON v.unit_id = u.id AND v.superseded_at IS NULL AND v.valid_to IS NULL
     LEFT JOIN unit_link l ON l.unit_id = u.id AND l.superseded_at IS NULL AND l.valid_to IS NULL
     ORDER BY u.tree, u.code`,
  );
  const [campaign] = await db.query('SELECT starts_on::text AS "startsOn" FROM campaign WHERE id = $1', [campaignId]);
  const today = localDay(new Date());
  const linked = (tree: string) =>
    new Map(units.filter((unit) => unit.tree === tree && unit.communeId).map((unit) => [unit.communeId!, unit.id]));
  return {
    today,
    campaignStart: campaign.startsOn,
    days: Math.max(30, Math.round((Date.parse(today) - Date.parse(campaign.startsOn)) / 86_400_000)),
    communes: units
      .filter(({ kind }) => kind === 'commune' || kind === 'ward')
      .map(({ id }) => ({
        id,
        villages: units
          .filter(({ parentId, tree }) => parentId === id && tree === 'territory')
          .map((village) => village.id),
      })),
    departments: units
      .filter(({ tree, leaf, communeId }) => tree === 'state' && leaf && !communeId)
      .map(({ id }) => id),
    partyCells: units.filter(({ tree, leaf, communeId }) => tree === 'party' && leaf && !communeId).map(({ id }) => id),
    stateByCommune: linked('state'),
    partyByCommune: linked('party'),
    requirements: await requirements(db, campaignId),
  };
}

async function requirements(db: DataSource, campaignId: string): Promise<DemoWorld['requirements']> {
  const modules = new Map<string, DemoModule>();
  const rows = await db.query(
    `SELECT r.capacity, cvm.module_id AS "moduleId", cv.course_id AS "courseId", mv.id AS "versionId", q.draw_count AS draw, q.pass_percent AS "passPercent",
       (SELECT count(*)::int FROM lesson l WHERE l.module_version_id = mv.id) AS pages
     FROM requirement r JOIN course_version cv ON cv.id = r.course_version_id
     JOIN course_version_module cvm ON cvm.course_version_id = cv.id
     JOIN LATERAL (SELECT id FROM module_version WHERE module_id = cvm.module_id ORDER BY number DESC LIMIT 1) mv ON true
     JOIN quiz_rule q ON q.module_version_id = mv.id
     WHERE r.campaign_id = $1 ORDER BY r.capacity, r.course_version_id, cvm.position`,
    [campaignId],
  );
  for (const row of rows) {
    if (modules.has(row.versionId)) continue;
    const questions = await db.query(
      'SELECT id, content FROM question_version WHERE module_version_id = $1 ORDER BY position',
      [row.versionId],
    );
    modules.set(row.versionId, { ...row, questions });
  }
  const capacities = [...new Set<string>(rows.map(({ capacity }: { capacity: string }) => capacity))];
  return capacities.map((capacity) => ({
    capacity,
    modules: rows
      .filter((row: { capacity: string }) => row.capacity === capacity)
      .map((row: { versionId: string }) => modules.get(row.versionId)!),
  }));
}

/** The running campaign starts four months ago, so that a first start has a past to look at. */
export const demoCampaignStart = (today: string): string => addDays(today, -120);
