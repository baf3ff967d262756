import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OPEN_ATTEMPT_HOLDS_MS } from '#libs/assessment';
import { Modules, type PublishedModule } from '#libs/catalogue';
import { Clock } from '#libs/platform';
import { currentPagesSql, countsSql } from './learning.sql.js';

/** A module under its address, the version this reader gets, and how far they are in it. */
export interface ModulePlace extends LearnerState {
  courseId: string;
  courseSlug: string;
  courseTitle: string;
  moduleId: string;
  moduleSlug: string;
  moduleCode: string;
  /** The newest published version. */
  latestVersionId: string;
}

interface LearnerState {
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

/** Finds modules for readers: one statement for a learner, none for a visitor, while the address is remembered. */
@Injectable()
export class ModulePlaces {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly modules: Modules,
  ) {}

  /** Refuses `module.unknown`. `personId` null: a visitor. */
  async find(personId: string | null, courseSlug: string, moduleSlug: string): Promise<ModulePlace> {
    const module = await this.modules.bySlug(courseSlug, moduleSlug);
    return { ...address(module), ...(personId ? await this.state(personId, module) : nothingYet(module)) };
  }

  private async state(personId: string, { moduleId, version }: PublishedModule): Promise<LearnerState> {
    const holdsSince = new Date(this.clock.now().getTime() - OPEN_ATTEMPT_HOLDS_MS);
    const [state] = await this.dataSource.query(STATE, [personId, moduleId, version.versionId, holdsSince]);
    return state;
  }
}

const address = ({ courseId, courseSlug, courseTitle, moduleId, slug, code, version }: PublishedModule) => ({
  courseId,
  courseSlug,
  courseTitle,
  moduleId,
  moduleSlug: slug,
  moduleCode: code,
  latestVersionId: version.versionId,
});

const nothingYet = ({ version }: PublishedModule): LearnerState => ({
  versionId: version.versionId,
  progressVersionId: null,
  pagesSeen: [],
  currentPage: 1,
  openAttemptId: null,
  passed: false,
  completedThisVersion: false,
  completed: false,
});

const STATE = `SELECT v.id AS "versionId", p.module_version_id AS "progressVersionId",
    ${currentPagesSql('p', 'v.id')} AS "pagesSeen", coalesce(p.current_page, 1) AS "currentPage",
    a.id AS "openAttemptId",
    EXISTS (SELECT FROM attempt t WHERE t.person_id = $1 AND t.module_id = $2 AND t.module_version_id = v.id
      AND t.passed) AS passed,
    EXISTS (SELECT FROM completion k WHERE k.person_id = $1 AND k.module_id = $2 AND k.module_version_id = v.id)
      AS "completedThisVersion",
    EXISTS (SELECT FROM completion k WHERE k.person_id = $1 AND k.module_id = $2 AND ${countsSql('k')}) AS completed
  FROM (VALUES (1)) one
  LEFT JOIN attempt a ON a.person_id = $1 AND a.module_id = $2 AND a.submitted_at IS NULL
    AND (a.module_version_id = $3 OR a.started_at >= $4)
  LEFT JOIN progress p ON p.person_id = $1 AND p.module_id = $2
  CROSS JOIN LATERAL (SELECT coalesce(a.module_version_id, $3::uuid) AS id) v`;
