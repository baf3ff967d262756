import { Injectable, type OnModuleInit } from '@nestjs/common';
import { People } from '#libs/identity';
import { CompletionListeners, type Completion, type CompletionListener } from '#libs/learning';
import { Clock, JobQueue, localDay, newId, type Tx } from '#libs/platform';
import type { PrintedCertificate } from './certificate.entity.js';
import { newCertificateCode } from './certificate-code.policy.js';

interface CourseDone {
  courseId: string;
  courseVersionId: string;
  courseCode: string;
  title: string;
  modules: string[];
  completedAt: Date;
}

/**
 * Issues a certificate in the transaction of the completion that finishes a course version. A completion voided later
 * does not take it away by itself: a person with the permission revokes it, with a reason.
 */
@Injectable()
export class IssueCertificate implements CompletionListener, OnModuleInit {
  constructor(
    private readonly listeners: CompletionListeners,
    private readonly people: People,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.listeners.register(this);
  }

  async onCompletion(tx: Tx, completion: Completion): Promise<void> {
    for (const course of await this.finishedBy(tx, completion)) await this.issue(tx, completion.personId, course);
  }

  /** Current versions of courses with this module of which the person has now completed every module. */
  private async finishedBy(tx: Tx, { personId, moduleId }: Completion): Promise<CourseDone[]> {
    return tx.query(
      `SELECT c.id AS "courseId", v.id AS "courseVersionId", c.code AS "courseCode", v.title,
         array_agg(mv.title ORDER BY m.position) AS modules, max(done.at) AS "completedAt"
       FROM course c
       JOIN LATERAL (SELECT * FROM course_version WHERE course_id = c.id ORDER BY number DESC LIMIT 1) v ON true
       JOIN course_version_module m ON m.course_version_id = v.id
       JOIN LATERAL (SELECT title FROM module_version WHERE module_id = m.module_id ORDER BY number DESC LIMIT 1) mv ON true
       LEFT JOIN LATERAL (
         SELECT min(k.completed_at) AS at FROM completion k WHERE k.person_id = $1 AND k.module_id = m.module_id
           AND coalesce((SELECT a.kind FROM adjustment a WHERE a.completion_id = k.id ORDER BY a.recorded_at DESC, a.id DESC LIMIT 1), 'restore') = 'restore'
       ) done ON true
       WHERE EXISTS (SELECT 1 FROM course_version_module x WHERE x.course_version_id = v.id AND x.module_id = $2)
       GROUP BY c.id, v.id, c.code, v.title HAVING count(*) = count(done.at)`,
      [personId, moduleId],
    );
  }

  private async issue(tx: Tx, personId: string, course: CourseDone): Promise<void> {
    const id = newId();
    const code = newCertificateCode();
    const now = this.clock.now();
    const [issued] = await tx.query(
      `INSERT INTO certificate (id, code, person_id, course_id, course_version_id, completed_at, issued_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (person_id, course_version_id) DO NOTHING RETURNING id`,
      [id, code, personId, course.courseId, course.courseVersionId, course.completedAt, now],
    );
    if (!issued) return;
    const fullName = (await this.people.names([personId], tx)).get(personId) ?? '';
    const printed: PrintedCertificate = {
      fullName, courseCode: course.courseCode, courseTitle: course.title, modules: course.modules,
      completedOn: localDay(course.completedAt), issuedOn: localDay(now), code,
    };
    await tx.query('INSERT INTO certificate_payload (certificate_id, printed) VALUES ($1, $2)', [id, JSON.stringify(printed)]);
    await this.queue.enqueue(tx, 'certificate.render', { certificateId: id }, { dedupeKey: `certificate.render:${id}` });
  }
}
