import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { CertificateFiles } from './certificate-files.service.js';
import { RemovePrints } from './printing/remove-prints.service.js';

/**
 * Deletes what the certificates of a person print, on the person's request (Luật 91/2025/QH15). The facts stay, and
 * their verification pages say "đã xóa theo yêu cầu".
 */
@Injectable()
export class ErasePrintedCertificates {
  constructor(
    private readonly files: CertificateFiles,
    private readonly prints: RemovePrints,
  ) {}

  /** The files follow by a job, so that a rollback loses none. Answers how many were erased. */
  async of(tx: Tx, personId: string): Promise<number> {
    await this.prints.of(tx, personId);
    const [erased] = await tx.query(
      `DELETE FROM certificate_payload p USING certificate c
       WHERE c.id = p.certificate_id AND c.person_id = $1 RETURNING p.certificate_id AS id`,
      [personId],
    );
    for (const { id } of erased) await this.files.requestRemoval(tx, id);
    return erased.length;
  }
}
