import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Handles, Storage, type JobContext, type JobHandler } from '#libs/platform';
import { CertificateFiles } from './certificate-files.service.js';
import type { PrintedCertificate } from './certificate.entity.js';
import { cardPng } from './paper/card-png.js';

export const CARDS_JOB = 'certificate.cards';

interface Due {
  certificateId: string;
  printed: PrintedCertificate;
}

/** Few at a time: each names somebody, and the worker keeps none longer than it draws. */
const BATCH = 50;

/**
 * Pictures for sharing of certificates whose paper was made before there were pictures. What has no paper yet is the
 * render job's. A new worker that takes over goes on where the last one stopped, and draws nothing twice.
 */
@Injectable()
@Handles(CARDS_JOB)
export class DrawMissingCards implements JobHandler {
  constructor(
    private readonly dataSource: DataSource,
    private readonly storage: Storage,
    private readonly files: CertificateFiles,
  ) {}

  async run(_payload: object, context?: Pick<JobContext, 'progress'>): Promise<void> {
    let [after, done] = ['00000000-0000-0000-0000-000000000000', 0];
    for (;;) {
      const due: Due[] = await this.dataSource.query(DUE, [after, BATCH]);
      for (const certificate of due) await this.draw(certificate);
      done += due.length;
      await context?.progress(done);
      if (due.length < BATCH) return;
      after = due.at(-1)!.certificateId;
    }
  }

  private async draw({ certificateId, printed }: Due): Promise<void> {
    const key = this.files.cardKeyOf(certificateId);
    await this.storage.put(key, await cardPng(printed));
    const [, drawn] = await this.dataSource.query(
      'UPDATE certificate_payload SET card_key = $2 WHERE certificate_id = $1',
      [certificateId, key],
    );
    // Erased meanwhile: what names a person does not stay behind.
    if (drawn === 0) await this.storage.delete(key);
  }
}

const DUE = `SELECT certificate_id AS "certificateId", printed FROM certificate_payload
  WHERE card_key IS NULL AND file_key IS NOT NULL AND certificate_id > $1
  ORDER BY certificate_id LIMIT $2`;
