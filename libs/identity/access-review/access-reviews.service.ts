import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UnitPlaces } from '#libs/organisation';
import { AuditLog, Clock, UnitOfWork, conflict, forbidden, notFound, type Tx } from '#libs/platform';
import { AccessLog } from '../access-log.service.js';
import type { Actor } from '../actor.js';
import { GrantReach } from '../grant-reach.service.js';
import { GrantRoles, reasonOf } from '../grant-roles.service.js';
import { refusalToGrant } from '../grant.policy.js';
import { can, scopeOf, type Role } from '../permissions.js';
import type { GrantUnit } from '../read-grants.service.js';

export interface ReviewSummary {
  id: string;
  period: string;
  units: string[];
  openedAt: Date;
  dueOn: string;
  items: number;
  /** Grants that still stand and that nobody has decided about. */
  open: number;
  overdue: boolean;
}

export interface ReviewItem {
  grantId: string;
  personId: string;
  fullName: string | null;
  role: Role;
  unitIds: string[];
  units: GrantUnit[];
  from: string;
  to: string | null;
  /** When the person was last signed in; null: never. */
  lastSeenAt: Date | null;
  ended: boolean;
  decision: 'keep' | 'end' | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string | null;
  own: boolean;
}

const LIVE = `(g.superseded_at IS NULL AND (g.valid_to IS NULL OR g.valid_to > $1))`;

/** The six-monthly look at every grant: kept or ended one by one, by an administrator of the place, never one's own. */
@Injectable()
export class AccessReviews {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly places: UnitPlaces,
    private readonly reach: GrantReach,
    private readonly roles: GrantRoles,
    private readonly accessLog: AccessLog,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Those inside the actor's scope, the newest first. Empty for whoever reviews nothing. */
  async list(actor: Actor): Promise<ReviewSummary[]> {
    if (!can(actor, 'access.review')) return [];
    const today = this.clock.today();
    const inside = await this.reach.below(scopeOf(actor, 'access.review'));
    const rows: (Omit<ReviewSummary, 'units' | 'overdue'> & { unitIds: string[] })[] = await this.dataSource.query(
      `SELECT r.id, r.period, r.unit_ids::text[] AS "unitIds", r.opened_at AS "openedAt", r.due_on AS "dueOn",
         count(i.grant_id)::int AS items, count(*) FILTER (WHERE ${LIVE} AND d.grant_id IS NULL)::int AS open
       FROM access_review r LEFT JOIN access_review_item i ON i.review_id = r.id LEFT JOIN role_grant g ON g.id = i.grant_id
       LEFT JOIN access_review_decision d ON d.review_id = i.review_id AND d.grant_id = i.grant_id
       WHERE r.unit_ids <@ $2::uuid[] GROUP BY r.id ORDER BY r.opened_at DESC, r.id LIMIT 20`,
      [today, [...inside]],
    );
    const places = await this.places.of([...new Set(rows.flatMap(({ unitIds }) => unitIds))], today);
    return rows.map(({ unitIds, ...row }) => ({
      ...row,
      units: unitIds.map((id) => places.get(id)?.name ?? ''),
      overdue: row.open > 0 && row.dueOn < today,
    }));
  }

  async items(actor: Actor, reviewId: string): Promise<{ review: ReviewSummary; items: ReviewItem[] }> {
    const review = (await this.list(actor)).find(({ id }) => id === reviewId);
    if (!review) throw notFound('review.unknown');
    const rows: Omit<ReviewItem, 'units' | 'own'>[] = await this.dataSource.query(
      `SELECT i.grant_id AS "grantId", g.person_id AS "personId", n.full_name AS "fullName", g.role, g.valid_from AS "from", g.valid_to AS "to",
         ARRAY(SELECT unit_id::text FROM role_grant_unit WHERE grant_id = g.id) AS "unitIds", NOT ${LIVE} AS ended,
         coalesce(d.last_seen_at, (SELECT max(last_seen_at) FROM session WHERE person_id = g.person_id)) AS "lastSeenAt",
         d.decision, d.reason, d.decided_at AS "decidedAt", b.full_name AS "decidedBy"
       FROM access_review_item i JOIN role_grant g ON g.id = i.grant_id LEFT JOIN identity n ON n.person_id = g.person_id
       LEFT JOIN access_review_decision d ON d.review_id = i.review_id AND d.grant_id = i.grant_id
       LEFT JOIN identity b ON b.person_id = d.decided_by
       WHERE i.review_id = $2 ORDER BY d.grant_id IS NOT NULL, "lastSeenAt" NULLS FIRST, n.folded_name, g.id`,
      [this.clock.today(), reviewId],
    );
    const seen = [...new Set(rows.map(({ personId }) => personId))];
    await this.work.run((tx) => this.accessLog.recordMany(tx, actor, seen, 'access.review', 'Rà soát quyền'));
    const places = await this.places.of([...new Set(rows.flatMap(({ unitIds }) => unitIds))], this.clock.today());
    const items = rows.map((row) => ({
      ...row,
      units: row.unitIds.map((id) => ({
        id,
        name: places.get(id)?.name ?? '',
        endedOn: places.get(id)?.endedOn ?? null,
      })),
      own: row.personId === actor.personId,
    }));
    return { review, items };
  }

  /** Keeps or ends one grant, once. Ending asks for a reason and ends the grant at this moment. */
  async decide(actor: Actor, reviewId: string, grantId: string, decision: 'keep' | 'end', why?: string): Promise<void> {
    const { items } = await this.items(actor, reviewId);
    const item = items.find((one) => one.grantId === grantId);
    if (!item) throw notFound('review.unknown');
    if (item.own) throw forbidden('review.own');
    if (item.decision || item.ended) throw conflict('review.decided');
    const reason = decision === 'end' || why?.trim() ? reasonOf(why ?? '') : null;
    await this.work.run(async (tx) => {
      const within = await this.reach.of(tx, actor, item.role, item.unitIds);
      const refusal = refusalToGrant(actor, item, within);
      if (refusal) throw forbidden(refusal);
      await this.record(tx, actor, reviewId, item, decision, reason);
      if (decision === 'end') await this.roles.end(actor, grantId, reason!, tx);
    });
  }

  private async record(
    tx: Tx,
    actor: Actor,
    reviewId: string,
    item: ReviewItem,
    decision: 'keep' | 'end',
    reason: string | null,
  ): Promise<void> {
    const made = await tx.query(
      `INSERT INTO access_review_decision (review_id, grant_id, decision, reason, last_seen_at, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (review_id, grant_id) DO NOTHING RETURNING grant_id`,
      [reviewId, item.grantId, decision, reason, item.lastSeenAt, actor.personId, this.clock.now()],
    );
    if (made.length === 0) throw conflict('review.decided');
    await this.audit.append(tx, {
      actorId: actor.personId,
      action: `access.${decision}`,
      subjectType: 'person',
      subjectId: item.personId,
      purpose: reason ?? undefined,
      details: { reviewId, grantId: item.grantId, role: item.role },
      origin: actor.origin,
    });
  }
}
