import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The denominator and the rate expected of a unit in a line, with its source; replaced by superseding, never changed. */
@Entity('target')
@Index('target_current', ['campaignId', 'unitId', 'capacity'], { unique: true, where: 'superseded_at IS NULL' })
export class Target {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'campaign_id' }) campaignId: string;
  @Column('uuid', { name: 'unit_id' }) unitId: string;
  /** A line: a capacity's code or 'all'. */
  @Column('text') capacity: string;
  @Column('text') denominator: 'roster' | 'declared';
  @Column('int', { name: 'declared_number', nullable: true }) declaredNumber: number | null;
  /** Who is counted in a declared number, e.g. adults who are literate. */
  @Column('text', { default: '' }) definition: string;
  @Column('text', { name: 'source_document', default: '' }) sourceDocument: string;
  @Column('date', { name: 'source_date', nullable: true }) sourceDate: string | null;
  @Column('numeric', { name: 'goal_percent', precision: 4, scale: 1 }) goalPercent: number;
  @Column('date', { name: 'due_on' }) dueOn: string;
  @Column('uuid', { name: 'author_id', nullable: true }) authorId: string | null;
  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' }) recordedAt: Date;
  @Column('timestamptz', { name: 'superseded_at', nullable: true }) supersededAt: Date | null;
}
