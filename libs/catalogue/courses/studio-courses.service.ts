import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '#libs/identity';
import { assertAuthor } from '../drafts.service.js';

export interface StudioCourse {
  courseId: string;
  code: string;
  slug: string;
  title: string;
  /** The newest course version; null before the first publication. */
  number: number | null;
  hasDraft: boolean;
  /** The proposal that waits for a decision. */
  waitingSince: string | null;
  /** The last proposal was returned and none was made since. */
  returned: boolean;
}

/** Every course as its authors see it. One statement. */
@Injectable()
export class StudioCourses {
  constructor(private readonly dataSource: DataSource) {}

  /** Refuses `access.denied`. */
  async list(actor: Actor): Promise<StudioCourse[]> {
    assertAuthor(actor);
    return this.dataSource.query(COURSES);
  }
}

const COURSES = `SELECT c.id AS "courseId", c.code, c.slug, coalesce(v.title, d.content->>'title', c.code) AS title,
    v.number, d.course_id IS NOT NULL AS "hasDraft",
    CASE WHEN p.id IS NOT NULL AND r.id IS NULL THEN p.proposed_at END AS "waitingSince",
    coalesce(r.decision = 'returned', false) AS returned
  FROM course c
  LEFT JOIN course_draft d ON d.course_id = c.id
  LEFT JOIN LATERAL (SELECT number, title FROM course_version WHERE course_id = c.id
    ORDER BY number DESC LIMIT 1) v ON true
  LEFT JOIN LATERAL (SELECT id, proposed_at FROM course_proposal WHERE course_id = c.id
    ORDER BY proposed_at DESC, id DESC LIMIT 1) p ON true
  LEFT JOIN course_review r ON r.proposal_id = p.id
  ORDER BY c.position, c.code`;
