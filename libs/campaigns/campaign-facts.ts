import type { EntityManager } from 'typeorm';
import { notFound } from '#libs/platform';
import type { CapacityRequirements, FiguresDocument } from './figures-document.js';
import type { StoredTarget } from './rate.policy.js';

type Db = Pick<EntityManager, 'query'>;

export async function readCampaign(db: Db, campaignId: string): Promise<FiguresDocument['campaign']> {
  const [campaign] = await db.query(
    'SELECT id, name, starts_on AS "startsOn", ends_on AS "endsOn" FROM campaign WHERE id = $1',
    [campaignId],
  );
  if (!campaign) throw notFound('campaign.unknown');
  return campaign;
}

/** What is asked of whom, as known at K; capacities in their order, courses by code. */
export async function readRequirements(db: Db, campaignId: string, knownAt: Date): Promise<CapacityRequirements[]> {
  const rows = await db.query(
    `SELECT r.capacity, k.name AS "capacityName", v.id AS "courseVersionId", c.code, v.title,
       (SELECT count(*) FROM course_version_module m WHERE m.course_version_id = v.id) AS modules
     FROM requirement r JOIN capacity k ON k.code = r.capacity
     JOIN course_version v ON v.id = r.course_version_id JOIN course c ON c.id = v.course_id
     WHERE r.campaign_id = $1 AND r.created_at <= $2 ORDER BY k.position, k.code, c.code COLLATE "C", v.number`,
    [campaignId, knownAt],
  );
  const byCapacity = new Map<string, CapacityRequirements>();
  for (const { capacity, capacityName, ...course } of rows) {
    if (!byCapacity.has(capacity)) byCapacity.set(capacity, { capacity, capacityName, courses: [] });
    byCapacity.get(capacity)!.courses.push(course);
  }
  return [...byCapacity.values()];
}

export interface TargetRow extends StoredTarget {
  unitId: string;
  line: string;
}

/** The targets of a campaign as known at K, of all units. */
export async function readTargets(db: Db, campaignId: string, knownAt: Date): Promise<TargetRow[]> {
  return db.query(
    `SELECT unit_id AS "unitId", capacity AS line, denominator, declared_number AS "declaredNumber", definition,
       source_document AS "sourceDocument", source_date AS "sourceDate", goal_percent AS "goalPercent", due_on AS "dueOn"
     FROM target WHERE campaign_id = $1 AND recorded_at <= $2 AND (superseded_at IS NULL OR superseded_at > $2)`,
    [campaignId, knownAt],
  );
}
