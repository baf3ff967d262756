import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Answer, Draw } from './question.js';

/** One go at a module's quiz. Open until submitted; the database lets a submitted one change no more. */
@Entity('attempt')
@Index('attempt_open', ['personId', 'moduleId'], { unique: true, where: 'submitted_at IS NULL' })
@Index('attempt_person', ['personId', 'moduleId', 'startedAt'])
export class Attempt {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
  @Column('uuid', { name: 'module_id' }) moduleId: string;
  @Column('uuid', { name: 'module_version_id' }) @Index('attempt_version') moduleVersionId: string;
  /** Made by the caller: starting twice with the same key is one attempt. */
  @Column('uuid', { name: 'client_key', unique: true }) clientKey: string;
  @Column('text', { name: 'device_id', nullable: true }) deviceId: string | null;
  @Column('jsonb') draw: Draw;
  /** By question version id, as given. */
  @Column('jsonb', { default: {} }) answers: Record<string, Answer>;
  /** By question version id: the sender and turn its answer came from. Only while the attempt is open. */
  @Column('jsonb', { name: 'answer_turns', default: {} }) answerTurns: Record<string, [string, number]>;
  @Column('timestamptz', { name: 'started_at', default: () => 'now()' }) startedAt: Date;
  /** When the device says it was submitted; never used for the truth of a completion by itself. */
  @Column('timestamptz', { name: 'claimed_at', nullable: true }) claimedAt: Date | null;
  @Column('timestamptz', { name: 'submitted_at', nullable: true }) submittedAt: Date | null;
  @Column('int', { name: 'correct_count', nullable: true }) correctCount: number | null;
  @Column('int', { name: 'question_count' }) questionCount: number;
  @Column('boolean', { nullable: true }) passed: boolean | null;
}
