import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { notFound } from '#libs/platform';
import { countsSql, currentPagesSql } from './learning.sql.js';

export interface ModuleProgress {
  moduleId: string;
  slug: string;
  code: string;
  title: string;
  summary: string;
  minutes: number;
  pages: number;
  pagesSeen: number[];
  currentPage: number;
  openAttempt: boolean;
  /** The quiz of the newest version was passed. */
  passed: boolean;
  /** Some version's completion counts. */
  completed: boolean;
  completedAt: Date | null;
  /** Null when never begun. */
  lastActivityAt: Date | null;
}

export interface CourseProgress {
  courseId: string;
  courseVersionId: string;
  code: string;
  slug: string;
  title: string;
  summary: string;
  audience: string;
  modules: ModuleProgress[];
  minutes: number;
  completedModules: number;
}

/** The published courses with their modules, and how far a person is in each. One statement. */
@Injectable()
export class MyCourses {
  constructor(private readonly dataSource: DataSource) {}

  /** In the order of the courses. `personId` null: a visitor, for whom nothing is begun. */
  async all(personId: string | null): Promise<CourseProgress[]> {
    return this.read(personId, null);
  }

  /** Refuses `course.unknown`. */
  async bySlug(personId: string | null, slug: string): Promise<CourseProgress> {
    const [course] = await this.read(personId, slug);
    if (!course) throw notFound('course.unknown');
    return course;
  }

  private async read(personId: string | null, slug: string | null): Promise<CourseProgress[]> {
    const rows: Row[] = await this.dataSource.query(COURSES, [personId, slug]);
    const courses = new Map<string, CourseProgress>();
    for (const { course, module } of rows) {
      const known = courses.get(course.courseId) ?? { ...course, modules: [], minutes: 0, completedModules: 0 };
      courses.set(course.courseId, known);
      known.modules.push(withDates(module));
      known.minutes += module.minutes;
      known.completedModules += module.completed ? 1 : 0;
    }
    return [...courses.values()];
  }
}

interface Row {
  course: Omit<CourseProgress, 'modules' | 'minutes' | 'completedModules'>;
  module: Omit<ModuleProgress, 'completedAt' | 'lastActivityAt'> & {
    completedAt: string | null;
    lastActivityAt: string | null;
  };
}

const withDates = (module: Row['module']): ModuleProgress => ({
  ...module,
  completedAt: module.completedAt ? new Date(module.completedAt) : null,
  lastActivityAt: module.lastActivityAt ? new Date(module.lastActivityAt) : null,
});

const COURSES = `SELECT
    jsonb_build_object('courseId', c.id, 'courseVersionId', cv.id, 'code', c.code, 'slug', c.slug, 'title', cv.title,
      'summary', cv.summary, 'audience', cv.audience) AS course,
    jsonb_build_object('moduleId', m.id, 'slug', m.slug, 'code', m.code, 'title', v.title, 'summary', v.summary,
      'minutes', v.minutes, 'pages', (SELECT count(*) FROM lesson l WHERE l.module_version_id = v.id),
      'pagesSeen', ${currentPagesSql('p', 'v.id')}, 'currentPage', coalesce(p.current_page, 1),
      'openAttempt', a.id IS NOT NULL,
      'passed', EXISTS (SELECT FROM attempt t WHERE t.person_id = $1 AND t.module_id = m.id
        AND t.module_version_id = v.id AND t.passed),
      'completed', k.at IS NOT NULL, 'completedAt', k.at,
      'lastActivityAt', greatest(p.updated_at, a.started_at)) AS module
  FROM course c
  CROSS JOIN LATERAL (SELECT * FROM course_version WHERE course_id = c.id ORDER BY number DESC LIMIT 1) cv
  JOIN course_version_module cm ON cm.course_version_id = cv.id
  JOIN module m ON m.id = cm.module_id
  CROSS JOIN LATERAL (SELECT id, title, summary, minutes FROM module_version WHERE module_id = m.id
    ORDER BY number DESC LIMIT 1) v
  LEFT JOIN progress p ON p.person_id = $1 AND p.module_id = m.id
  LEFT JOIN attempt a ON a.person_id = $1 AND a.module_id = m.id AND a.submitted_at IS NULL
  LEFT JOIN LATERAL (SELECT min(completion.completed_at) AS at FROM completion
    WHERE completion.person_id = $1 AND completion.module_id = m.id AND ${countsSql('completion')}) k ON true
  WHERE $2::text IS NULL OR c.slug = $2
  ORDER BY c.position, c.code, cm.position`;
