import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import PDFDocument from 'pdfkit';
import { DataSource } from 'typeorm';
import { Clock, Handles, RuntimeConfig, Storage, UnitOfWork, type JobContext, type JobHandler } from '#libs/platform';
import type { PrintedCertificate } from '../certificate.entity.js';
import { CertificatePages } from '../paper/certificate-pages.js';
import { PAGE } from '../paper/paper-model.js';
import { PAGES_SQL } from './printable.sql.js';

export const PRINT_JOB = 'certificate.print';

/** Often enough for a page that looks every few seconds. */
const PROGRESS_EVERY = 25;

interface PrintPage {
  printed: PrintedCertificate;
  unitId: string;
  unitName: string;
}

/** Draws the certificates of a print into one file, a bookmark for each village. Run again it writes the same file. */
@Injectable()
@Handles(PRINT_JOB)
export class BuildPrint implements JobHandler<{ printId: string }> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly storage: Storage,
    private readonly config: RuntimeConfig,
    private readonly clock: Clock,
  ) {}

  async run({ printId }: { printId: string }, job: JobContext): Promise<void> {
    const pages: PrintPage[] = await this.dataSource.query(`${PAGES_SQL} ORDER BY t.position`, [printId]);
    await job.progress(0, pages.length);
    const key = `certificate-prints/${printId}.pdf`;
    const staged = await this.storage.stage(key);
    try {
      await this.write(staged.path, pages, (done) => job.progress(done, pages.length));
      const { size } = await stat(staged.path);
      await this.publish(printId, pages.length, key, size, staged.commit);
    } finally {
      await staged.discard();
    }
  }

  private async write(path: string, pages: PrintPage[], progress: (done: number) => Promise<void>): Promise<void> {
    const doc = new PDFDocument({
      autoFirstPage: false,
      size: [PAGE.width, PAGE.height],
      margin: 0,
      lang: 'vi-VN',
      info: { Title: `${pages.length}`, CreationDate: this.clock.now() },
    });
    const file = doc.pipe(createWriteStream(path));
    const drawer = new CertificatePages(doc);
    let unit: string | null = null;
    for (const [index, { printed, unitId, unitName }] of pages.entries()) {
      doc.addPage();
      if (unitId !== unit) doc.outline.addItem(unitName);
      unit = unitId;
      drawer.draw(printed, `${this.config.baseUrl}/xac-minh/${printed.code}`);
      // The worker's other jobs, its lease and the file's stream get their turn.
      await setImmediate();
      if ((index + 1) % PROGRESS_EVERY === 0) await progress(index + 1);
    }
    // pdfkit cannot end a document without a page.
    if (pages.length === 0) doc.addPage();
    doc.end();
    await finished(file);
  }

  /**
   * Under the lock of the print's row: an erasure waits, and then finds the file to remove. One that came first has
   * taken its pages away meanwhile, and the file is drawn again by the next attempt.
   */
  private async publish(printId: string, drawn: number, key: string, bytes: number, commit: () => Promise<void>) {
    await this.work.run(async (tx) => {
      const [print] = await tx.query('SELECT id FROM certificate_print WHERE id = $1 FOR UPDATE', [printId]);
      if (!print) return;
      const [{ count }] = await tx.query(`SELECT count(*)::int AS count FROM (${PAGES_SQL}) p`, [printId]);
      if (count !== drawn) throw new Error('print.changed');
      await commit();
      await tx.query('UPDATE certificate_print SET file_key = $2, file_bytes = $3, ready_at = $4 WHERE id = $1', [
        printId,
        key,
        bytes,
        this.clock.now(),
      ]);
    });
  }
}
