import { Injectable } from '@nestjs/common';
import { AuditLog, Clock, Handles, UnitOfWork, addDays, newId, type JobHandler } from '#libs/platform';
import { GrantReach } from '../grant-reach.service.js';

/** Every six months (facts.md, system security), within a month. */
const DAYS_TO_FINISH = 30;

/** The half-year of a day: `2026-2` from July on. */
export const halfYear = (day: string): string => `${day.slice(0, 4)}-${day.slice(5, 7) <= '06' ? 1 : 2}`;

/** Opens the half-year's review of roles, one for each set of roots that some administrator holds. Runs daily; opens once. */
@Injectable()
@Handles('access.review-open')
export class OpenReviews implements JobHandler {
  constructor(
    private readonly work: UnitOfWork,
    private readonly reach: GrantReach,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const today = this.clock.today();
    await this.work.run(async (tx) => {
      const scopes: { unitIds: string[] }[] = await tx.query(
        `SELECT DISTINCT ARRAY(SELECT unit_id::text FROM role_grant_unit WHERE grant_id = g.id ORDER BY 1) AS "unitIds"
         FROM role_grant g WHERE g.role = 'administrator' AND g.superseded_at IS NULL AND g.valid_from <= $1
           AND (g.valid_to IS NULL OR g.valid_to > $1)`,
        [today],
      );
      for (const { unitIds } of scopes.filter((scope) => scope.unitIds.length > 0)) {
        const [made] = await tx.query(
          `INSERT INTO access_review (id, period, scope_key, unit_ids, opened_at, due_on) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (period, scope_key) DO NOTHING RETURNING id`,
          [newId(), halfYear(today), unitIds.join(','), unitIds, this.clock.now(), addDays(today, DAYS_TO_FINISH)],
        );
        if (!made) continue;
        await tx.query(
          `INSERT INTO access_review_item (review_id, grant_id)
           SELECT $1, g.id FROM role_grant g WHERE g.superseded_at IS NULL AND (g.valid_to IS NULL OR g.valid_to > $2)
             AND EXISTS (SELECT 1 FROM role_grant_unit u WHERE u.grant_id = g.id AND u.unit_id = ANY($3::uuid[]))`,
          [made.id, today, [...(await this.reach.below(unitIds, tx))]],
        );
        await this.audit.append(tx, { action: 'access.review-open', subjectType: 'access_review', subjectId: made.id });
      }
    });
  }
}
