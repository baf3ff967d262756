import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';

export interface FinishedCourse {
  courseId: string;
  courseVersionId: string;
  courseCode: string;
  title: string;
  /** Titles of the versions that were completed, in the order of the course. */
  modules: string[];
  completedAt: Date;
}

/** The latest adjustment of a completion `k` says whether it counts. */
export const COUNTS = `coalesce((SELECT a.kind <> 'void' FROM adjustment a WHERE a.completion_id = k.id
  ORDER BY a.recorded_at DESC, a.id DESC LIMIT 1), true)`;

@Injectable()
export class FinishedCourses {
  /**
   * Courses with this module, each in its latest version, of which the person has completed every module (in whatever
   * version of it, voided completions aside) and for which there is no certificate yet.
   */
  async without(tx: Tx, personId: string, moduleId: string): Promise<FinishedCourse[]> {
    return tx.query(
      `SELECT c.id AS "courseId", v.id AS "courseVersionId", c.code AS "courseCode", v.title,
         array_agg(done.title ORDER BY m.position) AS modules, max(done.completed_at) AS "completedAt"
       FROM course c
       JOIN LATERAL (SELECT id, title FROM course_version WHERE course_id = c.id ORDER BY number DESC LIMIT 1) v ON true
       JOIN course_version_module m ON m.course_version_id = v.id
       LEFT JOIN LATERAL (
         SELECT k.completed_at, mv.title FROM completion k JOIN module_version mv ON mv.id = k.module_version_id
         WHERE k.person_id = $1 AND k.module_id = m.module_id AND ${COUNTS}
         ORDER BY k.completed_at, k.id LIMIT 1
       ) done ON true
       WHERE EXISTS (SELECT FROM course_version_module x WHERE x.course_version_id = v.id AND x.module_id = $2)
         AND NOT EXISTS (SELECT FROM certificate h WHERE h.person_id = $1 AND h.course_version_id = v.id)
       GROUP BY c.id, v.id, c.code, v.title
       HAVING count(*) = count(done.completed_at)`,
      [personId, moduleId],
    );
  }
}
