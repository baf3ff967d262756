import { Injectable } from '@nestjs/common';
import { AuditLog, conflict, newId, notFound, type Tx } from '#libs/platform';
import { CoursePublicationListeners } from './course-publication-listeners.js';
import { CurrentVersions } from './current-versions.service.js';
import { SearchIndex } from './search/search-index.service.js';

export interface CourseVersionContent {
  courseId: string;
  title: string;
  summary: string;
  audience: string;
  /** In the order they are learned. */
  moduleIds: string[];
  publishedAt: Date;
}

/** Who approved the list, and which proposal it was; neither for a list from files. */
export interface CoursePublicationFacts {
  actorId?: string | null;
  proposalId?: string | null;
}

/** Fixes a new list of modules for a course. Requirements that pin an older version keep it. */
@Injectable()
export class PublishCourse {
  constructor(
    private readonly current: CurrentVersions,
    private readonly listeners: CoursePublicationListeners,
    private readonly audit: AuditLog,
    private readonly search: SearchIndex,
  ) {}

  /** Refuses `course.unknown`, `course.empty`, `course.module-unpublished`. Answers the new version's id. */
  async publish(
    tx: Tx,
    content: CourseVersionContent,
    { actorId = null, proposalId = null }: CoursePublicationFacts = {},
  ): Promise<string> {
    await this.assertModules(tx, content);
    const number = await this.nextNumber(tx, content.courseId);
    const versionId = newId();
    const { courseId, title, summary, audience, moduleIds, publishedAt } = content;
    await tx.query(
      `INSERT INTO course_version (id, course_id, number, title, summary, audience, published_at, proposal_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [versionId, courseId, number, title, summary, audience, publishedAt, proposalId],
    );
    await tx.query(
      `INSERT INTO course_version_module (course_version_id, position, module_id)
       SELECT $1, position, module_id FROM unnest($2::uuid[]) WITH ORDINALITY AS m(module_id, position)`,
      [versionId, moduleIds],
    );
    await this.search.addCourse(tx, versionId, { title, summary });
    await this.audit.append(tx, {
      actorId,
      action: 'course.publish',
      subjectType: 'course',
      subjectId: courseId,
      details: { courseVersionId: versionId, number, modules: moduleIds.length },
    });
    await this.listeners.notify(tx, { courseId, courseVersionId: versionId, number });
    this.current.changedIn(tx);
    return versionId;
  }

  /** Refuses `course.empty`, `course.module-unpublished`. */
  async assertModules(
    tx: Tx,
    { courseId, moduleIds }: Pick<CourseVersionContent, 'courseId' | 'moduleIds'>,
  ): Promise<void> {
    if (moduleIds.length === 0) throw conflict('course.empty');
    const published = await tx.query(
      `SELECT m.id FROM module m WHERE m.course_id = $1 AND m.id = ANY($2)
         AND EXISTS (SELECT FROM module_version v WHERE v.module_id = m.id)`,
      [courseId, moduleIds],
    );
    if (published.length !== moduleIds.length) throw conflict('course.module-unpublished');
  }

  private async nextNumber(tx: Tx, courseId: string): Promise<number> {
    const locked = await tx.query('SELECT FROM course WHERE id = $1 FOR UPDATE', [courseId]);
    if (locked.length === 0) throw notFound('course.unknown');
    const [{ number }] = await tx.query(
      'SELECT coalesce(max(number), 0) + 1 AS number FROM course_version WHERE course_id = $1',
      [courseId],
    );
    return number;
  }
}
