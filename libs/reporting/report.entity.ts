import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A file made from frozen figures: who asked for it, why, and where it lies once it is ready. */
@Entity('report')
export class Report {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'snapshot_id' }) snapshotId: string;
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
