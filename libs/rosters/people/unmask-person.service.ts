import { Injectable } from '@nestjs/common';
import { AccessLog, People, ReadGuardian, type Actor } from '#libs/identity';
import { UnitOfWork, clean, invalid, purposeProblem } from '#libs/platform';
import { PersonScope } from './person-scope.service.js';

export interface Unmasked {
  phone: string | null;
  personalNumber: string | null;
  birthDate: string | null;
  guardian: { name: string; phone: string | null } | null;
}

/** Shows what is masked, once, for a purpose that the person will be able to read. */
@Injectable()
export class UnmaskPerson {
  constructor(
    private readonly work: UnitOfWork,
    private readonly scope: PersonScope,
    private readonly people: People,
    private readonly guardians: ReadGuardian,
    private readonly accessLog: AccessLog,
  ) {}

  /** Refuses `purpose.required`, `purpose.too-long`, `access.denied`, `scope.outside`. */
  async reveal(actor: Actor, personId: string, purposeText: string): Promise<Unmasked> {
    await this.scope.assert(actor, 'roster.import', personId);
    const purpose = clean(purposeText);
    const problem = purposeProblem(purpose);
    if (problem) throw invalid(problem, { purpose: problem });
    const { phone, personalNumber, birthDate } = await this.people.find(personId);
    const guardian = await this.guardians.of(personId);
    await this.work.run((tx) => this.accessLog.record(tx, actor, personId, 'person.unmask', purpose));
    return { phone, personalNumber, birthDate, guardian: guardian && { name: guardian.name, phone: guardian.phone } };
  }
}
