import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  Clock,
  NOTHING,
  OWN_ROWS,
  PSEUDONYM,
  PersonalData,
  RemoveFiles,
  type DataSubject,
  type ExportSection,
  type PersonalDataSource,
  type Tx,
} from '#libs/platform';
import { EraseIdentity } from './erase-identity.service.js';
import { ErasePerson } from './erase-person.service.js';
import { ReadIdentity } from './read-identity.service.js';
import { identityRetention } from './retention-tasks.js';

/** Everything by which a person is known or gets in. Roles, consents and looks are facts about a bare id. */
@Injectable()
export class IdentityData implements PersonalDataSource, OnModuleInit {
  readonly lib = 'identity';
  readonly tables = {
    person: PSEUDONYM,
    identity: OWN_ROWS,
    guardian: OWN_ROWS,
    account: OWN_ROWS,
    session: OWN_ROWS,
    api_token: OWN_ROWS,
    second_factor: OWN_ROWS,
    recovery_code: OWN_ROWS,
    sign_in_step: OWN_ROWS,
    password_history: OWN_ROWS,
    assisted_card: OWN_ROWS,
    external_identity: OWN_ROWS,
    personal_export: OWN_ROWS,
    // A quarter of an hour at most, under a token that only the browser has.
    provider_sign_in: { holds: 'identity' } as const,
    // Kept under the blind index of a phone.
    verification_code: { holds: 'identity' } as const,
    role_grant: {
      holds: 'pseudonym',
      gone: 'person_id = $1 AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > current_date)',
    } as const,
    role_grant_unit: PSEUDONYM,
    grant_proposal: PSEUDONYM,
    grant_proposal_decision: PSEUDONYM,
    access_review: PSEUDONYM,
    access_review_item: PSEUDONYM,
    access_review_decision: PSEUDONYM,
    second_factor_reset: PSEUDONYM,
    consent: PSEUDONYM,
    access_log: PSEUDONYM,
    erasure: PSEUDONYM,
    rights_case: {
      holds: 'pseudonym',
      gone: `person_id = $1 AND (state = 'open' OR wish_cipher IS NOT NULL OR answer_cipher IS NOT NULL)`,
    } as const,
    rights_case_event: {
      holds: 'pseudonym',
      gone: 'note_cipher IS NOT NULL AND case_id IN (SELECT id FROM rights_case WHERE person_id = $1)',
    } as const,
    retention_rule: PSEUDONYM,
    breach: PSEUDONYM,
    breach_event: PSEUDONYM,
    security_setting: PSEUDONYM,
    desk_task: NOTHING,
    calendar_day: NOTHING,
    rights_clock: NOTHING,
    retention_run: NOTHING,
    key_rotation: NOTHING,
  };
  readonly retention;

  constructor(
    private readonly data: PersonalData,
    private readonly reading: ReadIdentity,
    private readonly erasing: EraseIdentity,
    clock: Clock,
    files: RemoveFiles,
    erasePerson: ErasePerson,
  ) {
    this.retention = identityRetention(clock, files, erasePerson);
  }

  onModuleInit(): void {
    this.data.register(this);
  }

  exportOf(tx: Tx, personId: string): Promise<ExportSection[]> {
    return this.reading.sections(tx, personId);
  }

  erase(tx: Tx, subject: DataSubject): Promise<void> {
    return this.erasing.of(tx, subject);
  }
}
