import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { notFound } from '#libs/platform';
import type { Competence, Narration, Source } from './module-content.js';
import { WithdrawnRecordings } from './narration/withdrawn-recordings.service.js';

export interface LessonPage {
  /** 1-based. */
  position: number;
  title: string;
  minutes: number;
  /** Rendered and sanitised at publication. */
  html: string;
  /** The page in a few plain sentences; null when nobody wrote them. */
  gist: string[] | null;
  /** The page read aloud; null when nobody recorded it, or whoever speaks took it back. */
  narration: Narration | null;
}

/** What a reader sees of one published version. */
export interface PublishedVersion {
  versionId: string;
  moduleId: string;
  number: number;
  title: string;
  summary: string;
  minutes: number;
  objectives: string[];
  competence: Competence;
  sources: Source[];
  /** Local day; null when nobody set one. */
  reviewBy: string | null;
  publishedAt: Date;
  lessons: LessonPage[];
}

const KEPT = 300;

/** Published versions and their pages. They never change but for recordings taken back, so those read lately stay in memory. */
@Injectable()
export class Lessons {
  private readonly kept = new Map<string, Promise<PublishedVersion>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly withdrawn: WithdrawnRecordings,
  ) {}

  /** Refuses `lesson.unknown`, `module.unknown`. */
  async page(moduleVersionId: string, position: number): Promise<LessonPage> {
    const { lessons } = await this.version(moduleVersionId);
    const lesson = lessons.find((candidate) => candidate.position === position);
    if (!lesson) throw notFound('lesson.unknown');
    return lesson;
  }

  /** One statement the first time, none after, for versions without a recording. Refuses `module.unknown`. */
  async version(moduleVersionId: string): Promise<PublishedVersion> {
    const version = await this.asPublished(moduleVersionId);
    const lessons = await this.withdrawn.leaveOut(version.lessons);
    return lessons === version.lessons ? version : { ...version, lessons };
  }

  private asPublished(moduleVersionId: string): Promise<PublishedVersion> {
    const known = this.kept.get(moduleVersionId);
    if (known) return known;
    const reading = this.read(moduleVersionId);
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(moduleVersionId, reading);
    reading.catch(() => this.kept.delete(moduleVersionId));
    return reading;
  }

  private async read(moduleVersionId: string): Promise<PublishedVersion> {
    const [version] = await this.dataSource.query(VERSION, [moduleVersionId]);
    if (!version) throw notFound('module.unknown');
    return version;
  }
}

const VERSION = `SELECT v.id AS "versionId", v.module_id AS "moduleId", v.number, v.title, v.summary, v.minutes, v.objectives,
    v.competence, v.sources, v.review_by AS "reviewBy", v.published_at AS "publishedAt",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('position', l.position, 'title', l.title, 'minutes', l.minutes, 'html', l.html,
       'gist', v.content->'lessons'->(l.position - 1)->'gist',
       'narration', v.content->'lessons'->(l.position - 1)->'narration')
       ORDER BY l.position), '[]') FROM lesson l WHERE l.module_version_id = v.id) AS lessons
  FROM module_version v WHERE v.id = $1`;
