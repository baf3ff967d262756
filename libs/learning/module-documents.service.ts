import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { notFound } from '#libs/platform';

export interface DocumentSource {
  title: string;
  number?: string;
  date?: string;
  issuer?: string;
  url?: string;
}

export interface DocumentLesson {
  /** 1-based. */
  position: number;
  title: string;
  minutes: number;
  /** Rendered and sanitised at publication. */
  html: string;
}

/** What a reader sees of one module version. */
export interface ModuleDocument {
  versionId: string;
  number: number;
  title: string;
  summary: string;
  minutes: number;
  objectives: string[];
  sources: DocumentSource[];
  /** Local day; null when nobody set one. */
  reviewBy: string | null;
  publishedAt: Date;
  lessons: DocumentLesson[];
}

const KEPT = 300;

/** Module versions as documents. Published versions never change, so those read lately stay in memory. */
@Injectable()
export class ModuleDocuments {
  private readonly kept = new Map<string, ModuleDocument>();

  constructor(private readonly dataSource: DataSource) {}

  async of(versionId: string): Promise<ModuleDocument> {
    const known = this.kept.get(versionId);
    if (known) return known;
    const [document] = await this.dataSource.query(
      `SELECT v.id AS "versionId", v.number, v.title, v.summary, v.minutes, v.objectives, v.sources,
         v.review_by AS "reviewBy", v.published_at AS "publishedAt",
         (SELECT jsonb_agg(jsonb_build_object('position', l.position, 'title', l.title, 'minutes', l.minutes, 'html', l.html)
            ORDER BY l.position) FROM lesson l WHERE l.module_version_id = v.id) AS lessons
       FROM module_version v WHERE v.id = $1`,
      [versionId],
    );
    if (!document?.lessons) throw notFound('module.unknown');
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(versionId, document);
    return document;
  }
}
