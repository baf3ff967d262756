import { Injectable } from '@nestjs/common';
import { AuditLog, Clock, Handles, UnitOfWork, type JobHandler } from '#libs/platform';
import { Sessions } from '../sessions.service.js';
import { SecuritySettings } from './security-settings.service.js';

const DAY = 86_400_000;

/**
 * Closes accounts of desks that nobody has used for as long as the settings say; learners' stay open. The administrator
 * who was here last stays too, however long ago: someone must be able to open the others again.
 */
@Injectable()
@Handles('account.disable-idle')
export class DisableIdleAccounts implements JobHandler {
  constructor(
    private readonly work: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly settings: SecuritySettings,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const days = this.settings.value('account.idle-days');
    const now = this.clock.now();
    await this.work.run(async (tx) => {
      const [closed] = await tx.query(
        `WITH used AS (
           SELECT a.person_id, bool_or(g.role = 'administrator') AS administrator,
             greatest(a.created_at, a.enabled_at, a.last_sign_in_at, max(g.recorded_at),
               (SELECT max(last_seen_at) FROM session s WHERE s.person_id = a.person_id),
               (SELECT max(last_used_at) FROM api_token t WHERE t.person_id = a.person_id)) AS at
           FROM account a JOIN role_grant g ON g.person_id = a.person_id AND g.superseded_at IS NULL
             AND g.valid_from <= $3::date AND (g.valid_to IS NULL OR g.valid_to > $3::date)
           WHERE a.disabled_at IS NULL GROUP BY a.id)
         UPDATE account SET disabled_at = $1, disabled_reason = 'idle'
         WHERE person_id IN (SELECT person_id FROM used WHERE at < $2)
           AND person_id IS DISTINCT FROM
             (SELECT person_id FROM used WHERE administrator ORDER BY at DESC, person_id LIMIT 1)
         RETURNING person_id AS "personId"`,
        [now, new Date(now.getTime() - days * DAY), this.clock.today()],
      );
      for (const { personId } of closed as { personId: string }[]) {
        await this.sessions.endAll(tx, personId, { tokens: true });
        await this.audit.append(tx, {
          action: 'account.disable',
          subjectType: 'person',
          subjectId: personId,
          details: { reason: 'idle', days },
        });
      }
    });
  }
}
