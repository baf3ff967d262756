import { Injectable } from '@nestjs/common';
import { can, type Actor } from '#libs/identity';
import { AuditLog, Clock, UnitOfWork, clean, conflict, forbidden, invalid, notFound, type Tx } from '#libs/platform';
import { PersonScope } from '#libs/rosters';
import { readCertificateCode } from './certificate-code.policy.js';

const REASON = { min: 10, max: 500 };

/** The only way a certificate loses its validity: by a person, for a reason that the verification page shows. Final. */
@Injectable()
export class RevokeCertificate {
  constructor(
    private readonly work: UnitOfWork,
    private readonly scope: PersonScope,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * The same revocation sent twice is one. Refuses `access.denied`, `scope.outside`, `form.invalid` (fields), `certificate.unknown`, and
   * `certificate.already-revoked` when it was revoked by someone else or for another reason.
   */
  async revoke(actor: Actor, typed: string, typedReason: string, tx?: Tx): Promise<void> {
    if (!can(actor, 'certificate.revoke')) throw forbidden('access.denied');
    const reason = clean(typedReason);
    if (reason.length < REASON.min || reason.length > REASON.max)
      throw invalid('form.invalid', { reason: 'revocation.reason-required' });
    await this.work.run(async (own) => {
      const [certificate] = await own.query('SELECT id, person_id AS "personId" FROM certificate WHERE code = $1', [
        readCertificateCode(typed),
      ]);
      if (!certificate) throw notFound('certificate.unknown');
      await this.scope.assert(actor, 'certificate.revoke', certificate.personId, own);
      if (await this.insert(own, certificate.id, actor.personId, reason)) await this.note(own, certificate.id, actor);
    }, tx);
  }

  /** False when this very revocation stands already. */
  private async insert(tx: Tx, certificateId: string, authorId: string, reason: string): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO certificate_revocation (certificate_id, reason, author_id, at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (certificate_id) DO NOTHING RETURNING certificate_id`,
      [certificateId, reason, authorId, this.clock.now()],
    );
    if (rows.length > 0) return true;
    const [standing] = await tx.query(
      'SELECT reason, author_id AS "authorId" FROM certificate_revocation WHERE certificate_id = $1',
      [certificateId],
    );
    if (standing.reason !== reason || standing.authorId !== authorId) throw conflict('certificate.already-revoked');
    return false;
  }

  private async note(tx: Tx, certificateId: string, actor: Actor): Promise<void> {
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: 'certificate.revoke',
      subjectType: 'certificate',
      subjectId: certificateId,
      origin: actor.origin,
    });
  }
}
