import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { AccessLog, type Actor } from '#libs/identity';
import { Storage, UnitOfWork, conflict, notFound } from '#libs/platform';
import { PersonScope } from '#libs/rosters';
import { readCertificateCode } from './certificate-code.policy.js';
import { SELECT_VIEW, type CertificateView } from './certificate-view.js';

export interface CertificateFile {
  code: string;
  stream: Readable;
  bytes: number;
}

interface FileRow {
  code: string;
  personId: string;
  fileKey: string | null;
  erased: boolean;
  revoked: boolean;
}

/** A person's own certificates and their files. */
@Injectable()
export class Certificates {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly storage: Storage,
    private readonly accessLog: AccessLog,
    private readonly scope: PersonScope,
  ) {}

  /** The newest first, revoked and erased ones among them. */
  async mine(personId: string): Promise<CertificateView[]> {
    return this.dataSource.query(`${SELECT_VIEW} WHERE c.person_id = $1 ORDER BY c.issued_at DESC, c.id DESC`, [
      personId,
    ]);
  }

  /**
   * The PDF, for its holder, or for who may revoke it (in the access log as a look at the holder). A revoked paper is
   * no longer handed to its holder. Refuses `certificate.unknown`, `.erased`, `.revoked`, `.not-ready`.
   */
  async file(actor: Actor, typed: string): Promise<CertificateFile> {
    const row = await this.findFile(readCertificateCode(typed));
    const own = row?.personId === actor.personId;
    // Who may not have it learns nothing about whether it exists.
    const mayRevoke = row !== undefined && (await this.scope.holds(actor, 'certificate.revoke', row.personId));
    if (!row || (!own && !mayRevoke)) throw notFound('certificate.unknown');
    if (row.erased) throw notFound('certificate.erased');
    if (row.revoked && !mayRevoke) throw conflict('certificate.revoked');
    await this.work.run((tx) => this.accessLog.record(tx, actor, row.personId, 'certificate.file', 'revocation'));
    const file = row.fileKey === null ? null : await this.storage.open(row.fileKey);
    if (!file) throw notFound('certificate.not-ready');
    return { ...file, code: row.code };
  }

  private async findFile(code: string | null): Promise<FileRow | undefined> {
    const [row] = await this.dataSource.query(
      `SELECT c.code, c.person_id AS "personId", p.file_key AS "fileKey", p.certificate_id IS NULL AS erased,
         r.certificate_id IS NOT NULL AS revoked
       FROM certificate c LEFT JOIN certificate_payload p ON p.certificate_id = c.id
       LEFT JOIN certificate_revocation r ON r.certificate_id = c.id WHERE c.code = $1`,
      [code],
    );
    return row;
  }
}
