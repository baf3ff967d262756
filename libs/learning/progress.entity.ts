import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far a person is in a module: one row, moved on when a newer version is opened. */
@Entity('progress')
export class Progress {
  @PrimaryColumn('uuid', { name: 'person_id' }) personId: string;
  @PrimaryColumn('uuid', { name: 'module_id' }) moduleId: string;
  @Column('uuid', { name: 'module_version_id' }) moduleVersionId: string;
  /** Positions of the lesson pages opened, ascending, each once. */
  @Column('int', { name: 'pages_seen', array: true, default: [] }) pagesSeen: number[];
  /** Where "học tiếp" goes. */
  @Column('int', { name: 'current_page', default: 1 }) currentPage: number;
  /** The database keeps it: no update changes it. */
  @Column('timestamptz', { name: 'first_activity_at', default: () => 'now()' }) firstActivityAt: Date;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt: Date;
}
