import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { mayStart } from '#libs/assessment';
import { Courses, type CourseModuleSummary, type CourseSummary } from '#libs/catalogue';
import { Clock } from '#libs/platform';
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
  /** When the quiz may be taken again after one that was not passed; null when now. */
  quizWaitsUntil: Date | null;
  /** Null when there is no limit. */
  attemptsLeft: number | null;
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

type State = Pick<
  ModuleProgress,
  'pagesSeen' | 'currentPage' | 'openAttempt' | 'passed' | 'completedAt' | 'lastActivityAt'
> & { maxAttempts: number; waitMinutes: number; used: number; lastSubmittedAt: Date | null };

/** The published courses with their modules, and how far a person is in each: one statement beyond the list of courses. */
@Injectable()
export class MyCourses {
  constructor(
    private readonly dataSource: DataSource,
    private readonly courses: Courses,
    private readonly clock: Clock,
  ) {}

  /** In the order of the courses. `personId` null: a visitor, for whom nothing is begun. */
  async all(personId: string | null): Promise<CourseProgress[]> {
    return this.withProgress(personId, await this.courses.list());
  }

  /** Refuses `course.unknown`. */
  async bySlug(personId: string | null, slug: string): Promise<CourseProgress> {
    const [course] = await this.withProgress(personId, [await this.courses.bySlug(slug)]);
    return course!;
  }

  private async withProgress(personId: string | null, courses: CourseSummary[]): Promise<CourseProgress[]> {
    const modules = courses.flatMap((course) => course.modules ?? []);
    const states = personId ? await this.states(personId, modules) : new Map<string, State>();
    const now = this.clock.now();
    return courses.map((course) => {
      const own = (course.modules ?? []).map((module) => progressOf(module, states.get(module.moduleId), now));
      return {
        courseId: course.courseId,
        courseVersionId: course.courseVersionId,
        code: course.code,
        slug: course.slug,
        title: course.title,
        summary: course.summary,
        audience: course.audience,
        modules: own,
        minutes: own.reduce((sum, { minutes }) => sum + minutes, 0),
        completedModules: own.filter(({ completed }) => completed).length,
      };
    });
  }

  private async states(personId: string, modules: CourseModuleSummary[]): Promise<Map<string, State>> {
    const ids = modules.map(({ moduleId }) => moduleId);
    const versions = modules.map(({ versionId }) => versionId);
    const rows: (State & { moduleId: string })[] = await this.dataSource.query(STATES, [personId, ids, versions]);
    return new Map(rows.map(({ moduleId, ...state }) => [moduleId, state]));
  }
}

const NOTHING: State = {
  pagesSeen: [],
  currentPage: 1,
  openAttempt: false,
  passed: false,
  completedAt: null,
  lastActivityAt: null,
  maxAttempts: 0,
  waitMinutes: 0,
  used: 0,
  lastSubmittedAt: null,
};

function progressOf(module: CourseModuleSummary, state: State = NOTHING, now: Date): ModuleProgress {
  const { maxAttempts, waitMinutes, used, lastSubmittedAt, ...progress } = state;
  const history = { used, lastSubmittedAt, lastPassed: state.passed };
  const { left, waitUntil } = mayStart({ maxAttempts, waitMinutes }, history, now);
  return {
    moduleId: module.moduleId,
    slug: module.slug,
    code: module.code,
    title: module.title,
    summary: module.summary,
    minutes: module.minutes,
    pages: module.lessons,
    ...progress,
    completed: state.completedAt !== null,
    quizWaitsUntil: waitUntil,
    attemptsLeft: left,
  };
}

/** A quiz passed once is passed: what was tried after it holds nobody up. */
const STATES = `SELECT m.id AS "moduleId", ${currentPagesSql('p', 'm.version_id')} AS "pagesSeen",
    coalesce(p.current_page, 1) AS "currentPage", a.id IS NOT NULL AS "openAttempt",
    h.passed, h.used, h."lastSubmittedAt",
    coalesce(r.max_attempts, 0) AS "maxAttempts", coalesce(r.wait_minutes, 0) AS "waitMinutes",
    (SELECT min(k.completed_at) FROM completion k
      WHERE k.person_id = $1 AND k.module_id = m.id AND ${countsSql('k')}) AS "completedAt",
    greatest(p.updated_at, a.started_at, h."lastSubmittedAt") AS "lastActivityAt"
  FROM unnest($2::uuid[], $3::uuid[]) AS m(id, version_id)
  LEFT JOIN progress p ON p.person_id = $1 AND p.module_id = m.id
  LEFT JOIN attempt a ON a.person_id = $1 AND a.module_id = m.id AND a.submitted_at IS NULL
  LEFT JOIN quiz_rule r ON r.module_version_id = m.version_id
  CROSS JOIN LATERAL (SELECT count(*)::int AS used, max(t.submitted_at) AS "lastSubmittedAt",
      coalesce(bool_or(t.passed), false) AS passed
    FROM attempt t WHERE t.person_id = $1 AND t.module_id = m.id AND t.module_version_id = m.version_id
      AND t.submitted_at IS NOT NULL) h`;
