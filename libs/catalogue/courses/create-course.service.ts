import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { AuditLog, Clock, invalid, UnitOfWork, type Tx } from '#libs/platform';
import { assertAuthor } from '../drafts.service.js';
import { emptyContent } from '../module-content.js';
import { tidyContent } from '../content.policy.js';
import { addressOf, assertCourseSlugFree, assertModuleSlugFree } from './change-address.service.js';
import { tidyCourse, validateCourse } from './course-content.js';
import { lockCourse } from './course-drafts.service.js';

export interface NewCourse {
  /** Becomes the id, so that the same form sent twice makes one course. */
  clientKey: string;
  title: string;
  summary: string;
  audience: string;
  /** Empty: made from the title. */
  slug: string;
}

export interface NewModule {
  clientKey: string;
  title: string;
  slug: string;
}

/** Begins courses and modules. Learners see nothing of either until it is published. */
@Injectable()
export class CreateCourse {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /** Answers the course's id. Refuses `access.denied`, `course.content-invalid`, `slug.invalid`, `slug.taken` (fields). */
  async course(actor: Actor, { clientKey, slug, ...words }: NewCourse, tx?: Tx): Promise<string> {
    assertAuthor(actor);
    const content = tidyCourse({ ...words, moduleIds: [] });
    const problems = validateCourse(content).filter(({ path }) => path !== 'moduleIds');
    if (problems.length > 0) {
      throw invalid('course.content-invalid', Object.fromEntries(problems.map(({ path, code }) => [path, code])));
    }
    const address = addressOf(slug, content.title);
    return this.work.run(async (inner) => {
      await inner.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', ['course.create']);
      if ((await inner.query('SELECT FROM course WHERE id = $1', [clientKey])).length > 0) return clientKey;
      await assertCourseSlugFree(inner, address);
      await inner.query(INSERT_COURSE, [clientKey, address, this.clock.now()]);
      await inner.query(
        `INSERT INTO course_draft (course_id, content, authors, updated_by, updated_at)
         VALUES ($1, $2, ARRAY[$3::uuid], $3, $4)`,
        [clientKey, JSON.stringify(content), actor.personId, this.clock.now()],
      );
      await this.note(inner, actor, 'course.create', 'course', clientKey);
      return clientKey;
    }, tx);
  }

  /** Answers the module's id. Refuses `access.denied`, `course.unknown`, `module.title`, `slug.invalid`, `slug.taken`. */
  async module(actor: Actor, courseId: string, { clientKey, title, slug }: NewModule, tx?: Tx): Promise<string> {
    assertAuthor(actor);
    const content = tidyContent({ ...emptyContent(), title });
    if (!content.title || content.title.length > 150) throw invalid('module.title', { title: 'module.title' });
    const address = addressOf(slug, content.title);
    return this.work.run(async (inner) => {
      await lockCourse(inner, courseId);
      if ((await inner.query('SELECT FROM module WHERE id = $1', [clientKey])).length > 0) return clientKey;
      await assertModuleSlugFree(inner, courseId, address);
      await inner.query(INSERT_MODULE, [clientKey, courseId, address, this.clock.now()]);
      await inner.query(
        `INSERT INTO module_draft (module_id, content, authors, updated_by, updated_at)
         VALUES ($1, $2, ARRAY[$3::uuid], $3, $4)`,
        [clientKey, JSON.stringify(content), actor.personId, this.clock.now()],
      );
      await this.note(inner, actor, 'module.create', 'module', clientKey);
      return clientKey;
    }, tx);
  }

  private note(tx: Tx, actor: Actor, action: string, subjectType: string, subjectId: string): Promise<void> {
    const { personId: actorId, origin } = actor;
    return this.audit.append(tx, { actorId, action, subjectType, subjectId, origin });
  }
}

// Codes of courses from files are letters (A, A1): those begun here (CD1, CD1-1, A-5) never meet them.
const INSERT_COURSE = `INSERT INTO course (id, code, slug, position, created_at)
  SELECT $1, 'CD' || (SELECT coalesce(max(substring(code FROM 3)::int), 0) + 1 FROM course WHERE code ~ '^CD[0-9]{1,8}$'),
    $2, coalesce(max(position), 0) + 1, $3 FROM course`;
const INSERT_MODULE = `INSERT INTO module (id, course_id, code, slug, created_at)
  SELECT $1, c.id, c.code || '-' || (1 + greatest((SELECT count(*) FROM module WHERE course_id = c.id),
      (SELECT coalesce(max(substring(m.code FROM length(c.code) + 2)::int), 0) FROM module m
       WHERE m.course_id = c.id AND starts_with(m.code, c.code || '-')
         AND substring(m.code FROM length(c.code) + 2) ~ '^[0-9]{1,8}$'))), $3, $4
  FROM course c WHERE c.id = $2`;
