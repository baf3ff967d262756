import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * How far a person has come in a campaign, as of now: in which capacities something required is begun, in which
 * everything is met, whoever holds them. Kept in the transaction of each completion, so that today's figures need not
 * read all completions; it follows from the facts and can be rebuilt. Kept per person as recorded; merged people, voided
 * completions and open flags are looked up in the facts when figures are read.
 */
@Entity('requirement_state')
export class RequirementState {
  @PrimaryColumn('uuid', { name: 'campaign_id' }) campaignId: string;
  @PrimaryColumn('uuid', { name: 'person_id' }) @Index('requirement_state_person') personId: string;
  @Column('text', { array: true, default: [] }) begun: string[];
  @Column('text', { array: true, default: [] }) met: string[];
  /** Capacities with a deciding completion attested in a group session. */
  @Column('text', { name: 'by_group', array: true, default: [] }) byGroup: string[];
  @Column('text', { name: 'time_unknown', array: true, default: [] }) timeUnknown: string[];
}

/**
 * What figures need to know of a person after their identity is erased: the day they are 18 and since when the phone or
 * personal number is verified, as it was known. The database keeps it beside every change of the identity (see
 * the campaigns migration); the first version counts as known from the beginning.
 *
 * `adultOn` is the 18th birthday; with a birth year alone it is 31 December of that year + 18, since only by then can
 * the person be said to be of age: a rate must never count a minor as an adult. Kept as coarse as figures allow: days
 * before 2025 become 2025-01-01, and erasing the identity of a minor leaves 'infinity' instead of the birthday.
 */
@Entity('person_standing')
export class PersonStanding {
  @PrimaryColumn('uuid', { name: 'person_id' }) personId: string;
  @PrimaryColumn('timestamptz', { name: 'recorded_at', default: () => `'-infinity'` }) recordedAt: Date;
  @Column('date', { name: 'adult_on', nullable: true }) adultOn: string | null;
  @Column('timestamptz', { name: 'verified_at', nullable: true }) verifiedAt: Date | null;
  @Column('timestamptz', { name: 'superseded_at', nullable: true }) supersededAt: Date | null;
}

/** The first activity of a person in a module and when it became known. Outlives the progress, which can be erased. */
@Entity('module_start')
export class ModuleStart {
  @PrimaryColumn('uuid', { name: 'person_id' }) personId: string;
  @PrimaryColumn('uuid', { name: 'module_id' }) moduleId: string;
  @Column('timestamptz', { name: 'started_at' }) startedAt: Date;
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt: Date;
}
