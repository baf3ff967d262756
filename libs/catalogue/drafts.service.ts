import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { can, type Actor } from '#libs/identity';
import { AuditLog, Clock, conflict, forbidden, notFound, UnitOfWork, type Tx } from '#libs/platform';
import { tidyContent } from './content.policy.js';
import { contentHash, emptyContent, type ModuleContent } from './module-content.js';
import { SettleNarrations } from './narration/settle-narrations.service.js';

export interface Draft {
  moduleId: string;
  code: string;
  slug: string;
  courseId: string;
  courseSlug: string;
  /** Stands in the newest list of its course, so that learners meet it. */
  listed: boolean;
  /** What is being worked on; without a draft, what is published; for a new module, an empty content. */
  content: ModuleContent;
  /** To be named by the next save; 0 while there is no draft. */
  revision: number;
  authors: string[];
  updatedBy: string | null;
  updatedAt: Date | null;
  published: { versionId: string; number: number; content: ModuleContent; contentHash: string } | null;
}

export interface Saved {
  revision: number;
}

/** The working copy of a module: one for all authors, saved by revision so that nobody overwrites what they have not seen. */
@Injectable()
export class Drafts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly narrations: SettleNarrations,
  ) {}

  /** Refuses `access.denied`, `module.unknown`. */
  async get(actor: Actor, moduleId: string, tx?: Tx): Promise<Draft> {
    assertAuthor(actor);
    return this.read(moduleId, tx);
  }

  /** The content as saving would keep it; nothing is saved. Refuses `access.denied`, `module.unknown`. */
  async preview(actor: Actor, moduleId: string, content: ModuleContent): Promise<ModuleContent> {
    assertAuthor(actor);
    return this.work.run(async (tx) => {
      await this.read(moduleId, tx);
      return this.narrations.settle(tx, tidyContent(content));
    });
  }

  /**
   * Saves over exactly the given revision and answers the new one. Saving what is already there changes nothing and makes
   * nobody an author. Refuses `access.denied`, `module.unknown`, `draft.stale` (data.revision is the current one).
   */
  async save(actor: Actor, moduleId: string, content: ModuleContent, revision: number, tx?: Tx): Promise<Saved> {
    return this.edit(actor, moduleId, revision, () => content, tx);
  }

  /** Like `save`, for a change of one place: `edit` gets the draft as it is and may refuse with its own error. */
  async edit(
    actor: Actor,
    moduleId: string,
    revision: number,
    edit: (content: ModuleContent) => ModuleContent,
    tx?: Tx,
  ): Promise<Saved> {
    assertAuthor(actor);
    return this.work.run(async (inner) => {
      await lockModule(inner, moduleId);
      const draft = await this.read(moduleId, inner);
      const content = await this.narrations.settle(inner, edited(draft, revision, edit));
      if (contentHash(content) === contentHash(draft.content)) return { revision: draft.revision };
      if (draft.revision !== revision) throw stale(draft);
      return this.write(inner, actor, draft, content);
    }, tx);
  }

  /** Throws the draft away; what is published stays. Refuses `access.denied`, `draft.stale`. */
  async discard(actor: Actor, moduleId: string, revision: number, tx?: Tx): Promise<void> {
    assertAuthor(actor);
    await this.work.run(async (inner) => {
      await lockModule(inner, moduleId);
      const draft = await this.read(moduleId, inner);
      if (draft.revision !== revision) throw stale(draft);
      await inner.query('DELETE FROM module_draft WHERE module_id = $1', [moduleId]);
      await this.audit.append(inner, {
        actorId: actor.personId,
        action: 'draft.discard',
        subjectType: 'module',
        subjectId: moduleId,
        details: { revision },
        origin: actor.origin,
      });
    }, tx);
  }

  private async read(moduleId: string, tx?: Tx): Promise<Draft> {
    const [row] = await (tx ?? this.dataSource).query(DRAFT, [moduleId]);
    if (!row) throw notFound('module.unknown');
    const content = row.content ?? row.published?.content ?? emptyContent();
    return { ...row, content, revision: row.revision ?? 0, authors: row.authors ?? [] };
  }

  private async write(tx: Tx, actor: Actor, draft: Draft, content: ModuleContent): Promise<Saved> {
    const revision = draft.revision + 1;
    await tx.query(
      `INSERT INTO module_draft (module_id, content, revision, authors, updated_by, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (module_id) DO UPDATE SET content = excluded.content, revision = excluded.revision,
         authors = excluded.authors, updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
      [
        draft.moduleId,
        JSON.stringify(content),
        revision,
        [...new Set([...draft.authors, actor.personId])],
        actor.personId,
        this.clock.now(),
      ],
    );
    return { revision };
  }
}

const stale = ({ revision }: Draft) => conflict('draft.stale', { revision });

/** An edit made for another revision may not fit this one: that is a stale edit, whatever it says itself. */
function edited(draft: Draft, revision: number, edit: (content: ModuleContent) => ModuleContent): ModuleContent {
  try {
    return tidyContent(edit(draft.content));
  } catch (error) {
    throw draft.revision === revision ? error : stale(draft);
  }
}

export function assertAuthor(actor: Actor): void {
  if (!can(actor, 'course.write')) throw forbidden('access.denied', { permission: 'course.write' });
}

/** Saving, submitting, deciding and publishing of one module happen one after the other. */
export async function lockModule(tx: Tx, moduleId: string): Promise<void> {
  const locked = await tx.query('SELECT FROM module WHERE id = $1 FOR UPDATE', [moduleId]);
  if (locked.length === 0) throw notFound('module.unknown');
}

const DRAFT = `SELECT m.id AS "moduleId", m.code, m.slug, c.id AS "courseId", c.slug AS "courseSlug",
    EXISTS (SELECT FROM course_version_module x WHERE x.module_id = m.id AND x.course_version_id = (
      SELECT v.id FROM course_version v WHERE v.course_id = c.id ORDER BY v.number DESC LIMIT 1)) AS listed, d.content, d.revision, d.authors,
    d.updated_by AS "updatedBy", d.updated_at AS "updatedAt",
    (SELECT jsonb_build_object('versionId', v.id, 'number', v.number, 'content', v.content, 'contentHash', v.content_hash)
       FROM module_version v WHERE v.module_id = m.id ORDER BY v.number DESC LIMIT 1) AS published
  FROM module m
  JOIN course c ON c.id = m.course_id
  LEFT JOIN module_draft d ON d.module_id = m.id
  WHERE m.id = $1`;
