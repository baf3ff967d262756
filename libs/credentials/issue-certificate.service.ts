import { Injectable, type OnModuleInit } from '@nestjs/common';
import { People } from '#libs/identity';
import { CompletionListeners, type AdjustmentKind, type Completion, type CompletionListener } from '#libs/learning';
import { Clock, localDay, newId, type Tx } from '#libs/platform';
import type { PrintedCertificate } from './certificate.entity.js';
import { newCertificateCode } from './certificate-code.policy.js';
import { CertificateFiles } from './certificate-files.service.js';
import { certificateTexts } from './certificate-texts.vi.js';
import { FinishedCourses, type FinishedCourse } from './finished-courses.query.js';

/**
 * Issues a certificate in the transaction of the completion that finishes a course in its latest version, once per
 * person and course version. A version published later earns a certificate of its own, with the next completion in it;
 * who has nothing more to complete is caught up (CatchUpCertificates).
 *
 * A completion that is voided takes no certificate away: the paper may hang on a wall already, so a person with the
 * permission revokes it, with a reason that everybody can read. A completion that is restored may finish a course.
 */
@Injectable()
export class IssueCertificate implements CompletionListener, OnModuleInit {
  constructor(
    private readonly listeners: CompletionListeners,
    private readonly courses: FinishedCourses,
    private readonly people: People,
    private readonly files: CertificateFiles,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.listeners.register(this);
  }

  async onCompletion(tx: Tx, completion: Completion): Promise<void> {
    await this.issueWhatIsDue(tx, completion);
  }

  async onAdjustment(tx: Tx, completion: Completion, kind: AdjustmentKind): Promise<void> {
    if (kind === 'restore') await this.issueWhatIsDue(tx, completion);
  }

  /** For a person who is to complete nothing more: issues for this course version, unless there is one of the course. */
  async catchUp(tx: Tx, personId: string, courseVersionId: string): Promise<void> {
    await this.lockPerson(tx, personId);
    const [module] = await tx.query(
      `SELECT m.module_id AS id FROM course_version_module m JOIN course_version v ON v.id = m.course_version_id
       WHERE v.id = $2 AND NOT EXISTS (SELECT FROM certificate h WHERE h.person_id = $1 AND h.course_id = v.course_id)
       LIMIT 1`,
      [personId, courseVersionId],
    );
    if (!module) return;
    const due = await this.courses.without(tx, personId, module.id);
    // A list published since makes this one no longer the latest, and catches up by itself.
    for (const course of due) if (course.courseVersionId === courseVersionId) await this.issue(tx, personId, course);
  }

  private async issueWhatIsDue(tx: Tx, { personId, moduleId }: Completion): Promise<void> {
    await this.lockPerson(tx, personId);
    for (const course of await this.courses.without(tx, personId, moduleId)) await this.issue(tx, personId, course);
  }

  /**
   * The last two modules may be completed at once on two devices. Neither transaction sees the other's row, so the
   * second waits here, and its next statement reads what the first has written.
   */
  private async lockPerson(tx: Tx, personId: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`certificate:${personId}`]);
  }

  private async issue(tx: Tx, personId: string, course: FinishedCourse): Promise<void> {
    const id = newId();
    const code = newCertificateCode();
    const now = this.clock.now();
    await tx.query(
      `INSERT INTO certificate (id, code, person_id, course_id, course_version_id, completed_at, issued_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, code, personId, course.courseId, course.courseVersionId, course.completedAt, now],
    );
    const fullName = (await this.people.names([personId], tx)).get(personId);
    // What a group session uploads may come after the person's data were erased: the fact stands, with nothing to print.
    if (fullName === undefined) return;
    const printed: PrintedCertificate = {
      ...certificateTexts,
      fullName,
      courseCode: course.courseCode,
      courseTitle: course.title,
      modules: course.modules,
      completedOn: localDay(course.completedAt),
      issuedOn: localDay(now),
      code,
    };
    await tx.query('INSERT INTO certificate_payload (certificate_id, printed) VALUES ($1, $2)', [
      id,
      JSON.stringify(printed),
    ]);
    await this.files.request(tx, id);
  }
}
