import type { EntityManager } from 'typeorm';
import type { ReportFormat } from './report-format.js';

export interface ReportRow {
  id: string;
  snapshotId: string;
  snapshotTitle: string;
  campaignId: string;
  unitId: string;
  asOfDay: string;
  sha256: string;
  format: ReportFormat;
  template: string;
  purpose: string;
  madeBy: string;
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

const SELECT = `SELECT r.id, r.snapshot_id AS "snapshotId", s.title AS "snapshotTitle", s.campaign_id AS "campaignId",
    s.filter ->> 'unitId' AS "unitId", s.as_of_day AS "asOfDay", s.sha256, r.format, r.template, r.purpose,
    r.made_by AS "madeBy", r.made_at AS "madeAt", r.job_id AS "jobId", r.file_key AS "fileKey", r.file_bytes AS bytes,
    r.ready_at AS "readyAt", o.snapshot_id IS NULL AS draft, o.signed_by AS "signedBy", o.at AS "signedAt"
  FROM report r JOIN snapshot s ON s.id = r.snapshot_id
  LEFT JOIN snapshot_signoff o ON o.snapshot_id = s.id AND o.at <= r.made_at`;

export async function findReport(db: Pick<EntityManager, 'query'>, id: string): Promise<ReportRow | null> {
  const [row] = await db.query(`${SELECT} WHERE r.id = $1`, [id]);
  return row ?? null;
}

/** The latest first. */
export async function reportsOf(db: Pick<EntityManager, 'query'>, snapshotId: string): Promise<ReportRow[]> {
  return db.query(`${SELECT} WHERE r.snapshot_id = $1 ORDER BY r.made_at DESC, r.id DESC LIMIT 50`, [snapshotId]);
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
