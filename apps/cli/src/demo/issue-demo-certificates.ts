import type { EntityManager } from 'typeorm';
import type { IssueCertificate } from '#libs/credentials';
import type { DemoPerson } from './demo-plan.js';

/** Who finished a course holds its certificate: told of the last completion of each course, as if it had just been made. */
export async function issueCertificates(
  tx: EntityManager,
  people: DemoPerson[],
  certificates: IssueCertificate,
): Promise<void> {
  for (const { personId, histories } of people) {
    const last = new Map(
      histories.filter(({ completedAt }) => completedAt).map(({ module }) => [module.courseId, module]),
    );
    for (const { moduleId, versionId } of last.values()) {
      const [completion] = await tx.query(
        `SELECT id, person_id AS "personId", module_id AS "moduleId", module_version_id AS "moduleVersionId", completed_at AS "completedAt",
           recorded_at AS "recordedAt", source, time_quality AS "timeQuality" FROM completion
         WHERE person_id = $1 AND module_id = $2 AND module_version_id = $3`,
        [personId, moduleId, versionId],
      );
      if (completion) await certificates.onCompletion(tx, completion);
    }
  }
}
