import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccessLog, Scope, type Actor } from '#libs/identity';
import { AuditLog, Clock, JobQueue, UnitOfWork, clean, conflict, invalid, newId, type Tx } from '#libs/platform';
import { PRINT_JOB } from './build-print.service.js';
import { PRINTABLE_SQL } from './printable.sql.js';

/** More than a commune has people; what is larger is printed by its parts. */
export const MOST_CERTIFICATES = 10_000;

export interface PrintRequest {
  unitId: string;
  /** Why the papers are printed; kept with the file, in the audit and with each look at a person. */
  purpose: string;
  clientKey: string;
}

/** Asks for one file of all the certificates of a unit's people. Each person in it was looked at. */
@Injectable()
export class RequestPrint {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
    private readonly accessLog: AccessLog,
    private readonly audit: AuditLog,
  ) {}

  /** How many there would be. Refuses `scope.outside`. */
  async count(actor: Actor, unitId: string): Promise<number> {
    await this.scope.assert(actor, 'roster.view', unitId);
    const [{ count }] = await this.dataSource.query(
      `WITH ${PRINTABLE_SQL} SELECT count(*)::int AS count FROM printable`,
      [unitId, this.clock.today(), this.clock.now()],
    );
    return count;
  }

  /**
   * Answers the print's id; the same key answers the same print. Refuses `scope.outside`, `print.purpose-required`
   * (field `purpose`), `print.nothing`, `print.too-many`, `print.key-taken`.
   */
  async request(actor: Actor, request: PrintRequest): Promise<string> {
    await this.scope.assert(actor, 'roster.view', request.unitId);
    const purpose = clean(request.purpose);
    if (!purpose) throw invalid('print.purpose-required', { purpose: 'print.purpose-required' });
    return this.work.run(async (tx) => {
      const id = await this.insert(tx, actor, { ...request, purpose });
      if (!id) return this.madeBefore(tx, actor, request);
      const people = await this.fill(tx, id, request.unitId);
      await this.accessLog.recordMany(tx, actor, people, 'certificate.print', purpose);
      const jobId = await this.queue.enqueue(tx, PRINT_JOB, { printId: id }, { maxAttempts: 5 });
      await tx.query('UPDATE certificate_print SET job_id = $2 WHERE id = $1', [id, jobId]);
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'certificate.print',
        subjectType: 'unit',
        subjectId: request.unitId,
        purpose,
        details: { printId: id, people: people.length },
        origin: actor.origin,
      });
      return id;
    });
  }

  private async insert(tx: Tx, actor: Actor, { unitId, clientKey, purpose }: PrintRequest): Promise<string | null> {
    const [made] = await tx.query(
      `INSERT INTO certificate_print (id, unit_id, client_key, purpose, made_by, made_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (client_key) DO NOTHING RETURNING id`,
      [newId(), unitId, clientKey, purpose, actor.personId, this.clock.now()],
    );
    return made?.id ?? null;
  }

  private async madeBefore(tx: Tx, actor: Actor, { unitId, clientKey }: PrintRequest): Promise<string> {
    const [made] = await tx.query(
      'SELECT id, unit_id AS "unitId", made_by AS "madeBy" FROM certificate_print WHERE client_key = $1',
      [clientKey],
    );
    if (made.madeBy !== actor.personId || made.unitId !== unitId) throw conflict('print.key-taken');
    return made.id;
  }

  /** Notes what stands in the file, in its order; answers whose it is. */
  private async fill(tx: Tx, printId: string, unitId: string): Promise<string[]> {
    const rows: { personId: string }[] = await tx.query(
      `WITH ${PRINTABLE_SQL}, noted AS (
         INSERT INTO certificate_print_item (print_id, certificate_id, unit_id, position)
         SELECT $4, certificate_id, unit_id, position FROM printable RETURNING certificate_id)
       SELECT p.person_id AS "personId" FROM noted JOIN printable p USING (certificate_id)`,
      [unitId, this.clock.today(), this.clock.now(), printId],
    );
    if (rows.length === 0) throw conflict('print.nothing');
    if (rows.length > MOST_CERTIFICATES) throw conflict('print.too-many', { most: MOST_CERTIFICATES });
    return [...new Set(rows.map(({ personId }) => personId))];
  }
}
