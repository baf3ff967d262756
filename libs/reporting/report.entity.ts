import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A file of figures: what of, who asked for it, why, and where it lies once it is ready. */
@Entity('report')
export class Report {
  @PrimaryColumn('uuid') id: string;
  /** 'figures' of a snapshot, the 'flow' of a period, or a 'comparison' of two snapshots. */
  @Column('text', { default: 'figures' }) kind: string;
  @Column('uuid', { name: 'snapshot_id', nullable: true }) snapshotId: string | null;
  @Column('uuid', { name: 'other_snapshot_id', nullable: true }) otherSnapshotId: string | null;
  @Column('uuid', { name: 'campaign_id', nullable: true }) campaignId: string | null;
  @Column('uuid', { name: 'unit_id', nullable: true }) unitId: string | null;
  @Column('date', { name: 'from_day', nullable: true }) fromDay: string | null;
  @Column('date', { name: 'to_day', nullable: true }) toDay: string | null;
  @Column('text') format: string;
  @Column('text') template: string;
  @Column('uuid', { name: 'client_key', unique: true }) clientKey: string;
  @Column('text') purpose: string;
  @Column('uuid', { name: 'made_by' }) madeBy: string;
  @Column('timestamptz', { name: 'made_at', default: () => 'now()' }) madeAt: Date;
  @Column('uuid', { name: 'job_id', nullable: true }) jobId: string | null;
  @Column('text', { name: 'file_key', nullable: true }) fileKey: string | null;
  @Column('bigint', { name: 'file_bytes', nullable: true }) fileBytes: number | null;
  @Column('timestamptz', { name: 'ready_at', nullable: true }) readyAt: Date | null;
}
