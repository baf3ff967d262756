import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { notFound } from '#libs/platform';
import { readCertificateCode } from './certificate-code.policy.js';
import { SELECT_VIEW, type CertificateView } from './certificate-view.js';

/**
 * What anybody who holds a code may know: all that a paper in force shows. Of one that was revoked, that it was, when and why:
 * nobody needs the name of a person beside that.
 */
@Injectable()
export class VerifyCertificate {
  constructor(private readonly dataSource: DataSource) {}

  /** One statement; none for what cannot be a code. Refuses `certificate.unknown`. */
  async byCode(typed: string): Promise<CertificateView> {
    const code = readCertificateCode(typed);
    const [view] = code ? await this.dataSource.query(`${SELECT_VIEW} WHERE c.code = $1`, [code]) : [];
    if (!view) throw notFound('certificate.unknown');
    return view.revokedAt ? { ...view, printed: null } : view;
  }
}
