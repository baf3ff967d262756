import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessLog, can, type Actor } from '#libs/identity';
import { Storage, UnitOfWork, forbidden, notFound } from '#libs/platform';
import { readCertificateCode } from './certificate-code.policy.js';
import type { PrintedCertificate } from './certificate.entity.js';

export interface CertificateView {
  code: string;
  printed: PrintedCertificate | null;
  issuedAt: Date;
  ready: boolean;
  revokedAt: Date | null;
  revokedReason: string | null;
}

const VIEW = `c.code, p.printed, c.issued_at AS "issuedAt", p.file_key IS NOT NULL AS ready, r.at AS "revokedAt", r.reason AS "revokedReason"
  FROM certificate c LEFT JOIN certificate_payload p ON p.certificate_id = c.id
  LEFT JOIN certificate_revocation r ON r.certificate_id = c.id`;

@Injectable()
export class Certificates {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly storage: Storage,
    private readonly accessLog: AccessLog,
  ) {}

  async mine(personId: string): Promise<CertificateView[]> {
    return this.dataSource.query(`SELECT ${VIEW} WHERE c.person_id = $1 ORDER BY c.issued_at DESC`, [personId]);
  }

  /** What the public may see of a code: all that the paper shows; `printed` is null once it was deleted on request. */
  async verify(typed: string): Promise<CertificateView> {
    const code = readCertificateCode(typed);
    const [row] = code ? await this.dataSource.query(`SELECT ${VIEW} WHERE c.code = $1`, [code]) : [];
    if (!row) throw notFound('certificate.unknown');
    return row;
  }

  /** The file, for its holder, or for who may revoke it (logged as a look at the holder). */
  async file(actor: Actor, typed: string) {
    const code = readCertificateCode(typed);
    const [row] = await this.dataSource.query(
      `SELECT c.person_id AS "personId", c.code, p.file_key AS "fileKey" FROM certificate c
       LEFT JOIN certificate_payload p ON p.certificate_id = c.id WHERE c.code = $1`,
      [code],
    );
    // Who may not see it learns nothing of whether it exists.
    if (!row || (row.personId !== actor.personId && !can(actor, 'certificate.revoke'))) throw notFound('certificate.unknown');
    if (row.personId !== actor.personId) await this.work.run((tx) => this.accessLog.record(tx, actor, row.personId, 'certificate.file', 'revocation'));
    const file = row.fileKey ? await this.storage.open(row.fileKey) : null;
    if (!file) throw notFound('certificate.not-ready');
    return { ...file, code: row.code as string };
  }
}

export const assertMayRevoke = (actor: Actor): void => {
  if (!can(actor, 'certificate.revoke')) throw forbidden('access.denied');
};
