import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { zipSync, strToU8 } from 'fflate';
import { Clock, Handles, PersonalData, Storage, type JobHandler } from '#libs/platform';
import { exportHtml, exportNames } from './export-html.js';
import { EXPORT_DAYS, EXPORT_JOB } from './personal-exports.service.js';
import { exportKey } from './rights-fields.js';

/** Everything the libs keep of a person: a page to read, and one JSON file per section for programs. */
@Injectable()
@Handles(EXPORT_JOB)
export class BuildExport implements JobHandler<{ exportId: string }> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly data: PersonalData,
    private readonly storage: Storage,
    private readonly clock: Clock,
  ) {}

  async run({ exportId }: { exportId: string }): Promise<void> {
    const [row] = await this.dataSource.query(
      'SELECT person_id AS "personId", ready_at AS "readyAt" FROM personal_export WHERE id = $1',
      [exportId],
    );
    if (!row || row.readyAt) return;
    const sections = await this.data.exportOf(this.dataSource.manager, row.personId);
    const now = this.clock.now();
    const files = Object.fromEntries(
      sections.map((section) => [
        `${exportNames.folder}/${section.key}.json`,
        strToU8(JSON.stringify(section, null, 2)),
      ]),
    );
    const zip = Buffer.from(
      zipSync({ [exportNames.page]: strToU8(exportHtml(sections, now)), ...files }, { level: 6 }),
    );
    const key = exportKey(exportId);
    await this.storage.put(key, zip);
    const [, count] = await this.dataSource.query(
      'UPDATE personal_export SET file_key = $2, file_bytes = $3, ready_at = $4, expires_at = $5 WHERE id = $1',
      [exportId, key, zip.length, now, new Date(now.getTime() + EXPORT_DAYS * 86_400_000)],
    );
    // Erased meanwhile: what was just written must not stay behind.
    if (count === 0) await this.storage.delete(key);
  }
}
