import { Injectable } from '@nestjs/common';
import { Clock, DomainError, newId, UnitOfWork, type Tx } from '#libs/platform';
import { tidyContent } from '../content.policy.js';
import { contentHash } from '../module-content.js';
import { PublishCourse } from '../publish-course.service.js';
import { PublishModule } from '../publish-module.service.js';
import { readCourseFolder, type FolderCourse, type FolderModule } from './course-folder.parser.js';

/**
 * `kept`: people have published a version of their own since; the files do not overwrite it.
 */
export type ImportOutcome = 'created' | 'updated' | 'unchanged' | 'kept';

export interface ImportedCourse {
  courseId: string;
  courseVersionId: string;
  code: string;
  outcome: ImportOutcome;
  modules: { moduleId: string; code: string; outcome: ImportOutcome }[];
}

/** Publishes a course from a folder of files. A second run over the same files changes nothing. */
@Injectable()
export class ImportCourse {
  constructor(
    private readonly work: UnitOfWork,
    private readonly modules: PublishModule,
    private readonly courses: PublishCourse,
    private readonly clock: Clock,
  ) {}

  /** One transaction: all of the course or nothing. Refuses `module.content-invalid` (data.module, data.problems). */
  async fromFolder(path: string, tx?: Tx): Promise<ImportedCourse> {
    const course = await readCourseFolder(path);
    return this.work.run((inner) => this.import(inner, course), tx);
  }

  private async import(tx: Tx, course: FolderCourse): Promise<ImportedCourse> {
    const courseId = await this.courseId(tx, course);
    const modules: ImportedCourse['modules'] = [];
    for (const module of course.modules) modules.push(await this.importModule(tx, courseId, module));
    const moduleIds = modules.map(({ moduleId }) => moduleId);
    const version = await this.importVersion(tx, courseId, course, moduleIds);
    return { courseId, code: course.code, modules, ...version };
  }

  /** Holds the course for the rest of the transaction, so that two programs starting at once import it once. */
  private async courseId(tx: Tx, { code, slug }: FolderCourse): Promise<string> {
    // Authors may have taken the address meanwhile: theirs stays, and the files' course gets its code behind its own.
    for (const address of [slug, `${slug}-${code.toLowerCase()}`]) {
      await tx.query(
        `INSERT INTO course (id, code, slug, position) SELECT $1, $2, $3, count(*) + 1 FROM course ON CONFLICT DO NOTHING`,
        [newId(), code, address],
      );
    }
    const [course] = await tx.query('SELECT id FROM course WHERE code = $1 FOR UPDATE', [code]);
    return course.id;
  }

  private async importModule(tx: Tx, courseId: string, { code, slug, content: raw }: FolderModule) {
    const content = tidyContent(raw);
    for (const address of [slug, `${slug}-${code.toLowerCase()}`]) {
      await tx.query('INSERT INTO module (id, course_id, code, slug) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [
        newId(),
        courseId,
        code,
        address,
      ]);
    }
    const [{ moduleId, latestIsOurs, known }] = await tx.query(
      `SELECT m.id AS "moduleId",
         (SELECT submission_id IS NULL FROM module_version WHERE module_id = m.id ORDER BY number DESC LIMIT 1)
           AS "latestIsOurs",
         EXISTS (SELECT FROM module_version WHERE module_id = m.id AND content_hash = $2) AS known
       FROM module m WHERE m.code = $1`,
      [code, contentHash(content)],
    );
    if (known) return { moduleId, code, outcome: 'unchanged' as const };
    if (latestIsOurs === false) return { moduleId, code, outcome: 'kept' as const };
    await this.publish(tx, moduleId, code, content);
    return { moduleId, code, outcome: latestIsOurs ? ('updated' as const) : ('created' as const) };
  }

  private async publish(tx: Tx, moduleId: string, code: string, content: FolderModule['content']): Promise<void> {
    try {
      await this.modules.publish(tx, moduleId, content, {
        authors: [],
        approverId: null,
        publishedAt: this.clock.now(),
      });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw new DomainError(error.kind, error.code, { ...error.data, module: code }, error.fields);
    }
  }

  private async importVersion(tx: Tx, courseId: string, course: FolderCourse, moduleIds: string[]) {
    const { title, summary, audience } = course;
    const [latest] = await tx.query(
      `SELECT id, title, summary, audience, proposal_id AS "proposalId",
         ARRAY(SELECT module_id FROM course_version_module WHERE course_version_id = v.id ORDER BY position) AS "moduleIds"
       FROM course_version v WHERE course_id = $1 ORDER BY number DESC LIMIT 1`,
      [courseId],
    );
    const same =
      latest &&
      latest.title === title &&
      latest.summary === summary &&
      latest.audience === audience &&
      latest.moduleIds.join() === moduleIds.join();
    if (same) return { courseVersionId: latest.id as string, outcome: 'unchanged' as const };
    if (latest?.proposalId) return { courseVersionId: latest.id as string, outcome: 'kept' as const };
    const courseVersionId = await this.courses.publish(tx, {
      courseId,
      title,
      summary,
      audience,
      moduleIds,
      publishedAt: this.clock.now(),
    });
    return { courseVersionId, outcome: latest ? ('updated' as const) : ('created' as const) };
  }
}
