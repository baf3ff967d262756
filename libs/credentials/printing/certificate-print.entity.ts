import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A file of many certificates, asked for by a unit's manager: the purpose, and where it lies while it is kept. */
@Entity('certificate_print')
export class CertificatePrint {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'unit_id' }) unitId: string;
  @Column('uuid', { name: 'client_key', unique: true }) clientKey: string;
  @Column('text') purpose: string;
  @Column('uuid', { name: 'made_by' }) madeBy: string;
  @Column('timestamptz', { name: 'made_at' }) madeAt: Date;
  @Column('uuid', { name: 'job_id', nullable: true }) jobId: string | null;
  @Column('text', { name: 'file_key', nullable: true }) fileKey: string | null;
  @Column('bigint', { name: 'file_bytes', nullable: true }) fileBytes: number | null;
  @Column('timestamptz', { name: 'ready_at', nullable: true }) readyAt: Date | null;
  /** Somebody in it was erased: the file is gone, a new one may be asked for. */
  @Column('timestamptz', { name: 'removed_at', nullable: true }) removedAt: Date | null;
}

/** Whose certificate stands in the file, in the order of the pages. */
@Entity('certificate_print_item')
export class CertificatePrintItem {
  @PrimaryColumn('uuid', { name: 'print_id' }) printId: string;
  @PrimaryColumn('uuid', { name: 'certificate_id' }) certificateId: string;
  /** The village or body below which the paper is sorted. */
  @Column('uuid', { name: 'unit_id' }) unitId: string;
  @Column('int') position: number;
}
