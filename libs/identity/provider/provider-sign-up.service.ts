import { Injectable } from '@nestjs/common';
import { Units } from '#libs/organisation';
import { AuditLog, Clock, UnitOfWork, clean, invalid, type RequestOrigin, type Tx } from '#libs/platform';
import { Consents, LEARNING_CONSENT } from '../consents.service.js';
import { People } from '../people.service.js';
import type { Entered } from '../security/entrance.service.js';
import { SignUpListeners } from '../sign-up-listeners.js';
import { personProblems } from '../sign-up-form.policy.js';
import { LinkProvider } from './link-provider.service.js';
import { ProviderJourneys } from './provider-journeys.service.js';
import { ProviderSignIn, type ProvenStranger } from './provider-sign-in.service.js';

/** What the provider did not tell. What it told is shown and not asked for. */
export interface ProviderSignUpForm {
  fullName: string;
  birthYear: number;
  communeId: string;
  consent: boolean;
}

/** The first visit of someone who was proven at the provider: the consent, and the place in a commune. */
@Injectable()
export class ProviderSignUp {
  constructor(
    private readonly work: UnitOfWork,
    private readonly journeys: ProviderJourneys,
    private readonly signIn: ProviderSignIn,
    private readonly links: LinkProvider,
    private readonly people: People,
    private readonly units: Units,
    private readonly consents: Consents,
    private readonly listeners: SignUpListeners,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Who is waiting for this form; `personId` null: not known here yet. Refuses `provider.ended`. */
  stranger(token: string | undefined): Promise<ProvenStranger> {
    return this.journeys.look(token, 'proven');
  }

  /** Refuses `form.invalid` with fields, `provider.ended`, `provider.several`, `account.disabled`. */
  async complete(
    token: string | undefined,
    form: ProviderSignUpForm,
    origin: RequestOrigin,
    userAgent?: string,
  ): Promise<Entered> {
    const waiting = await this.stranger(token);
    const told = this.told(waiting, form);
    const fields = personProblems({ ...told, consent: form.consent }, this.clock.today());
    if (!waiting.personId && !(await this.units.isCommune(form.communeId))) fields.communeId = 'commune.required';
    if (waiting.personId) for (const field of ['fullName', 'birthYear']) delete fields[field];
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
    return this.work.run(async (tx) => {
      const { claims } = await this.journeys.take<ProvenStranger>(token, 'proven', tx);
      const match = await this.links.find(tx, claims);
      const known = match.kind === 'linked' || match.kind === 'match' ? match.personId : null;
      const personId = known ?? (await this.makePerson(tx, waiting, told, form.communeId, origin));
      if (match.kind === 'match') await this.links.link(tx, personId, claims, match.by, origin);
      await this.consents.give(tx, personId, { ...LEARNING_CONSENT, method: 'provider-form' });
      return this.signIn.enter(tx, personId, origin, userAgent);
    });
  }

  private told({ claims }: ProvenStranger, form: ProviderSignUpForm) {
    return { fullName: claims.name ?? clean(form.fullName), birthYear: claims.birthYear ?? form.birthYear };
  }

  private async makePerson(
    tx: Tx,
    { claims }: ProvenStranger,
    told: { fullName: string; birthYear: number },
    communeId: string,
    origin: RequestOrigin,
  ): Promise<string> {
    const { phone, personalNumber } = claims;
    const personId = await this.people.create(tx, { ...told, phone, phoneVerified: phone !== null, personalNumber });
    await this.links.link(tx, personId, claims, 'sign-up', origin);
    await this.audit.append(tx, {
      actorId: personId,
      action: 'account.create',
      subjectType: 'person',
      subjectId: personId,
      details: { by: 'provider' },
      origin,
    });
    await this.listeners.tell(tx, { personId, communeId, known: false });
    return personId;
  }
}
