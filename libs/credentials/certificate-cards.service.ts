import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { Storage, notFound } from '#libs/platform';
import { readCertificateCode } from './certificate-code.policy.js';
import { CertificateFiles } from './certificate-files.service.js';

/** The picture of a certificate, for anybody who holds its code; it shows what the verification page does. */
@Injectable()
export class CertificateCards {
  constructor(
    private readonly dataSource: DataSource,
    private readonly storage: Storage,
    private readonly files: CertificateFiles,
  ) {}

  /** A revoked or erased certificate has none, at once, wherever its file is. Refuses `certificate.unknown`, `.not-ready`. */
  async byCode(typed: string): Promise<{ stream: Readable; bytes: number }> {
    const code = readCertificateCode(typed);
    const [certificate] = code ? await this.dataSource.query(STANDING, [code]) : [];
    if (!certificate) throw notFound('certificate.unknown');
    const file = await this.storage.open(this.files.cardKeyOf(certificate.id));
    if (!file) throw notFound('certificate.not-ready');
    return file;
  }
}

const STANDING = `SELECT c.id FROM certificate c JOIN certificate_payload p ON p.certificate_id = c.id
  WHERE c.code = $1 AND NOT EXISTS (SELECT FROM certificate_revocation r WHERE r.certificate_id = c.id)`;
