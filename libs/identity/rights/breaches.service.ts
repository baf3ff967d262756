import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog, Clock, UnitOfWork, clean, conflict, invalid, newId, notFound, type Tx } from '#libs/platform';
import type { Actor } from '../actor.js';
import type { Breach, BreachEvent } from './keeping.entity.js';

/** Luật 91/2025/QH15: the Ministry of Public Security is told within 72 hours of the discovery. */
const AUTHORITY_HOURS = 72;
const EVENT_KINDS = ['measure', 'authority', 'subjects', 'evidence', 'count', 'close'] as const;
const MAX_TEXT = 4000;

export const authorityDue = (discoveredAt: Date): Date =>
  new Date(discoveredAt.getTime() + AUTHORITY_HOURS * 3_600_000);

export interface BreachSummary extends Pick<Breach, 'id' | 'title' | 'discoveredAt' | 'affectedCount' | 'closedAt'> {
  dueAt: Date;
  /** When the authority was told; null: not yet. */
  authorityAt: Date | null;
  /** Whole hours until `dueAt`, negative past it; null once told. */
  hoursLeft: number | null;
}

export interface BreachView extends BreachSummary, Pick<Breach, 'facts' | 'dataKinds' | 'openedAt'> {
  events: Pick<BreachEvent, 'kind' | 'at' | 'recordedAt' | 'text'>[];
}

export interface NewBreach {
  title: string;
  discoveredAt: Date | null;
  facts: string;
  dataKinds: string;
  affectedCount: number | null;
}

/** The record of breaches the law asks for: what, whom, when, who was told, with what proof. Only ever added to. */
@Injectable()
export class Breaches {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<BreachSummary[]> {
    return (await this.read('true', [])).map(({ facts: _f, dataKinds: _d, openedAt: _o, ...summary }) => summary);
  }

  async get(id: string): Promise<BreachView> {
    const [breach] = await this.read('b.id = $1', [id]);
    if (!breach) throw notFound('breach.unknown');
    const events = await this.dataSource.query(
      'SELECT kind, at, recorded_at AS "recordedAt", text FROM breach_event WHERE breach_id = $1 ORDER BY at, id',
      [id],
    );
    return { ...breach, events };
  }

  async open(actor: Actor, breach: NewBreach): Promise<string> {
    const fields: Record<string, string> = {};
    for (const field of ['title', 'facts', 'dataKinds'] as const)
      if (clean(breach[field]) === '' || breach[field].length > MAX_TEXT) fields[field] = 'breach.text-required';
    if (!breach.discoveredAt || breach.discoveredAt > this.clock.now()) fields.discoveredAt = 'breach.time-invalid';
    if (breach.affectedCount !== null && !isCount(breach.affectedCount)) fields.affectedCount = 'breach.count-invalid';
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
    return this.work.run(async (tx) => {
      const id = newId();
      await tx.query(
        `INSERT INTO breach (id, title, discovered_at, opened_at, opened_by, facts, data_kinds, affected_count)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          id,
          clean(breach.title),
          breach.discoveredAt,
          this.clock.now(),
          actor.personId,
          clean(breach.facts),
          clean(breach.dataKinds),
          breach.affectedCount,
        ],
      );
      await this.note(tx, actor, id, 'open');
      return id;
    });
  }

  /** `at`: when it happened. A new count replaces the old one; `close` wants the authority told before. */
  async add(
    actor: Actor,
    id: string,
    event: { kind: string; at: Date | null; text: string; count?: number | null },
  ): Promise<void> {
    const fields: Record<string, string> = {};
    const kind = EVENT_KINDS.find((known) => known === event.kind);
    if (!kind) fields.kind = 'breach.kind-required';
    if (clean(event.text) === '' || event.text.length > MAX_TEXT) fields.text = 'breach.text-required';
    if (!event.at || event.at > this.clock.now()) fields.at = 'breach.time-invalid';
    if (kind === 'count' && !isCount(event.count)) fields.count = 'breach.count-invalid';
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
    await this.work.run(async (tx) => {
      const [row] = await tx.query('SELECT closed_at AS "closedAt" FROM breach WHERE id = $1 FOR UPDATE', [id]);
      if (!row) throw notFound('breach.unknown');
      if (row.closedAt) throw conflict('breach.closed');
      if (kind === 'close' && !(await this.authorityTold(tx, id))) throw conflict('breach.authority-first');
      await tx.query(
        'INSERT INTO breach_event (id, breach_id, kind, at, recorded_at, actor_id, text) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [newId(), id, kind, event.at, this.clock.now(), actor.personId, clean(event.text)],
      );
      if (kind === 'count') await tx.query('UPDATE breach SET affected_count = $2 WHERE id = $1', [id, event.count]);
      if (kind === 'close') await tx.query('UPDATE breach SET closed_at = $2 WHERE id = $1', [id, this.clock.now()]);
      await this.note(tx, actor, id, kind!);
    });
  }

  private async authorityTold(tx: Tx, id: string): Promise<boolean> {
    const rows = await tx.query(`SELECT 1 FROM breach_event WHERE breach_id = $1 AND kind = 'authority'`, [id]);
    return rows.length > 0;
  }

  private async read(where: string, values: unknown[]): Promise<Omit<BreachView, 'events'>[]> {
    const rows: Omit<BreachView, 'events' | 'dueAt' | 'hoursLeft'>[] = await this.dataSource.query(
      `SELECT b.id, b.title, b.discovered_at AS "discoveredAt", b.opened_at AS "openedAt", b.facts, b.data_kinds AS "dataKinds",
         b.affected_count AS "affectedCount", b.closed_at AS "closedAt",
         (SELECT min(at) FROM breach_event e WHERE e.breach_id = b.id AND e.kind = 'authority') AS "authorityAt"
       FROM breach b WHERE ${where} ORDER BY b.discovered_at DESC, b.id`,
      values,
    );
    return rows.map((row) => {
      const dueAt = authorityDue(row.discoveredAt);
      const hours = Math.floor((dueAt.getTime() - this.clock.now().getTime()) / 3_600_000);
      return { ...row, dueAt, hoursLeft: row.authorityAt ? null : hours };
    });
  }

  private async note(tx: Tx, actor: Actor, id: string, kind: string): Promise<void> {
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: `breach.${kind}`,
      subjectType: 'breach',
      subjectId: id,
      origin: actor.origin,
    });
  }
}

const isCount = (n: unknown): boolean => Number.isInteger(n) && (n as number) >= 0 && (n as number) <= 2_000_000_000;
