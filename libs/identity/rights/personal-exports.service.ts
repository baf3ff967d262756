import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import {
  AuditLog,
  Clock,
  JobQueue,
  Storage,
  Throttle,
  UnitOfWork,
  forbidden,
  invalid,
  newId,
  notFound,
  type Tx,
} from '#libs/platform';
import type { Actor } from '../actor.js';
import { verifyPassword } from '../password.js';
import type { PersonalExport } from './rights-case.entity.js';

export const EXPORT_JOB = 'rights.export';
export const EXPORT_DAYS = 7;

export type ExportView = Pick<PersonalExport, 'id' | 'requestedAt' | 'readyAt' | 'expiresAt' | 'fileBytes'>;

/** A person's own copy: ordered, made by a job, fetched with the password, gone after a week. */
@Injectable()
export class PersonalExports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly queue: JobQueue,
    private readonly storage: Storage,
    private readonly throttle: Throttle,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** One at a time: while one is being made, that one is answered. */
  async request(actor: Actor): Promise<string> {
    if (actor.via === 'token') throw forbidden('export.by-token');
    await this.throttle.hit({ key: `export:person:${actor.personId}`, max: 5, windowSeconds: 86_400 });
    return this.work.run((tx) => this.order(tx, actor.personId, null));
  }

  async order(tx: Tx, personId: string, caseId: string | null): Promise<string> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`export:${personId}`]);
    const [waiting] = await tx.query(
      'SELECT id FROM personal_export WHERE person_id = $1 AND ready_at IS NULL AND case_id IS NOT DISTINCT FROM $2',
      [personId, caseId],
    );
    if (waiting) return waiting.id;
    const id = newId();
    await tx.query('INSERT INTO personal_export (id, person_id, case_id, requested_at) VALUES ($1, $2, $3, $4)', [
      id,
      personId,
      caseId,
      this.clock.now(),
    ]);
    await this.queue.enqueue(tx, EXPORT_JOB, { exportId: id });
    return id;
  }

  /** Those being made and those that can still be fetched. */
  async list(actor: Actor): Promise<ExportView[]> {
    return this.dataSource.query(
      `SELECT id, requested_at AS "requestedAt", ready_at AS "readyAt", expires_at AS "expiresAt", file_bytes AS "fileBytes"
       FROM personal_export WHERE person_id = $1 AND (expires_at IS NULL OR expires_at > $2) ORDER BY requested_at DESC`,
      [actor.personId, this.clock.now()],
    );
  }

  /** Refuses `password.wrong`, and `export.gone` for what is not ready, has expired or belongs to somebody else. */
  async open(actor: Actor, id: string, password: string): Promise<{ stream: Readable; bytes: number }> {
    await this.confirmOwner(actor, password);
    const [row] = await this.dataSource.query(
      'SELECT file_key AS key FROM personal_export WHERE id = $1 AND person_id = $2 AND ready_at IS NOT NULL AND expires_at > $3',
      [id, actor.personId, this.clock.now()],
    );
    const file = row && (await this.storage.open(row.key));
    if (!file) throw notFound('export.gone');
    await this.work.run((tx) =>
      this.audit.append(tx, {
        actorId: actor.personId,
        action: 'personal-export.open',
        subjectType: 'personal_export',
        subjectId: id,
        origin: actor.origin,
      }),
    );
    return file;
  }

  /** A phone left lying about must not give away everything. Who has no password signed in by other means. */
  private async confirmOwner(actor: Actor, password: string): Promise<void> {
    if (actor.via === 'token') throw forbidden('export.by-token');
    await this.throttle.hit({ key: `password:account:${actor.accountId}`, max: 10, windowSeconds: 900 });
    const [account] = await this.dataSource.query('SELECT password_hash AS hash FROM account WHERE person_id = $1', [
      actor.personId,
    ]);
    if (account && !(await verifyPassword(account.hash, password)))
      throw invalid('password.wrong', { password: 'password.wrong' });
  }
}
