import { Injectable } from '@nestjs/common';
import { OPEN_ATTEMPT_HOLDS_MS } from '#libs/assessment';
import { Modules, type PublishedModule } from '#libs/catalogue';
import { Sessions, sessionSql, type Actor, type SessionRow } from '#libs/identity';
import { Clock, GatheredReads, PreparedStatements, type RequestOrigin } from '#libs/platform';
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

/**
 * How many rows PostgreSQL expects of an array it does not know. Given fewer, it holds a plan made for them alone to be
 * cheaper than the one it keeps, and plans anew each time, which takes longer than the reading: nobody fills the list up.
 */
const PLANNED_FOR = 10;

type BySessionRow = SessionRow & LearnerState & { number: number };

interface AskedBySession {
  token: string;
  module: PublishedModule;
}

/** Finds modules for readers: one statement for a learner, none for a visitor, while the address is remembered. */
@Injectable()
export class ModulePlaces {
  private readonly bySession = new GatheredReads((asked: AskedBySession[]) => this.readBySession(asked));

  constructor(
    private readonly prepared: PreparedStatements,
    private readonly clock: Clock,
    private readonly modules: Modules,
    private readonly sessions: Sessions,
  ) {}

  /** Refuses `module.unknown`. `personId` null: a visitor. */
  async find(personId: string | null, courseSlug: string, moduleSlug: string): Promise<ModulePlace> {
    const module = await this.modules.bySlug(courseSlug, moduleSlug);
    return placeOf(module, personId ? await this.state(personId, module) : nothingYet(module));
  }

  /** Who reads and how far they are, both in one statement; null when the session does not stand. Refuses `module.unknown`. */
  async findBySession(
    token: string,
    origin: RequestOrigin,
    courseSlug: string,
    moduleSlug: string,
  ): Promise<{ actor: Actor; place: ModulePlace } | null> {
    const module = await this.modules.bySlug(courseSlug, moduleSlug);
    const row = await this.bySession.one({ token, module });
    const actor = row && (await this.sessions.admit(row, origin));
    return actor && { actor, place: placeOf(module, row) };
  }

  /** In the order asked; null for a token that names no session. */
  private async readBySession(asked: AskedBySession[]): Promise<(BySessionRow | null)[]> {
    const hashes: (Buffer | null)[] = asked.map(({ token }) => this.sessions.hashOf(token));
    while (hashes.length < PLANNED_FOR) hashes.push(null);
    const rows = await this.prepared.run<BySessionRow>('session and learner state', SESSION_AND_STATE, [
      hashes,
      this.clock.today(),
      this.clock.now(),
      asked.map(({ module }) => module.moduleId),
      asked.map(({ module }) => module.version.versionId),
      this.holdsSince(),
    ]);
    const byNumber = new Map(rows.map((row) => [row.number, row]));
    return asked.map((_, index) => byNumber.get(index + 1) ?? null);
  }

  private async state(personId: string, { moduleId, version }: PublishedModule): Promise<LearnerState> {
    const [state] = await this.prepared.run<LearnerState>('learner state', STATE, [
      personId,
      moduleId,
      version.versionId,
      this.holdsSince(),
    ]);
    return state!;
  }

  private holdsSince(): Date {
    return new Date(this.clock.now().getTime() - OPEN_ATTEMPT_HOLDS_MS);
  }
}

/** Written out: on the hottest path, spreading costs more than all the rest of it. */
const placeOf = (module: PublishedModule, state: LearnerState): ModulePlace => ({
  courseId: module.courseId,
  courseSlug: module.courseSlug,
  courseTitle: module.courseTitle,
  moduleId: module.moduleId,
  moduleSlug: module.slug,
  moduleCode: module.code,
  latestVersionId: module.version.versionId,
  versionId: state.versionId,
  progressVersionId: state.progressVersionId,
  pagesSeen: state.pagesSeen,
  currentPage: state.currentPage,
  openAttemptId: state.openAttemptId,
  passed: state.passed,
  completedThisVersion: state.completedThisVersion,
  completed: state.completed,
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

/** How far a learner is in a module, as one row; the arguments are SQL: a person, a module, its newest version, and since when an open quiz holds its version. */
const stateSql = (
  person: string,
  module: string,
  version: string,
  holdsSince: string,
): string => `SELECT v.id AS "versionId", p.module_version_id AS "progressVersionId",
    ${currentPagesSql('p', 'v.id')} AS "pagesSeen", coalesce(p.current_page, 1) AS "currentPage",
    a.id AS "openAttemptId",
    EXISTS (SELECT FROM attempt t WHERE t.person_id = ${person} AND t.module_id = ${module} AND t.module_version_id = v.id
      AND t.passed) AS passed,
    EXISTS (SELECT FROM completion k WHERE k.person_id = ${person} AND k.module_id = ${module} AND k.module_version_id = v.id)
      AS "completedThisVersion",
    EXISTS (SELECT FROM completion k WHERE k.person_id = ${person} AND k.module_id = ${module} AND ${countsSql('k')}) AS completed
  FROM (VALUES (1)) one
  LEFT JOIN attempt a ON a.person_id = ${person} AND a.module_id = ${module} AND a.submitted_at IS NULL
    AND (a.module_version_id = ${version} OR a.started_at >= ${holdsSince})
  LEFT JOIN progress p ON p.person_id = ${person} AND p.module_id = ${module}
  CROSS JOIN LATERAL (SELECT coalesce(a.module_version_id, ${version}) AS id) v`;

const STATE = stateSql('$1::uuid', '$2::uuid', '$3::uuid', '$4::timestamptz');
const SESSION_AND_STATE = `SELECT asked.number, session.*, state.*
  FROM unnest($1::bytea[], $4::uuid[], $5::uuid[]) WITH ORDINALITY AS asked(hash, module_id, version_id, number)
  CROSS JOIN LATERAL (${sessionSql('asked.hash')}) session
  CROSS JOIN LATERAL (${stateSql('session."personId"', 'asked.module_id', 'asked.version_id', '$6::timestamptz')}) state`;
