import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UnitPlaces } from '#libs/organisation';
import { Clock, UnitOfWork, fold, notFound } from '#libs/platform';
import { AccessLog } from './access-log.service.js';
import type { Actor } from './actor.js';
import { GrantReach } from './grant-reach.service.js';
import { refusalToConfirm, refusalToGrant, rootsFor } from './grant.policy.js';
import { scopeOf, type Role } from './permissions.js';

export interface GrantUnit {
  id: string;
  name: string;
  /** Set when the unit is no more: the grant is good for nothing there, but stands until it is ended. */
  endedOn: string | null;
}

export interface GrantView {
  id: string;
  personId: string;
  fullName: string;
  role: Role;
  units: GrantUnit[];
  from: string;
  to: string | null;
  reason: string | null;
  grantedBy: string | null;
  own: boolean;
  mayEnd: boolean;
}

export interface ProposalView {
  id: string;
  fullName: string;
  role: Role;
  units: GrantUnit[];
  from: string;
  to: string | null;
  reason: string;
  proposedBy: string | null;
  proposedAt: Date;
  own: boolean;
  mayDecide: boolean;
}

type GrantRow = Omit<GrantView, 'units' | 'own' | 'mayEnd'> & { unitIds: string[] };
type ProposalRow = Omit<ProposalView, 'units' | 'own' | 'mayDecide'> & {
  personId: string;
  proposedById: string;
  unitIds: string[];
};

const COLUMNS = 'i.full_name AS "fullName", b.full_name AS "grantedBy"';

/** The roles that stand, as far as whoever grants them sees: those that touch the own subtrees. */
@Injectable()
export class ReadGrants {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly places: UnitPlaces,
    private readonly reachOf: GrantReach,
    private readonly accessLog: AccessLog,
    private readonly clock: Clock,
  ) {}

  async list(
    actor: Actor,
    query: { id?: string; search?: string; role?: Role; offset: number; limit: number },
  ): Promise<{ total: number; grants: GrantView[] }> {
    const scope = await this.reachOf.below(scopeOf(actor, 'role.grant'));
    const rows: (GrantRow & { total: number })[] = await this.dataSource.query(
      `SELECT g.id, g.person_id AS "personId", g.role, g.valid_from AS "from", g.valid_to AS "to", g.reason, ${COLUMNS},
         ARRAY(SELECT unit_id::text FROM role_grant_unit WHERE grant_id = g.id) AS "unitIds", count(*) OVER ()::int AS total
       FROM role_grant g JOIN identity i ON i.person_id = g.person_id LEFT JOIN identity b ON b.person_id = g.granted_by
       WHERE g.superseded_at IS NULL AND (g.valid_to IS NULL OR g.valid_to > $1) AND ($3::text IS NULL OR g.role = $3)
         AND ($7::uuid IS NULL OR g.id = $7) AND i.folded_name LIKE '%' || $4 || '%'
         AND EXISTS (SELECT 1 FROM role_grant_unit u WHERE u.grant_id = g.id AND u.unit_id = ANY($2::uuid[]))
       ORDER BY split_part(i.full_name, ' ', -1) COLLATE "vi-x-icu", i.full_name COLLATE "vi-x-icu", g.id OFFSET $5 LIMIT $6`,
      [
        this.clock.today(),
        [...scope],
        query.role ?? null,
        fold(query.search ?? ''),
        query.offset,
        query.limit,
        query.id ?? null,
      ],
    );
    const seen = [...new Set(rows.map(({ personId }) => personId))];
    await this.work.run((tx) => this.accessLog.recordMany(tx, actor, seen, 'role.list', 'Quản lý vai trò'));
    const reach = await this.reach(actor, rows);
    const grants = (await this.named(rows)).map((row) => {
      const own = row.personId === actor.personId;
      return { ...row, own, mayEnd: own || refusalToGrant(actor, row, reach.get(row.role)!) === null };
    });
    return { total: rows[0]?.total ?? 0, grants };
  }

  /** One that stands, inside the own subtrees. */
  async find(actor: Actor, id: string): Promise<GrantView> {
    const { grants } = await this.list(actor, { id, offset: 0, limit: 1 });
    if (!grants[0]) throw notFound('grant.unknown');
    return grants[0];
  }

  /** Proposals that wait for a second person and touch the actor's subtrees, the oldest first. */
  async proposals(actor: Actor): Promise<ProposalView[]> {
    const scope = await this.reachOf.below(scopeOf(actor, 'role.grant'));
    const rows: ProposalRow[] = await this.dataSource.query(
      `SELECT p.id, p.person_id AS "personId", p.role, p.unit_ids::text[] AS "unitIds", p.valid_from AS "from", p.valid_to AS "to",
         p.reason, p.proposed_by AS "proposedById", p.proposed_at AS "proposedAt", i.full_name AS "fullName", b.full_name AS "proposedBy"
       FROM grant_proposal p JOIN identity i ON i.person_id = p.person_id LEFT JOIN identity b ON b.person_id = p.proposed_by
       WHERE NOT EXISTS (SELECT 1 FROM grant_proposal_decision d WHERE d.proposal_id = p.id) AND p.unit_ids && $1::uuid[]
       ORDER BY p.proposed_at LIMIT 100`,
      [[...scope]],
    );
    const reach = await this.reach(actor, rows);
    return (await this.named(rows)).map(({ proposedById, ...row }) => ({
      ...row,
      own: proposedById === actor.personId,
      mayDecide: refusalToConfirm(actor, { ...row, proposedBy: proposedById }, reach.get(row.role)!) === null,
    }));
  }

  private async named<R extends { unitIds: string[] }>(rows: R[]): Promise<(R & Pick<GrantView, 'units'>)[]> {
    const places = await this.places.of([...new Set(rows.flatMap(({ unitIds }) => unitIds))], this.clock.today());
    return rows.map((row) => ({
      ...row,
      units: row.unitIds.map((id) => ({
        id,
        name: places.get(id)?.name ?? '',
        endedOn: places.get(id)?.endedOn ?? null,
      })),
    }));
  }

  /** For each role that occurs, whether a unit is where the actor may grant it. */
  private async reach(actor: Actor, rows: { role: Role }[]): Promise<Map<Role, (unitId: string) => boolean>> {
    const reach = new Map<Role, (unitId: string) => boolean>();
    for (const role of new Set(rows.map((row) => row.role))) {
      const inside = await this.reachOf.below(rootsFor(actor, role));
      reach.set(role, (unitId) => inside.has(unitId));
    }
    return reach;
  }
}
