import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** That somebody was reminded of something, once; its link to say "no more" is kept as a digest. */
@Entity('reminder')
@Unique(['personId', 'kind', 'subject'])
export class Reminder {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
  /** Of the consent it goes out under. */
  @Column('text') purpose: string;
  @Column('text') kind: string;
  /** What it was about: a campaign and how near its day is, or a day. */
  @Column('text') subject: string;
  @Column('bytea', { name: 'opt_out_hash' }) @Index('reminder_opt_out', { unique: true }) optOutHash: Buffer;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
