import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { AuditLog, invalid, notFound, UnitOfWork, type Tx } from '#libs/platform';
import { assertAuthor } from '../drafts.service.js';
import { lockCourse } from './course-drafts.service.js';
import { isSlug, slugOf } from './slug.policy.js';

/** The addresses of courses and modules. They may change until publication: later they stand on posters and in messages. */
@Injectable()
export class ChangeAddress {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** Refuses `access.denied`, `course.unknown`, `slug.fixed`, `slug.invalid`, `slug.taken` (beside the field slug). */
  async ofCourse(actor: Actor, courseId: string, slug: string, tx?: Tx): Promise<void> {
    assertAuthor(actor);
    await this.work.run(async (inner) => {
      await lockCourse(inner, courseId);
      const [{ current, fixed }] = await inner.query(COURSE_SLUG, [courseId]);
      if (current === slug) return;
      if (fixed) throw refused('slug.fixed');
      await assertCourseSlugFree(inner, addressOf(slug, ''));
      await inner.query('UPDATE course SET slug = $2 WHERE id = $1', [courseId, slug]);
      await this.note(inner, actor, 'course.rename', 'course', courseId);
    }, tx);
  }

  /** Refuses `access.denied`, `module.unknown`, `slug.fixed`, `slug.invalid`, `slug.taken` (beside the field slug). */
  async ofModule(actor: Actor, moduleId: string, slug: string, tx?: Tx): Promise<void> {
    assertAuthor(actor);
    await this.work.run(async (inner) => {
      const [module] = await inner.query(MODULE_SLUG, [moduleId]);
      if (!module) throw notFound('module.unknown');
      if (module.current === slug) return;
      if (module.fixed) throw refused('slug.fixed');
      await lockCourse(inner, module.courseId);
      await assertModuleSlugFree(inner, module.courseId, addressOf(slug, ''));
      await inner.query('UPDATE module SET slug = $2 WHERE id = $1', [moduleId, slug]);
      await this.note(inner, actor, 'module.rename', 'module', moduleId);
    }, tx);
  }

  private note(tx: Tx, actor: Actor, action: string, subjectType: string, subjectId: string): Promise<void> {
    const { personId: actorId, origin } = actor;
    return this.audit.append(tx, { actorId, action, subjectType, subjectId, origin });
  }
}

const refused = (code: string) => invalid(code, { slug: code });

/** The address as typed, or made from the title when nothing was typed. Refuses `slug.invalid`. */
export function addressOf(slug: string, title: string): string {
  const address = slug.trim() || slugOf(title);
  if (!isSlug(address)) throw refused('slug.invalid');
  return address;
}

export async function assertCourseSlugFree(tx: Tx, slug: string): Promise<void> {
  if ((await tx.query('SELECT FROM course WHERE slug = $1', [slug])).length > 0) throw refused('slug.taken');
}

export async function assertModuleSlugFree(tx: Tx, courseId: string, slug: string): Promise<void> {
  const taken = await tx.query('SELECT FROM module WHERE course_id = $1 AND slug = $2', [courseId, slug]);
  if (taken.length > 0) throw refused('slug.taken');
}

const COURSE_SLUG = `SELECT slug AS current, EXISTS (SELECT FROM course_version v WHERE v.course_id = c.id) AS fixed
  FROM course c WHERE id = $1`;
const MODULE_SLUG = `SELECT slug AS current, course_id AS "courseId",
    EXISTS (SELECT FROM module_version v WHERE v.module_id = m.id) AS fixed
  FROM module m WHERE id = $1 FOR UPDATE`;
