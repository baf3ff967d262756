import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** Courses required, of whom, in which period. Append-only: what figures were counted for keeps its name and its days. */
@Entity('campaign')
export class Campaign {
  @PrimaryColumn('uuid') id: string;
  @Column('text', { unique: true }) slug: string;
  @Column('text') name: string;
  @Column('date', { name: 'starts_on' }) startsOn: string;
  @Column('date', { name: 'ends_on' }) endsOn: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
}

/** One course version that everybody holding the capacity is to complete. A later course version changes nothing here. */
@Entity('requirement')
@Unique(['campaignId', 'capacity', 'courseVersionId'])
export class Requirement {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'campaign_id' }) campaignId: string;
  @Column('text') capacity: string;
  @Column('uuid', { name: 'course_version_id' }) courseVersionId: string;
  /** Module id to the lowest version number that counts; a module that is not named counts in any version. */
  @Column('jsonb', { name: 'minimum_versions', default: {} }) minimumVersions: Record<string, number>;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
}
