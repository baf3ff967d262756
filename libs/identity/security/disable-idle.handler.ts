import { Injectable } from '@nestjs/common';
import { Units } from '#libs/organisation';
import { AuditLog, Clock, Handles, UnitOfWork, type JobHandler, type Tx } from '#libs/platform';
import { Sessions } from '../sessions.service.js';
import { SecuritySettings } from './security-settings.service.js';

const DAY = 86_400_000;

/** Open accounts of desks with when each was used last, and the units it administers. $1 today. */
const USED_SQL = `
  SELECT a.person_id AS "personId",
    greatest(a.created_at, a.enabled_at, a.last_sign_in_at, max(g.recorded_at),
      (SELECT max(last_seen_at) FROM session s WHERE s.person_id = a.person_id),
      (SELECT max(last_used_at) FROM api_token t WHERE t.person_id = a.person_id)) AS at,
    coalesce(array_agg(DISTINCT u.unit_id) FILTER (WHERE g.role = 'administrator'), '{}') AS administers
  FROM account a JOIN role_grant g ON g.person_id = a.person_id AND g.superseded_at IS NULL
    AND g.valid_from <= $1::date AND (g.valid_to IS NULL OR g.valid_to > $1::date)
  JOIN role_grant_unit u ON u.grant_id = g.id
  WHERE a.disabled_at IS NULL GROUP BY a.id ORDER BY at DESC, a.person_id`;

interface Used {
  personId: string;
  at: Date;
  administers: string[];
}

/**
 * Closes accounts of desks that nobody has used for as long as the settings say; learners' stay open. Of whatever no
 * administrator stands above, the one who was here last stays too, however long ago: someone must be able to open the
 * others again.
 */
@Injectable()
@Handles('account.disable-idle')
export class DisableIdleAccounts implements JobHandler {
  constructor(
    private readonly work: UnitOfWork,
    private readonly units: Units,
    private readonly sessions: Sessions,
    private readonly settings: SecuritySettings,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const days = this.settings.value('account.idle-days');
    const now = this.clock.now();
    const since = new Date(now.getTime() - days * DAY);
    await this.work.run(async (tx) => {
      const used: Used[] = await tx.query(USED_SQL, [this.clock.today()]);
      const kept = await this.lastAdministrators(tx, used);
      const idle = used.filter(({ personId, at }) => at < since && !kept.has(personId));
      const [closed] = await tx.query(
        `UPDATE account SET disabled_at = $1, disabled_reason = 'idle' WHERE person_id = ANY($2) AND disabled_at IS NULL
         RETURNING person_id AS "personId"`,
        [now, idle.map(({ personId }) => personId)],
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

  /** `used`: the last one first. */
  private async lastAdministrators(tx: Tx, used: Used[]): Promise<Set<string>> {
    const today = this.clock.today();
    const named = [...new Set(used.flatMap(({ administers }) => administers))];
    const administered = [...(await this.units.namesOn(named, today)).keys()];
    const kept = new Set<string>();
    for (const unit of administered) {
      const others = administered.filter((other) => other !== unit);
      if (await this.units.isWithin(unit, others, today, tx)) continue;
      kept.add(used.find(({ administers }) => administers.includes(unit))!.personId);
    }
    return kept;
  }
}
