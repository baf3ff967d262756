import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity('course')
export class Course {
  @PrimaryColumn('uuid') id: string;
  @Column('text', { unique: true }) code: string;
  @Column('text', { unique: true }) slug: string;
  @Column('int', { default: 0 }) position: number;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
}

/** The unit of completion. Everything a reader sees of it stands in its versions. */
@Entity('module')
@Unique('module_course_id_slug_key', ['courseId', 'slug'])
export class CourseModule {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('text', { unique: true }) code: string;
  @Column('text') slug: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
}

/** An immutable list of modules. A new version of a module makes no new version of its course. */
@Entity('course_version')
@Unique('course_version_course_id_number_key', ['courseId', 'number'])
export class CourseVersion {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('int') number: number;
  @Column('text') title: string;
  @Column('text') summary: string;
  @Column('text', { default: '' }) audience: string;
  @Column('timestamptz', { name: 'published_at' }) publishedAt: Date;
  /** Null when the version came from a folder of files. */
  @Column('uuid', { name: 'proposal_id', nullable: true }) proposalId: string | null;
}

@Entity('course_version_module')
@Unique('course_version_module_course_version_id_module_id_key', ['courseVersionId', 'moduleId'])
export class CourseVersionModule {
  @PrimaryColumn('uuid', { name: 'course_version_id' }) courseVersionId: string;
  @PrimaryColumn('int') position: number;
  @Column('uuid', { name: 'module_id' }) moduleId: string;
}
