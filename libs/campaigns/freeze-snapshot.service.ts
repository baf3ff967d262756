import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Scope, type Actor } from '#libs/identity';
import { AuditLog, Clock, UnitOfWork, canonicalJson, clean, conflict, invalid, isDay, newId } from '#libs/platform';
import { DEFINITIONS_VERSION } from './figures-document.js';
import { Figures } from './figures.service.js';
import { settle } from './settle.js';

export interface FreezeRequest {
  campaignId: string;
  unitId: string;
  /** D; not after today. */
  day: string;
  title: string;
  /** The snapshot's id, so that a form sent twice freezes once. */
  clientKey?: string;
}

/** SHA-256 in hexadecimal of a snapshot's text. */
export const figuresHash = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Freezes figures. What is stored is the text itself: nothing that happens later reaches it. */
@Injectable()
export class FreezeSnapshot {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly scope: Scope,
    private readonly figures: Figures,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Answers the snapshot's id. Takes no transaction: it waits for those that write, its caller's too.
   * Refuses `access.denied`, `scope.outside`, `snapshot.invalid` (fields), `unit.unknown`, `snapshot.key-taken`, `snapshot.busy`.
   */
  async freeze(actor: Actor, request: FreezeRequest): Promise<string> {
    const fields = this.problems(request);
    if (Object.keys(fields).length > 0) throw invalid('snapshot.invalid', fields);
    await this.scope.assert(actor, 'snapshot.create', request.unitId, request.day);
    if (await this.isMade(actor, request)) return request.clientKey!;
    const moment = { day: request.day, knownAt: this.clock.now() };
    await settle(this.dataSource);
    return this.work.run(async (tx) => {
      const document = await this.figures.document(request.campaignId, request.unitId, moment, tx);
      const text = canonicalJson(document);
      const id = request.clientKey ?? newId();
      const sha256 = figuresHash(text);
      const [created] = await tx.query(
        `INSERT INTO snapshot (id, campaign_id, title, as_of_day, known_at, definitions_version, filter, figures, sha256,
           made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING RETURNING id`,
        [
          id,
          request.campaignId,
          clean(request.title),
          moment.day,
          moment.knownAt,
          DEFINITIONS_VERSION,
          JSON.stringify({ unitId: request.unitId }),
          text,
          sha256,
          actor.personId,
          moment.knownAt,
        ],
      );
      if (!created) return id;
      await this.audit.append(tx, {
        actorId: actor.personId,
        action: 'snapshot.create',
        subjectType: 'snapshot',
        subjectId: id,
        details: { campaignId: request.campaignId, unitId: request.unitId, day: request.day, sha256 },
        origin: actor.origin,
      });
      return id;
    });
  }

  private problems({ day, title }: FreezeRequest): Record<string, string> {
    const fields: Record<string, string> = {};
    if (!clean(title)) fields.title = 'snapshot.title-required';
    if (clean(title).length > 200) fields.title = 'snapshot.title-long';
    if (!isDay(day)) fields.day = 'day.invalid';
    else if (day > this.clock.today()) fields.day = 'snapshot.day-in-future';
    return fields;
  }

  private async isMade(actor: Actor, { clientKey }: FreezeRequest): Promise<boolean> {
    if (!clientKey) return false;
    const [made] = await this.dataSource.query('SELECT made_by AS "madeBy" FROM snapshot WHERE id = $1', [clientKey]);
    if (made && made.madeBy !== actor.personId) throw conflict('snapshot.key-taken');
    return Boolean(made);
  }
}
