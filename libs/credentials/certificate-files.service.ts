import { Injectable } from '@nestjs/common';
import { JobQueue, type Tx } from '#libs/platform';

export const RENDER_JOB = 'certificate.render';

export interface RenderPayload {
  certificateId: string;
}

/** Where a certificate's file lies, and the job that makes it. */
@Injectable()
export class CertificateFiles {
  constructor(private readonly queue: JobQueue) {}

  keyOf(certificateId: string): string {
    return `certificates/${certificateId}.pdf`;
  }

  cardKeyOf(certificateId: string): string {
    return `certificates/${certificateId}.png`;
  }

  async request(tx: Tx, certificateId: string): Promise<void> {
    await this.enqueue(tx, certificateId, `${RENDER_JOB}:${certificateId}`);
  }

  /** The same job, once more, after the printed payload was deleted: the file goes after it. */
  async requestRemoval(tx: Tx, certificateId: string): Promise<void> {
    await this.enqueue(tx, certificateId, `${RENDER_JOB}:${certificateId}:erased`);
  }

  private async enqueue(tx: Tx, certificateId: string, dedupeKey: string): Promise<void> {
    await this.queue.enqueue(tx, RENDER_JOB, { certificateId } satisfies RenderPayload, { dedupeKey });
  }
}
