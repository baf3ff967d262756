import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, Handles, RuntimeConfig, Storage, type JobHandler } from '#libs/platform';
import { CertificateFiles, RENDER_JOB, type RenderPayload } from './certificate-files.service.js';
import type { PrintedCertificate } from './certificate.entity.js';
import { cardPng } from './paper/card-png.js';
import { certificatePdf } from './paper/certificate-pdf.js';

/**
 * Makes the stored files, the paper and the card for sharing, agree with the printed payload: written when there is one,
 * gone when it was erased. Running it again writes the same bytes.
 */
@Injectable()
@Handles(RENDER_JOB, 'patient')
export class RenderCertificate implements JobHandler<RenderPayload> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly storage: Storage,
    private readonly files: CertificateFiles,
    private readonly config: RuntimeConfig,
    private readonly clock: Clock,
  ) {}

  async run({ certificateId }: RenderPayload): Promise<void> {
    const keys = { paper: this.files.keyOf(certificateId), card: this.files.cardKeyOf(certificateId) };
    const [payload] = await this.dataSource.query('SELECT printed FROM certificate_payload WHERE certificate_id = $1', [
      certificateId,
    ]);
    if (payload) await this.draw(payload.printed, keys);
    // Erased meanwhile: then the row is gone, and what was just written must not stay behind.
    if (payload && (await this.markReady(certificateId, keys))) return;
    await this.storage.delete(keys.card);
    await this.storage.delete(keys.paper);
  }

  private async draw(printed: PrintedCertificate, keys: { paper: string; card: string }): Promise<void> {
    await this.storage.put(keys.card, await cardPng(printed));
    await this.storage.put(keys.paper, await certificatePdf(printed, this.verificationUrl(printed)));
  }

  private verificationUrl({ code }: { code: string }): string {
    return `${this.config.baseUrl}/xac-minh/${code}`;
  }

  private async markReady(certificateId: string, keys: { paper: string; card: string }): Promise<boolean> {
    const [, count] = await this.dataSource.query(
      'UPDATE certificate_payload SET file_key = $2, card_key = $3, rendered_at = $4 WHERE certificate_id = $1',
      [certificateId, keys.paper, keys.card, this.clock.now()],
    );
    return count === 1;
  }
}
