import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NOTHING, PSEUDONYM, PersonalData, type PersonalDataSource } from '#libs/platform';

/** Figures need bare ids only; when a birth date is erased, the database keeps no more of it than "of age by today". */
@Injectable()
export class CampaignsData implements PersonalDataSource, OnModuleInit {
  readonly lib = 'campaigns';
  readonly tables = {
    campaign: NOTHING,
    requirement: NOTHING,
    target: PSEUDONYM,
    requirement_state: PSEUDONYM,
    person_standing: PSEUDONYM,
    module_start: PSEUDONYM,
    snapshot: PSEUDONYM,
    snapshot_signoff: PSEUDONYM,
  };

  constructor(private readonly data: PersonalData) {}

  onModuleInit(): void {
    this.data.register(this);
  }
}
