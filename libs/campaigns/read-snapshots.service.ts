import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { People, Scope, can, scopeOf, type Actor } from '#libs/identity';
import { Units } from '#libs/organisation';
import { canonicalJson, forbidden, notFound, type Tx } from '#libs/platform';
import type { DefinitionsVersion, FiguresDocument } from './figures-document.js';
import { Figures } from './figures.service.js';
import { figuresHash } from './freeze-snapshot.service.js';

export interface SnapshotSummary {
  id: string;
  campaignId: string;
  title: string;
  unitId: string;
  /** The unit's name as frozen. */
  unitName: string;
  asOfDay: string;
  knownAt: Date;
  definitionsVersion: DefinitionsVersion;
  sha256: string;
  madeBy: string;
  madeAt: Date;
  signedBy: string | null;
  signedAt: Date | null;
}

export interface SnapshotView extends SnapshotSummary {
  document: FiguresDocument;
  /** Null when the person's identity has been erased. */
  makerName: string | null;
  signerName: string | null;
}

const SUMMARY = `s.id, s.campaign_id AS "campaignId", s.title, s.filter ->> 'unitId' AS "unitId",
  s.figures::jsonb #>> '{root,name}' AS "unitName", s.as_of_day AS "asOfDay", s.known_at AS "knownAt",
  s.definitions_version AS "definitionsVersion", s.sha256, s.made_by AS "madeBy", s.made_at AS "madeAt",
  o.signed_by AS "signedBy", o.at AS "signedAt"`;
const FROM = 'FROM snapshot s LEFT JOIN snapshot_signoff o ON o.snapshot_id = s.id';

/** Frozen figures as they are read: only within the asker's scope on the day they are about. */
@Injectable()
export class ReadSnapshots {
  constructor(
    private readonly dataSource: DataSource,
    private readonly scope: Scope,
    private readonly units: Units,
    private readonly people: People,
    private readonly figures: Figures,
  ) {}

  /** The latest first. Refuses `access.denied`. */
  async list(actor: Actor, campaignId: string): Promise<SnapshotSummary[]> {
    if (!can(actor, 'figures.view')) throw forbidden('access.denied');
    const all: SnapshotSummary[] = await this.dataSource.query(
      `SELECT ${SUMMARY} ${FROM} WHERE s.campaign_id = $1 ORDER BY s.made_at DESC, s.id DESC LIMIT 200`,
      [campaignId],
    );
    const roots = scopeOf(actor, 'figures.view');
    const visible = await Promise.all(all.map(({ unitId, asOfDay }) => this.units.isWithin(unitId, roots, asOfDay)));
    return all.filter((_, i) => visible[i]);
  }

  /** Refuses `snapshot.unknown`, `access.denied`, `scope.outside`. */
  async get(actor: Actor, id: string, tx?: Tx): Promise<SnapshotView> {
    const [row] = await (tx ?? this.dataSource).query(`SELECT ${SUMMARY}, s.figures ${FROM} WHERE s.id = $1`, [id]);
    if (!row) throw notFound('snapshot.unknown');
    await this.scope.assert(actor, 'figures.view', row.unitId, row.asOfDay, tx);
    const names = await this.people.names([row.madeBy, row.signedBy].filter(Boolean), tx);
    const { figures, ...summary } = row;
    return {
      ...summary,
      document: JSON.parse(figures),
      makerName: names.get(row.madeBy) ?? null,
      signerName: names.get(row.signedBy) ?? null,
    };
  }

  /** For jobs, as `document` is. */
  async summary(id: string): Promise<SnapshotSummary> {
    const [row] = await this.dataSource.query(`SELECT ${SUMMARY} ${FROM} WHERE s.id = $1`, [id]);
    if (!row) throw notFound('snapshot.unknown');
    return row;
  }

  /** For jobs, whose request was checked when it was made. */
  async document(id: string, tx?: Tx): Promise<FiguresDocument> {
    const [row] = await (tx ?? this.dataSource).query('SELECT figures FROM snapshot WHERE id = $1', [id]);
    if (!row) throw notFound('snapshot.unknown');
    return JSON.parse(row.figures);
  }

  /** Counts anew from today's facts at the snapshot's (D, K). They give the same hash for ever, or something is wrong. */
  async recompute(actor: Actor, id: string): Promise<{ sha256: string; same: boolean }> {
    const snapshot = await this.get(actor, id);
    const moment = { day: snapshot.asOfDay, knownAt: snapshot.knownAt };
    const { campaignId, unitId, definitionsVersion } = snapshot;
    const document = await this.figures.document(campaignId, unitId, moment, undefined, definitionsVersion);
    const sha256 = figuresHash(canonicalJson(document));
    return { sha256, same: sha256 === snapshot.sha256 };
  }
}
