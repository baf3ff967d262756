import { Injectable } from '@nestjs/common';
import { type Actor } from '#libs/identity';
import { AuditLog, Clock, UnitOfWork, clean, invalid, notFound } from '#libs/platform';
import { readCertificateCode } from './certificate-code.policy.js';
import { assertMayRevoke } from './certificates.service.js';

/** Revokes with a reason that the verification page shows. Revoking twice keeps the first. */
@Injectable()
export class RevokeCertificate {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async revoke(actor: Actor, typed: string, reason: string): Promise<void> {
    assertMayRevoke(actor);
    if (clean(reason).length < 10) throw invalid('form.invalid', { reason: 'revocation.reason-required' });
    await this.work.run(async (tx) => {
      const [certificate] = await tx.query('SELECT id FROM certificate WHERE code = $1', [readCertificateCode(typed)]);
      if (!certificate) throw notFound('certificate.unknown');
      await tx.query(
        'INSERT INTO certificate_revocation (certificate_id, reason, author_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
        [certificate.id, clean(reason), actor.personId, this.clock.now()],
      );
      await this.audit.append(tx, {
        actorId: actor.personId, action: 'certificate.revoke', subjectType: 'certificate', subjectId: certificate.id, origin: actor.origin,
      });
    });
  }
}
