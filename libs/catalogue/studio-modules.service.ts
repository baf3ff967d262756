import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '#libs/identity';
import { assertAuthor } from './drafts.service.js';

export interface StudioModule {
  moduleId: string;
  code: string;
  title: string;
  courseId: string;
  courseTitle: string;
  courseCode: string;
  /** Null before the first publication. */
  published: { number: number; at: string; reviewBy: string | null } | null;
  draft: { revision: number; updatedBy: string; updatedAt: string } | null;
  /** The submission that waits for a decision. */
  waitingSince: string | null;
  /** The last submission was returned and none was made since. */
  returned: boolean;
}

/** Every module as its authors see it. One statement. */
@Injectable()
export class StudioModules {
  constructor(private readonly dataSource: DataSource) {}

  /** Refuses `access.denied`. */
  async list(actor: Actor): Promise<StudioModule[]> {
    assertAuthor(actor);
    return this.dataSource.query(MODULES);
  }
}

const MODULES = `SELECT m.id AS "moduleId", m.code, coalesce(nullif(d.content->>'title', ''), v.title, m.code) AS title,
    c.code AS "courseCode", c.id AS "courseId",
    coalesce(cv.title, cd.content->>'title', c.code) AS "courseTitle",
    CASE WHEN v.id IS NOT NULL THEN
      jsonb_build_object('number', v.number, 'at', v.published_at, 'reviewBy', v.review_by) END AS published,
    CASE WHEN d.module_id IS NOT NULL THEN
      jsonb_build_object('revision', d.revision, 'updatedBy', d.updated_by, 'updatedAt', d.updated_at) END AS draft,
    CASE WHEN s.id IS NOT NULL AND r.id IS NULL THEN s.submitted_at END AS "waitingSince",
    coalesce(r.decision = 'returned', false) AS returned
  FROM module m
  JOIN course c ON c.id = m.course_id
  LEFT JOIN course_draft cd ON cd.course_id = c.id
  LEFT JOIN LATERAL (SELECT title FROM course_version WHERE course_id = c.id ORDER BY number DESC LIMIT 1) cv ON true
  LEFT JOIN LATERAL (SELECT * FROM module_version WHERE module_id = m.id ORDER BY number DESC LIMIT 1) v ON true
  LEFT JOIN module_draft d ON d.module_id = m.id
  LEFT JOIN LATERAL (SELECT * FROM module_submission WHERE module_id = m.id
    ORDER BY submitted_at DESC, id DESC LIMIT 1) s ON true
  LEFT JOIN module_review r ON r.submission_id = s.id
  ORDER BY c.position, c.code, m.code`;
