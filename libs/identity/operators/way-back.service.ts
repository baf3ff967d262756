import { Injectable } from '@nestjs/common';
import { AuditLog, Clock, UnitOfWork, conflict, invalid, notFound } from '#libs/platform';
import { Accounts } from '../accounts.service.js';
import { normalisePhone } from '../phone.js';
import { readReason } from '../security/reason.js';
import { SecondFactors } from '../security/second-factor.service.js';
import { Sessions } from '../sessions.service.js';
import { lockAdministrators, standingAdministrators } from './standing-administrators.js';

/** Resetting an administrator's second factor takes two others, one to ask and one to decide. */
const OTHERS_NEEDED = 2;

/** For an administrator who lost the second factor where too few others are left to reset it at their page. */
@Injectable()
export class WayBack {
  constructor(
    private readonly work: UnitOfWork,
    private readonly accounts: Accounts,
    private readonly factors: SecondFactors,
    private readonly sessions: Sessions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The next sign-in asks for the password and then for setting the second factor up again. */
  async resetSecondFactor(phoneText: string, reasonText: string): Promise<void> {
    const reason = readReason(reasonText);
    const phone = normalisePhone(phoneText);
    if (!phone) throw invalid('phone.invalid', { phone: 'phone.invalid' });
    await this.work.run(async (tx) => {
      await lockAdministrators(tx);
      const standing = await standingAdministrators(tx, this.clock.today());
      const account = await this.accounts.byPhone(tx, phone);
      if (!account || !standing.includes(account.personId)) throw notFound('administrator.unknown');
      if (standing.length - 1 >= OTHERS_NEEDED) throw conflict('administrator.others-can');
      const { personId } = account;
      await this.factors.erase(tx, personId);
      await this.sessions.endAll(tx, personId, { tokens: true });
      await tx.query(
        `UPDATE second_factor_reset SET decided_at = $2, outcome = 'done' WHERE person_id = $1 AND outcome IS NULL`,
        [personId, this.clock.now()],
      );
      await this.audit.append(tx, {
        action: 'second-factor.reset',
        subjectType: 'person',
        subjectId: personId,
        purpose: reason,
        details: { by: 'operator' },
      });
    });
  }
}
