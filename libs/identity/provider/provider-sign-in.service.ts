import { Injectable } from '@nestjs/common';
import { AuditLog, UnitOfWork, conflict, forbidden, type RequestOrigin, type Tx } from '#libs/platform';
import { Consents, LEARNING_CONSENT } from '../consents.service.js';
import { Entrance, type Entered } from '../security/entrance.service.js';
import { LinkProvider } from './link-provider.service.js';
import type { ProviderClaims } from './provider-claims.js';
import { ProviderClient, type ProviderChecks } from './provider-client.service.js';
import { ProviderJourneys } from './provider-journeys.service.js';

/** Proven at the provider, but the consent is still missing; `personId` null: nobody here is known by these claims. */
export interface ProvenStranger {
  claims: ProviderClaims;
  personId: string | null;
}

export type ProviderOutcome = { kind: 'entered'; entered: Entered } | { kind: 'consent-missing'; token: string };

/** Sends a browser to the provider and takes its answer. */
@Injectable()
export class ProviderSignIn {
  constructor(
    private readonly client: ProviderClient,
    private readonly journeys: ProviderJourneys,
    private readonly links: LinkProvider,
    private readonly consents: Consents,
    private readonly entrance: Entrance,
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** `token` stays in this browser: only the browser that left may come back. */
  async begin(): Promise<{ address: string; token: string }> {
    const checks = this.client.newChecks();
    const address = await this.client.address(checks);
    return { address, token: await this.journeys.keep('begun', checks) };
  }

  /**
   * `answer`: path and query the browser came back with. Refuses `provider.ended` (another browser, a second time, too
   * late), what ProviderClient.redeem refuses, `provider.several`, `account.disabled`.
   */
  async finish(
    token: string | undefined,
    answer: string,
    origin: RequestOrigin,
    userAgent?: string,
  ): Promise<ProviderOutcome> {
    const checks = await this.journeys.take<ProviderChecks>(token, 'begun');
    const claims = await this.client.redeem(answer, checks);
    return this.work.run(async (tx) => {
      const match = await this.links.find(tx, claims);
      if (match.kind === 'several') throw conflict('provider.several');
      if (match.kind === 'match') await this.links.link(tx, match.personId, claims, match.by, origin);
      const personId = match.kind === 'nobody' ? null : match.personId;
      if (personId && (await this.hasConsented(tx, personId))) {
        return { kind: 'entered', entered: await this.enter(tx, personId, origin, userAgent) };
      }
      const stranger: ProvenStranger = { claims, personId };
      return { kind: 'consent-missing', token: await this.journeys.keep('proven', stranger, tx) };
    });
  }

  async enter(tx: Tx, personId: string, origin: RequestOrigin, userAgent?: string): Promise<Entered> {
    const [account] = await tx.query('SELECT disabled_at FROM account WHERE person_id = $1', [personId]);
    if (account?.disabled_at) throw forbidden('account.disabled');
    const entered = await this.entrance.open(tx, personId, origin, userAgent);
    await this.audit.append(tx, {
      actorId: personId,
      action: entered.step ? 'sign-in.step' : 'session.start',
      subjectType: 'person',
      subjectId: personId,
      details: { by: 'provider' },
      origin,
    });
    return entered;
  }

  private async hasConsented(tx: Tx, personId: string): Promise<boolean> {
    const consents = await this.consents.current(personId, tx);
    return consents.some(({ purpose, action }) => purpose === LEARNING_CONSENT.purpose && action === 'given');
  }
}
