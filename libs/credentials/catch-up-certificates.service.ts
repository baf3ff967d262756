import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CoursePublicationListeners, type CoursePublicationListener, type PublishedCourse } from '#libs/catalogue';
import { Handles, JobQueue, UnitOfWork, type JobContext, type JobHandler, type Tx } from '#libs/platform';
import { COUNTS } from './finished-courses.query.js';
import { IssueCertificate } from './issue-certificate.service.js';

export const CATCH_UP_JOB = 'certificate.catch-up';

interface CatchUpPayload {
  courseVersionId: string;
}

const BATCH = 200;

/**
 * A list that became shorter finishes the course for people who had all but the modules left out, and no completion of
 * theirs is to come. They get their certificate now. Who holds one of this course already, revoked or not, gets no second
 * one because of a new list alone.
 */
@Injectable()
@Handles(CATCH_UP_JOB)
export class CatchUpCertificates implements CoursePublicationListener, JobHandler<CatchUpPayload>, OnModuleInit {
  constructor(
    private readonly publications: CoursePublicationListeners,
    private readonly queue: JobQueue,
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly certificates: IssueCertificate,
  ) {}

  onModuleInit(): void {
    this.publications.register(this);
  }

  /** Of a first list nobody can have completed anything: its modules were not to be read before. */
  async onCoursePublished(tx: Tx, { courseVersionId, number }: PublishedCourse): Promise<void> {
    if (number === 1) return;
    const payload: CatchUpPayload = { courseVersionId };
    await this.queue.enqueue(tx, CATCH_UP_JOB, payload, { dedupeKey: `${CATCH_UP_JOB}:${courseVersionId}` });
  }

  /** One transaction per person. Running it again, or while somebody completes a module, issues nothing twice. */
  async run({ courseVersionId }: CatchUpPayload, context?: Pick<JobContext, 'progress'>): Promise<void> {
    let [after, done] = ['00000000-0000-0000-0000-000000000000', 0];
    for (;;) {
      const people: { personId: string }[] = await this.dataSource.query(DUE, [courseVersionId, after, BATCH]);
      for (const { personId } of people) {
        await this.work.run((tx) => this.certificates.catchUp(tx, personId, courseVersionId));
      }
      done += people.length;
      await context?.progress(done);
      if (people.length < BATCH) return;
      after = people.at(-1)!.personId;
    }
  }
}

const DUE = `SELECT k.person_id AS "personId"
  FROM completion k
  JOIN course_version_module m ON m.course_version_id = $1 AND m.module_id = k.module_id
  WHERE k.person_id > $2 AND ${COUNTS}
    AND EXISTS (SELECT FROM identity i WHERE i.person_id = k.person_id)
    AND NOT EXISTS (SELECT FROM certificate h JOIN course_version v ON v.course_id = h.course_id
      WHERE v.id = $1 AND h.person_id = k.person_id)
  GROUP BY k.person_id
  HAVING count(DISTINCT k.module_id) = (SELECT count(*) FROM course_version_module WHERE course_version_id = $1)
  ORDER BY k.person_id LIMIT $3`;
