import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A day that differs from its weekday: off, or worked in exchange for another. */
@Entity('calendar_day')
export class CalendarDay {
  @PrimaryColumn('date') day: string;
  @Column('text') kind: 'off' | 'work';
  @Column('text') name: string;
  @Column('text') source: string;
  /** False until the year's notice was read. */
  @Column('boolean', { default: true }) certain: boolean;
}

/** How long the law gives: for the reply, and for each kind of case. */
@Entity('rights_clock')
export class RightsClock {
  @PrimaryColumn('text') kind: string;
  @Column('int') days: number;
  @Column('text') basis: 'working' | 'calendar';
  /** Zero: cannot be extended. */
  @Column('int', { name: 'extension_days' }) extensionDays: number;
  @Column('text') source: string;
}

/** Something a clock asks of the people at a desk. */
@Entity('desk_task')
export class DeskTask {
  @PrimaryColumn('uuid') id: string;
  @Column('text', { name: 'subject_type' }) subjectType: 'rights_case' | 'breach';
  @Column('uuid', { name: 'subject_id' }) subjectId: string;
  @Column('text') kind: 'reply' | 'due-soon' | 'overdue' | 'notify-authority';
  @Column('timestamptz', { name: 'due_at' }) dueAt: Date;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'done_at', nullable: true }) doneAt: Date | null;
}
