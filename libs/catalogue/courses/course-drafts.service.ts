import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '#libs/identity';
import { AuditLog, Clock, conflict, notFound, UnitOfWork, type Tx } from '#libs/platform';
import { assertAuthor, type Saved } from '../drafts.service.js';
import { courseHash, tidyCourse, type CourseContent } from './course-content.js';

export interface CourseModuleState {
  moduleId: string;
  code: string;
  slug: string;
  title: string;
  /** The newest published version; null while there is none. */
  number: number | null;
}

export interface CourseDraftView {
  courseId: string;
  code: string;
  slug: string;
  /** What is being worked on; without a draft, what is published. */
  content: CourseContent;
  /** To be named by the next save; 0 while there is no draft. */
  revision: number;
  authors: string[];
  updatedBy: string | null;
  updatedAt: Date | null;
  published: { versionId: string; number: number; content: CourseContent } | null;
  /** Every module of the course, in the list or not. */
  modules: CourseModuleState[];
}

/** The working copy of a course's words and list of modules, saved by revision as module drafts are. */
@Injectable()
export class CourseDrafts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /** Refuses `access.denied`, `course.unknown`. */
  async get(actor: Actor, courseId: string, tx?: Tx): Promise<CourseDraftView> {
    assertAuthor(actor);
    return this.read(courseId, tx);
  }

  /** Refuses `access.denied`, `course.unknown`, `course-draft.stale` (data.revision), and what `edit` refuses. */
  async edit(
    actor: Actor,
    courseId: string,
    revision: number,
    edit: (content: CourseContent) => CourseContent,
    tx?: Tx,
  ): Promise<Saved> {
    assertAuthor(actor);
    return this.work.run(async (inner) => {
      await lockCourse(inner, courseId);
      const draft = await this.read(courseId, inner);
      if (draft.revision !== revision) throw stale(draft);
      const content = tidyCourse(edit(draft.content));
      if (courseHash(courseId, content) === courseHash(courseId, draft.content)) return { revision };
      return this.write(inner, actor, draft, content);
    }, tx);
  }

  /** Throws the draft away; what is published stays. Refuses `access.denied`, `course.unknown`, `course-draft.stale`. */
  async discard(actor: Actor, courseId: string, revision: number, tx?: Tx): Promise<void> {
    assertAuthor(actor);
    await this.work.run(async (inner) => {
      await lockCourse(inner, courseId);
      const draft = await this.read(courseId, inner);
      if (draft.revision !== revision) throw stale(draft);
      await inner.query('DELETE FROM course_draft WHERE course_id = $1', [courseId]);
      const { personId: actorId, origin } = actor;
      const subject = { subjectType: 'course', subjectId: courseId };
      await this.audit.append(inner, { actorId, action: 'course-draft.discard', ...subject, origin });
    }, tx);
  }

  private async read(courseId: string, tx?: Tx): Promise<CourseDraftView> {
    const [row] = await (tx ?? this.dataSource).query(DRAFT, [courseId]);
    if (!row) throw notFound('course.unknown');
    const content = row.content ?? row.published?.content ?? { title: '', summary: '', audience: '', moduleIds: [] };
    return { ...row, content, revision: row.revision ?? 0, authors: row.authors ?? [], modules: row.modules ?? [] };
  }

  private async write(tx: Tx, actor: Actor, draft: CourseDraftView, content: CourseContent): Promise<Saved> {
    const revision = draft.revision + 1;
    await tx.query(
      `INSERT INTO course_draft (course_id, content, revision, authors, updated_by, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (course_id) DO UPDATE SET content = excluded.content, revision = excluded.revision,
         authors = excluded.authors, updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
      [
        draft.courseId,
        JSON.stringify(content),
        revision,
        [...new Set([...draft.authors, actor.personId])],
        actor.personId,
        this.clock.now(),
      ],
    );
    return { revision };
  }
}

const stale = ({ revision }: CourseDraftView) => conflict('course-draft.stale', { revision });

/** Saving, proposing, deciding and publishing of one course happen one after the other. */
export async function lockCourse(tx: Tx, courseId: string): Promise<void> {
  const locked = await tx.query('SELECT FROM course WHERE id = $1 FOR UPDATE', [courseId]);
  if (locked.length === 0) throw notFound('course.unknown');
}

const DRAFT = `SELECT c.id AS "courseId", c.code, c.slug, d.content, d.revision, d.authors,
    d.updated_by AS "updatedBy", d.updated_at AS "updatedAt",
    (SELECT jsonb_build_object('versionId', v.id, 'number', v.number, 'content', jsonb_build_object(
         'title', v.title, 'summary', v.summary, 'audience', v.audience, 'moduleIds',
         (SELECT jsonb_agg(cm.module_id ORDER BY cm.position) FROM course_version_module cm
          WHERE cm.course_version_id = v.id)))
       FROM course_version v WHERE v.course_id = c.id ORDER BY v.number DESC LIMIT 1) AS published,
    (SELECT jsonb_agg(jsonb_build_object('moduleId', m.id, 'code', m.code, 'slug', m.slug, 'number', v.number,
         'title', coalesce(v.title, nullif(md.content->>'title', ''), m.code)) ORDER BY m.created_at, m.code)
       FROM module m
       LEFT JOIN LATERAL (SELECT number, title FROM module_version WHERE module_id = m.id
         ORDER BY number DESC LIMIT 1) v ON true
       LEFT JOIN module_draft md ON md.module_id = m.id
       WHERE m.course_id = c.id) AS modules
  FROM course c
  LEFT JOIN course_draft d ON d.course_id = c.id
  WHERE c.id = $1`;
