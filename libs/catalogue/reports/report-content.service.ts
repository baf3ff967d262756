import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { clean, Clock, invalid, notFound, Throttle, type RequestOrigin } from '#libs/platform';
import type { ReportKind } from './content-report.entity.js';

/** The version a reader had before their eyes. */
export interface ReportedVersion {
  moduleId: string;
  moduleVersionId: string;
  number: number;
  title: string;
}

export interface NewReport {
  /** Becomes the id: a form sent twice makes one report. Random, because the answer is read by it. */
  clientKey: string;
  version: Pick<ReportedVersion, 'moduleId' | 'moduleVersionId'>;
  /** 1-based. */
  page: number | null;
  /** The caller has made sure that it belongs to the version. */
  questionVersionId: string | null;
  kind: ReportKind;
  message: string;
  /** Null of somebody not signed in. */
  reporterId: string | null;
  /** What tells one phone from another at one address; empty when unknown. */
  device: string;
  origin: RequestOrigin;
}

const MAX_MESSAGE = 1000;
const HOUR = 3600;

/** Takes what readers say is wrong, signed in or not. */
@Injectable()
export class ReportContent {
  constructor(
    private readonly dataSource: DataSource,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
  ) {}

  /** `version` is the number a page names, or the version's id; empty: the newest. Refuses `module.unknown`. */
  async version(courseSlug: string, moduleSlug: string, version: string): Promise<ReportedVersion> {
    const [found] = await this.dataSource.query(VERSION, [courseSlug, moduleSlug, version]);
    if (!found) throw notFound('module.unknown');
    return found;
  }

  /** The title of a page of that version. Refuses `lesson.unknown`. */
  async pageTitle(moduleVersionId: string, page: number): Promise<string> {
    const [lesson] = await this.dataSource.query(
      'SELECT title FROM lesson WHERE module_version_id = $1 AND position = $2',
      [moduleVersionId, page],
    );
    if (!lesson) throw notFound('lesson.unknown');
    return lesson.title;
  }

  /** Answers the report's id. Refuses `content-report.message-missing`, `content-report.message-too-long` (fields), `throttled`. */
  async send(report: NewReport): Promise<string> {
    const message = clean(report.message.replace(/\r\n?/g, '\n'));
    if (!message) throw invalid('content-report.message-missing', { message: 'content-report.message-missing' });
    if (message.length > MAX_MESSAGE)
      throw invalid('content-report.message-too-long', { message: 'content-report.message-too-long' });
    const known = await this.dataSource.query('SELECT FROM content_report WHERE id = $1', [report.clientKey]);
    if (known.length > 0) return report.clientKey;
    await this.throttled(report);
    await this.dataSource.query(
      `INSERT INTO content_report (id, module_id, module_version_id, page, question_version_id, kind, message,
         reporter_id, reported_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING`,
      [
        report.clientKey,
        report.version.moduleId,
        report.version.moduleVersionId,
        report.page,
        report.questionVersionId,
        report.kind,
        message,
        report.reporterId,
        this.clock.now(),
      ],
    );
    return report.clientKey;
  }

  /** By device first: a village may share one address. */
  private throttled({ reporterId, device, origin }: NewReport): Promise<void> {
    const who = createHash('sha256')
      .update(reporterId ?? device)
      .digest('base64url');
    return this.throttle.hit(
      { key: `content-report:device:${who}`, max: 10, windowSeconds: HOUR },
      { key: `content-report:address:${origin.ip ?? ''}`, max: 60, windowSeconds: HOUR },
    );
  }
}

const VERSION = `SELECT m.id AS "moduleId", v.id AS "moduleVersionId", v.number, v.title
  FROM course c
  JOIN module m ON m.course_id = c.id
  JOIN module_version v ON v.module_id = m.id
  WHERE c.slug = $1 AND m.slug = $2 AND EXISTS (SELECT FROM course_version_module x WHERE x.module_id = m.id)
    AND ($3 = '' OR v.id::text = $3 OR v.number::text = $3)
  ORDER BY v.number DESC LIMIT 1`;
