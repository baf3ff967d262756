import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  AccessLog,
  Cards,
  Consents,
  Guardians,
  LEARNING_CONSENT,
  People,
  PersonRefs,
  Scope,
  SignUpListeners,
  consentsAsked,
  guardianProblems,
  personProblems,
  type Actor,
  type PersonFound,
} from '#libs/identity';
import { Units, asOf, subtreeSql } from '#libs/organisation';
import { Clock, DomainError, UnitOfWork, clean, fold, invalid } from '#libs/platform';

export interface AssistedForm {
  unitId: string;
  fullName: string;
  birthYear: number;
  /** The facilitator read the text out, and the person said yes. Not asked of small children. */
  consent: boolean;
  /** For somebody under sixteen: who is there with them, and that they heard the text and said yes too. */
  guardianName?: string;
  guardianRelation?: string;
  guardianConsent?: boolean;
  /** Somebody of the roster who was offered (`candidates`), or `new`. */
  who?: string;
}

const OFFERED = 10;

/** A facilitator puts someone without a phone into the campaign: who they are, the consent read out, and a card. */
@Injectable()
export class RegisterAssisted {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly scope: Scope,
    private readonly units: Units,
    private readonly people: People,
    private readonly refs: PersonRefs,
    private readonly listeners: SignUpListeners,
    private readonly consents: Consents,
    private readonly guardians: Guardians,
    private readonly cards: Cards,
    private readonly accessLog: AccessLog,
    private readonly clock: Clock,
  ) {}

  /** Gives the card. Refuses `form.invalid` with fields, `card.choose` while it is open who this is, `scope.outside`. */
  async register(actor: Actor, form: AssistedForm): Promise<{ cardId: string }> {
    await this.assertPlace(actor, form);
    if (!form.who && (await this.candidates(actor, form)).length > 0)
      throw new DomainError('conflict', 'card.choose', {}, { who: 'card.choose' });
    const known = form.who && form.who !== 'new' ? await this.refs.open(actor, form.who) : null;
    return this.work.run(async (tx) => {
      const { unitId, birthYear } = form;
      const fullName = clean(form.fullName);
      const personId = known?.personId ?? (await this.people.create(tx, { fullName, birthYear }));
      await this.listeners.tell(tx, { personId, communeId: unitId, known: known !== null });
      const asked = consentsAsked(birthYear, this.clock.today());
      if (asked.own)
        await this.consents.give(tx, personId, { ...LEARNING_CONSENT, method: `read-out:${actor.personId}` });
      if (asked.guardian) await this.guardians.attest(tx, actor, personId, guardianOf(form));
      return { cardId: await this.cards.issue(tx, actor, { personId, unitId }) };
    });
  }

  /** People of this place with the same name, tones aside, whom the birth year does not rule out. The look is logged. */
  async candidates(
    actor: Actor,
    form: Pick<AssistedForm, 'unitId' | 'fullName' | 'birthYear'>,
  ): Promise<PersonFound[]> {
    await this.scope.assert(actor, 'card.issue', form.unitId);
    const rows: Omit<PersonFound, 'ref'>[] = await this.dataSource.query(
      `WITH RECURSIVE ${subtreeSql('$1::uuid[]', '$2::date', '$3::timestamptz')}
       SELECT DISTINCT i.person_id AS "personId", i.full_name AS "fullName", i.birth_year AS "birthYear"
       FROM identity i JOIN membership m ON m.person_id = i.person_id AND ${asOf('m', '$2', '$3')}
       WHERE m.unit_id IN (SELECT unit_id FROM subtree) AND i.folded_name = $4
         AND (i.birth_year IS NULL OR i.birth_year = $5) AND i.restricted_at IS NULL
       ORDER BY 2, 1 LIMIT ${OFFERED}`,
      [[form.unitId], this.clock.today(), this.clock.now(), fold(clean(form.fullName)), form.birthYear],
    );
    const seen = rows.map(({ personId }) => personId);
    await this.work.run((tx) => this.accessLog.recordMany(tx, actor, seen, 'person.search', 'card.issue'));
    return rows.map((row) => ({ ...row, ref: this.refs.issue(actor, row.personId) }));
  }

  private async assertPlace(actor: Actor, form: AssistedForm): Promise<void> {
    const fields = personProblems({ ...form, fullName: clean(form.fullName) }, this.clock.today());
    const unit = await this.units.find(form.unitId).catch(() => null);
    if (unit?.tree !== 'territory' || unit.kind === 'province') fields.unitId = 'card.unit-required';
    else await this.scope.assert(actor, 'card.issue', form.unitId);
    const asked = consentsAsked(form.birthYear, this.clock.today());
    if (fields.consent && asked.own) fields.consent = 'card.consent-required';
    else delete fields.consent;
    if (asked.guardian) Object.assign(fields, guardianFields(form));
    if (Object.keys(fields).length > 0) throw invalid('form.invalid', fields);
  }
}

const guardianOf = ({ guardianName, guardianRelation }: AssistedForm) => ({
  name: guardianName ?? '',
  relation: guardianRelation ?? '',
  phone: '',
});

function guardianFields(form: AssistedForm): Record<string, string> {
  const { name, relation } = guardianProblems(guardianOf(form));
  return {
    ...(name && { guardianName: name }),
    ...(relation && { guardianRelation: relation }),
    ...(!form.guardianConsent && { guardianConsent: 'card.guardian-consent-required' }),
  };
}
