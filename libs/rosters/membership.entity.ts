import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Whom the campaign counts as what; more can be added. `sensitive`: belonging to it is sensitive personal data. */
@Entity('capacity')
export class Capacity {
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
  @Column('int') position: number;
  @Column('boolean', { default: false }) sensitive: boolean;
}

/** A person's place in a unit in one capacity in `[validFrom, validTo)`, as known from recordedAt until supersededAt. */
@Entity('membership')
export class Membership {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) @Index('membership_person') personId: string;
  @Column('uuid', { name: 'unit_id' }) unitId: string;
  @Column('text') capacity: string;
  @Column('text', { nullable: true }) position: string | null;
  @Column('boolean', { name: 'is_head', default: false }) isHead: boolean;
  @Column('text') source: MembershipSource;
  @Column('uuid', { name: 'import_id', nullable: true }) importId: string | null;
  @Column('date', { name: 'valid_from' }) validFrom: string;
  @Column('date', { name: 'valid_to', nullable: true }) validTo: string | null;
  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' }) recordedAt: Date;
  @Column('timestamptz', { name: 'superseded_at', nullable: true }) supersededAt: Date | null;
}

/** `roster`: the unit put them on its list; `self`: they named the commune when signing up. */
export type MembershipSource = 'roster' | 'self';

/** Two recorded people are one; figures count `into`. Undone by superseding. */
@Entity('person_merge')
export class PersonMerge {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'from_person_id' }) fromPersonId: string;
  @Column('uuid', { name: 'into_person_id' }) intoPersonId: string;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' }) recordedAt: Date;
  @Column('timestamptz', { name: 'superseded_at', nullable: true }) supersededAt: Date | null;
}

/** `personId` may be the same human being as `otherPersonId`; while it stands, the first waits outside the citizens' figures. */
@Entity('match_doubt')
export class MatchDoubt {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) @Index('match_doubt_person') personId: string;
  @Column('uuid', { name: 'other_person_id' }) otherPersonId: string;
  @Column('text') reason: string;
  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' }) recordedAt: Date;
  @Column('timestamptz', { name: 'superseded_at', nullable: true }) supersededAt: Date | null;
}
