import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, type Tx } from '#libs/platform';
import type { UnitEvent, UnitEventKind } from './unit.entity.js';

export interface NewUnitEvent {
  /** The form's key: the same form sent twice is one event. */
  id: string;
  kind: UnitEventKind;
  on: string;
  /** The unit it is about, then the others. */
  unitIds: string[];
  heirId?: string | null;
  reason: string;
  document: string;
  madeBy: string;
}

/** Why units changed: the reason and the document of each recorded change. */
@Injectable()
export class UnitEvents {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** False when that key has been recorded already: then nothing may be done again. */
  async record(tx: Tx, event: NewUnitEvent): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO unit_event (id, kind, effective_on, unit_ids, heir_id, reason, document, made_by, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING RETURNING id`,
      [
        event.id,
        event.kind,
        event.on,
        event.unitIds,
        event.heirId ?? null,
        event.reason,
        event.document,
        event.madeBy,
        this.clock.now(),
      ],
    );
    return rows.length > 0;
  }

  /** What the key was used for by that person, if it was. */
  async subjectOf(key: string, madeBy: string, tx?: Tx): Promise<string | null> {
    const [event] = await (tx ?? this.dataSource).query(
      'SELECT unit_ids[1] AS "unitId" FROM unit_event WHERE id = $1 AND made_by = $2',
      [key, madeBy],
    );
    return event?.unitId ?? null;
  }

  /** Where the parts of a unit went that was split on the day. */
  async splitInto(unitId: string, on: string, tx?: Tx): Promise<string[]> {
    const rows: { id: string }[] = await (tx ?? this.dataSource).query(
      `SELECT DISTINCT unnest(unit_ids[2:]) AS id FROM unit_event
       WHERE kind = 'split' AND unit_ids[1] = $1 AND effective_on = $2 ORDER BY 1`,
      [unitId, on],
    );
    return rows.map(({ id }) => id);
  }

  /** Latest recorded first. */
  async of(unitId: string): Promise<UnitEvent[]> {
    return this.dataSource.query(
      `SELECT id, kind, effective_on AS "effectiveOn", unit_ids AS "unitIds", heir_id AS "heirId", reason, document, made_by AS "madeBy", recorded_at AS "recordedAt"
       FROM unit_event WHERE unit_ids @> ARRAY[$1::uuid] ORDER BY recorded_at DESC, id DESC`,
      [unitId],
    );
  }
}
