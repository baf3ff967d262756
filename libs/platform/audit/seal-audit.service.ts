import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { canonicalJson } from '../crypto/canonical-json.js';
import { sha256 } from '../crypto/key-ring.js';
import { Handles, type JobHandler } from '../jobs/job-handler.js';
import { PublishAuditHead } from './publish-audit-head.service.js';

const BATCH = 1000;
export const SEALED_COLUMNS =
  'a.id, a.at, a.actor_id, a.action, a.subject_type, a.subject_id, a.purpose, a.details, a.ip, a.port';

/** Chains committed audit entries: each seal is the hash of the previous seal and the entry. */
@Injectable()
@Handles('audit.seal')
export class SealAudit implements JobHandler {
  constructor(
    private readonly dataSource: DataSource,
    private readonly heads: PublishAuditHead,
  ) {}

  async run(): Promise<void> {
    while ((await this.sealBatch()) === BATCH);
    await this.heads.noteNewest();
  }

  /** One sealer at a time (advisory lock). Entries younger than five seconds wait, so that a slow commit is not overtaken. */
  private async sealBatch(): Promise<number> {
    return this.dataSource.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('audit.seal'))`);
      const [last] = await tx.query('SELECT number, hash FROM audit_seal ORDER BY number DESC LIMIT 1');
      const entries = await tx.query(
        `SELECT ${SEALED_COLUMNS} FROM audit a LEFT JOIN audit_seal s ON s.audit_id = a.id
         WHERE s.audit_id IS NULL AND a.at < now() - interval '5 seconds' ORDER BY a.at, a.id LIMIT ${BATCH}`,
      );
      let { number, hash } = last ?? { number: 0, hash: '' };
      for (const entry of entries) {
        number += 1;
        hash = sealHash(hash, entry);
        await tx.query('INSERT INTO audit_seal (number, audit_id, hash) VALUES ($1, $2, $3)', [number, entry.id, hash]);
      }
      return entries.length;
    });
  }
}

/** The hash of a seal: of the seal before and everything the entry says. */
export function sealHash(previous: string, entry: Record<string, unknown>): string {
  return sha256(`${previous}\n${canonicalJson({ ...entry, at: (entry.at as Date | null)?.toISOString() ?? null })}`);
}
