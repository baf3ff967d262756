import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OPEN_ATTEMPT_HOLDS_MS } from '#libs/assessment';
import { Clock, notFound } from '#libs/platform';
import { currentPagesSql, countsSql } from './learning.sql.js';

/** A module under its address, the version this reader gets, and how far they are in it. One statement. */
export interface ModulePlace {
  courseId: string;
  courseSlug: string;
  courseTitle: string;
  moduleId: string;
  moduleSlug: string;
  moduleCode: string;
  /** The newest published version. */
  latestVersionId: string;
  /** The version to read now: the newest, or that of a quiz begun a short while ago (see OPEN_ATTEMPT_HOLDS_MS). */
  versionId: string;
  /** The version the progress row stands at; null before the first page. */
  progressVersionId: string | null;
  /** Pages of `versionId` seen; after a new publication those whose text did not change stay seen. */
  pagesSeen: number[];
  currentPage: number;
  openAttemptId: string | null;
  /** A quiz of `versionId` was passed. */
  passed: boolean;
  /** `versionId` was completed, whether or not that still counts. */
  completedThisVersion: boolean;
  /** A completion of some version of the module counts. */
  completed: boolean;
}

@Injectable()
export class ModulePlaces {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Refuses `module.unknown`. `personId` null: a visitor. */
  async find(personId: string | null, courseSlug: string, moduleSlug: string): Promise<ModulePlace> {
    const [place] = await (personId
      ? this.dataSource.query(LEARNER, [courseSlug, moduleSlug, personId, this.holdsSince()])
      : this.dataSource.query(VISITOR, [courseSlug, moduleSlug]));
    if (!place) throw notFound('module.unknown');
    return personId ? place : { ...place, ...NOTHING_YET };
  }

  private holdsSince(): Date {
    return new Date(this.clock.now().getTime() - OPEN_ATTEMPT_HOLDS_MS);
  }
}

const NOTHING_YET = {
  progressVersionId: null,
  pagesSeen: [],
  currentPage: 1,
  openAttemptId: null,
  passed: false,
  completedThisVersion: false,
  completed: false,
};

const ADDRESS = `c.id AS "courseId", c.slug AS "courseSlug", cv.title AS "courseTitle",
  m.id AS "moduleId", m.slug AS "moduleSlug", m.code AS "moduleCode", latest.id AS "latestVersionId"`;

const MODULE = `course c
  JOIN module m ON m.course_id = c.id
  CROSS JOIN LATERAL (SELECT title FROM course_version WHERE course_id = c.id ORDER BY number DESC LIMIT 1) cv
  CROSS JOIN LATERAL (SELECT id FROM module_version WHERE module_id = m.id ORDER BY number DESC LIMIT 1) latest`;

const VISITOR = `SELECT ${ADDRESS}, latest.id AS "versionId" FROM ${MODULE} WHERE c.slug = $1 AND m.slug = $2`;

const LEARNER = `SELECT ${ADDRESS}, v.id AS "versionId", p.module_version_id AS "progressVersionId",
    ${currentPagesSql('p', 'v.id')} AS "pagesSeen", coalesce(p.current_page, 1) AS "currentPage",
    a.id AS "openAttemptId",
    EXISTS (SELECT FROM attempt t WHERE t.person_id = $3 AND t.module_id = m.id AND t.module_version_id = v.id
      AND t.passed) AS passed,
    EXISTS (SELECT FROM completion k WHERE k.person_id = $3 AND k.module_id = m.id AND k.module_version_id = v.id)
      AS "completedThisVersion",
    EXISTS (SELECT FROM completion k WHERE k.person_id = $3 AND k.module_id = m.id AND ${countsSql('k')}) AS completed
  FROM ${MODULE}
  LEFT JOIN progress p ON p.person_id = $3 AND p.module_id = m.id
  LEFT JOIN attempt a ON a.person_id = $3 AND a.module_id = m.id AND a.submitted_at IS NULL
    AND (a.module_version_id = latest.id OR a.started_at >= $4)
  CROSS JOIN LATERAL (SELECT coalesce(a.module_version_id, latest.id) AS id) v
  WHERE c.slug = $1 AND m.slug = $2`;
