import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Frozen figures. `figures` is the canonical JSON text that `sha256` was made over, kept to the letter. */
@Entity('snapshot')
@Index('snapshot_campaign', ['campaignId', 'madeAt'])
export class Snapshot {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'campaign_id' }) campaignId: string;
  @Column('text') title: string;
  @Column('date', { name: 'as_of_day' }) asOfDay: string;
  @Column('timestamptz', { name: 'known_at' }) knownAt: Date;
  @Column('text', { name: 'definitions_version' }) definitionsVersion: string;
  @Column('jsonb') filter: { unitId: string };
  @Column('text') figures: string;
  @Column('text') sha256: string;
  @Column('uuid', { name: 'made_by' }) madeBy: string;
  @Column('timestamptz', { name: 'made_at', default: () => 'now()' }) madeAt: Date;
}

/** A second person's word that they have seen exactly this text. */
@Entity('snapshot_signoff')
export class SnapshotSignoff {
  @PrimaryColumn('uuid', { name: 'snapshot_id' }) snapshotId: string;
  @Column('uuid', { name: 'signed_by' }) signedBy: string;
  @Column('text') sha256: string;
  @Column('timestamptz', { default: () => 'now()' }) at: Date;
}
