import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, Handles, RuntimeConfig, Storage, type JobHandler } from '#libs/platform';
import { renderCertificate } from './certificate-layout.js';

/** Makes the file. Running twice makes the same file twice; an erased payload makes none. */
@Injectable()
@Handles('certificate.render')
export class RenderCertificate implements JobHandler<{ certificateId: string }> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly storage: Storage,
    private readonly config: RuntimeConfig,
    private readonly clock: Clock,
  ) {}

  async run({ certificateId }: { certificateId: string }): Promise<void> {
    const [payload] = await this.dataSource.query('SELECT printed FROM certificate_payload WHERE certificate_id = $1', [certificateId]);
    if (!payload) return;
    const key = `certificates/${certificateId}.pdf`;
    await this.storage.put(key, await renderCertificate(payload.printed, `${this.config.baseUrl}/xac-minh/${payload.printed.code}`));
    await this.dataSource.query('UPDATE certificate_payload SET file_key = $2, rendered_at = $3 WHERE certificate_id = $1', [certificateId, key, this.clock.now()]);
  }
}
