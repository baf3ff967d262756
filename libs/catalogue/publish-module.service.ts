import { Injectable } from '@nestjs/common';
import { AuditLog, DomainError, fold, newId, notFound, type Tx } from '#libs/platform';
import { tidyContent, validateContent } from './content.policy.js';
import { CurrentVersions } from './current-versions.service.js';
import { contentHash, type ContentProblem, type ModuleContent } from './module-content.js';
import { PublicationParts } from './publication-parts.js';
import { plainText, renderMarkdown } from './render-markdown.js';
import { SearchIndex } from './search/search-index.service.js';

export interface PublicationFacts {
  /** Everyone who wrote it; empty for content from files. */
  authors: string[];
  approverId: string | null;
  submissionId?: string;
  publishedAt: Date;
}

/** Makes a content the newest version of its module: lessons rendered once, parts written, in the caller's transaction. */
@Injectable()
export class PublishModule {
  constructor(
    private readonly parts: PublicationParts,
    private readonly current: CurrentVersions,
    private readonly audit: AuditLog,
    private readonly search: SearchIndex,
  ) {}

  /** Everything that keeps the content from being published. */
  problems(content: ModuleContent): ContentProblem[] {
    return [...validateContent(content), ...this.parts.validate(content.parts)];
  }

  /** Refuses `module.content-invalid` (data.problems), `module.unknown`. Answers the new version's id. */
  async publish(tx: Tx, moduleId: string, given: ModuleContent, facts: PublicationFacts): Promise<string> {
    const content = tidyContent(given);
    this.assertPublishable(content);
    const number = await this.nextNumber(tx, moduleId);
    const versionId = newId();
    await this.insertVersion(tx, { id: versionId, moduleId, number }, content, facts);
    await this.insertLessons(tx, versionId, content);
    await this.search.addModule(tx, versionId, content);
    await this.parts.publish(tx, versionId, content.parts);
    await this.audit.append(tx, {
      actorId: facts.approverId,
      action: 'module.publish',
      subjectType: 'module',
      subjectId: moduleId,
      details: { moduleVersionId: versionId, number, submissionId: facts.submissionId },
    });
    this.current.changedIn(tx);
    return versionId;
  }

  /** Refuses `module.content-invalid`. */
  assertPublishable(content: ModuleContent): void {
    const problems = this.problems(content);
    if (problems.length > 0) throw new DomainError('invalid', 'module.content-invalid', { problems });
  }

  /** Locks the module, so that numbers follow one another without a gap. */
  private async nextNumber(tx: Tx, moduleId: string): Promise<number> {
    const locked = await tx.query('SELECT FROM module WHERE id = $1 FOR UPDATE', [moduleId]);
    if (locked.length === 0) throw notFound('module.unknown');
    const [{ number }] = await tx.query(
      'SELECT coalesce(max(number), 0) + 1 AS number FROM module_version WHERE module_id = $1',
      [moduleId],
    );
    return number;
  }

  private async insertVersion(
    tx: Tx,
    { id, moduleId, number }: { id: string; moduleId: string; number: number },
    content: ModuleContent,
    facts: PublicationFacts,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO module_version (id, module_id, number, title, summary, minutes, objectives, competence, sources,
         review_by, content, content_hash, submission_id, authors, approver_id, published_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        id,
        moduleId,
        number,
        content.title,
        content.summary,
        content.minutes,
        JSON.stringify(content.objectives),
        JSON.stringify(content.competence),
        JSON.stringify(content.sources),
        content.reviewBy,
        JSON.stringify(content),
        contentHash(content),
        facts.submissionId ?? null,
        facts.authors,
        facts.approverId,
        facts.publishedAt,
      ],
    );
  }

  private async insertLessons(tx: Tx, versionId: string, content: ModuleContent): Promise<void> {
    const rows = content.lessons.map((lesson, index) => ({
      ...lesson,
      position: index + 1,
      html: renderMarkdown(lesson.markdown),
      search_text: fold(`${lesson.title} ${plainText(lesson.markdown)}`),
    }));
    await tx.query(
      `INSERT INTO lesson (module_version_id, position, title, minutes, markdown, html, search_text)
       SELECT $1, position, title, minutes, markdown, html, search_text
       FROM jsonb_to_recordset($2::jsonb)
         AS l(position int, title text, minutes int, markdown text, html text, search_text text)`,
      [versionId, JSON.stringify(rows)],
    );
  }
}
