import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { notFound } from '#libs/platform';
import { CurrentVersions } from './current-versions.service.js';

export interface CourseModuleSummary {
  moduleId: string;
  code: string;
  slug: string;
  /** Of the newest published version. */
  versionId: string;
  number: number;
  title: string;
  summary: string;
  minutes: number;
  lessons: number;
}

export interface CourseSummary {
  courseId: string;
  code: string;
  slug: string;
  /** The newest course version: a fixed list of modules. */
  courseVersionId: string;
  number: number;
  title: string;
  summary: string;
  audience: string;
  modules: CourseModuleSummary[];
}

/** The published courses, each with the modules of its newest version. */
@Injectable()
export class Courses {
  constructor(
    private readonly dataSource: DataSource,
    private readonly current: CurrentVersions,
  ) {}

  /** In the order they are offered. */
  async list(): Promise<CourseSummary[]> {
    return this.current.get('courses', () => this.dataSource.query(COURSES));
  }

  /** Refuses `course.unknown`. */
  async bySlug(slug: string): Promise<CourseSummary> {
    const course = (await this.list()).find((candidate) => candidate.slug === slug);
    if (!course) throw notFound('course.unknown');
    return course;
  }
}

const COURSES = `SELECT c.id AS "courseId", c.code, c.slug, cv.id AS "courseVersionId", cv.number, cv.title, cv.summary,
    cv.audience,
    (SELECT jsonb_agg(jsonb_build_object('moduleId', m.id, 'code', m.code, 'slug', m.slug, 'versionId', v.id,
        'number', v.number, 'title', v.title, 'summary', v.summary, 'minutes', v.minutes,
        'lessons', (SELECT count(*) FROM lesson l WHERE l.module_version_id = v.id)) ORDER BY cm.position)
      FROM course_version_module cm
      JOIN module m ON m.id = cm.module_id
      CROSS JOIN LATERAL (SELECT * FROM module_version WHERE module_id = m.id ORDER BY number DESC LIMIT 1) v
      WHERE cm.course_version_id = cv.id) AS modules
  FROM course c
  CROSS JOIN LATERAL (SELECT * FROM course_version WHERE course_id = c.id ORDER BY number DESC LIMIT 1) cv
  ORDER BY c.position, c.code`;
