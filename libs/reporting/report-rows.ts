import type { EntityManager } from 'typeorm';
import type { ReportFormat, ReportKind } from './report-format.js';

export interface ReportRow {
  id: string;
  kind: ReportKind;
  /** Null for a flow. Of a comparison the later one. */
  snapshotId: string | null;
  /** The earlier one of a comparison. */
  otherSnapshotId: string | null;
  /** Of the snapshot, or null. */
  snapshotTitle: string | null;
  campaignId: string;
  campaignSlug: string;
  unitId: string;
  /** The last day the file tells of. */
  asOfDay: string;
  /** The first day of a flow; the day of a comparison's earlier snapshot; null for figures. */
  sinceDay: string | null;
  sha256: string | null;
  format: ReportFormat;
  template: string;
  purpose: string;
  madeBy: string;
  /** Of a flow also K: what was known when the file was asked for. */
  madeAt: Date;
  jobId: string | null;
  fileKey: string | null;
  bytes: number | null;
  readyAt: Date | null;
  /** Not signed off when the file was asked for. A later signature makes a new file necessary, not this one valid. */
  draft: boolean;
  signedBy: string | null;
  signedAt: Date | null;
}

/** The snapshot of a comparison's row is the later one; unsigned is what either is. */
const SELECT = `SELECT r.id, r.kind, s.id AS "snapshotId", e.id AS "otherSnapshotId", s.title AS "snapshotTitle",
    c.id AS "campaignId", c.slug AS "campaignSlug", coalesce(s.filter ->> 'unitId', r.unit_id::text) AS "unitId",
    coalesce(s.as_of_day, r.to_day) AS "asOfDay", coalesce(e.as_of_day, r.from_day) AS "sinceDay", s.sha256, r.format,
    r.template, r.purpose, r.made_by AS "madeBy", r.made_at AS "madeAt", r.job_id AS "jobId", r.file_key AS "fileKey",
    r.file_bytes AS bytes, r.ready_at AS "readyAt", o.signed_by AS "signedBy", o.at AS "signedAt",
    (s.id IS NOT NULL AND o.snapshot_id IS NULL) OR (e.id IS NOT NULL AND p.snapshot_id IS NULL) AS draft
  FROM report r LEFT JOIN snapshot s ON s.id = r.snapshot_id LEFT JOIN snapshot e ON e.id = r.other_snapshot_id
  JOIN campaign c ON c.id = coalesce(s.campaign_id, r.campaign_id)
  LEFT JOIN snapshot_signoff o ON o.snapshot_id = s.id AND o.at <= r.made_at
  LEFT JOIN snapshot_signoff p ON p.snapshot_id = e.id AND p.at <= r.made_at`;

export async function findReport(db: Pick<EntityManager, 'query'>, id: string): Promise<ReportRow | null> {
  const [row] = await db.query(`${SELECT} WHERE r.id = $1`, [id]);
  return row ?? null;
}

/** The latest first. */
export async function reportsOf(db: Pick<EntityManager, 'query'>, snapshotId: string): Promise<ReportRow[]> {
  return db.query(
    `${SELECT} WHERE r.snapshot_id = $1 AND r.kind = 'figures' ORDER BY r.made_at DESC, r.id DESC LIMIT 50`,
    [snapshotId],
  );
}

/** Where a snapshot stands, without its figures. */
export async function findSnapshot(
  db: Pick<EntityManager, 'query'>,
  id: string,
): Promise<{ id: string; unitId: string; asOfDay: string; title: string; signed: boolean } | null> {
  const [row] = await db.query(
    `SELECT s.id, s.filter ->> 'unitId' AS "unitId", s.as_of_day AS "asOfDay", s.title, o.snapshot_id IS NOT NULL AS signed
     FROM snapshot s LEFT JOIN snapshot_signoff o ON o.snapshot_id = s.id WHERE s.id = $1`,
    [id],
  );
  return row ?? null;
}
