import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NOTHING, PSEUDONYM, PersonalData, type PersonalDataSource } from '#libs/platform';

/** Units are no people; events and files of units say by id who made them. */
@Injectable()
export class OrganisationData implements PersonalDataSource, OnModuleInit {
  readonly lib = 'organisation';
  readonly tables = {
    unit: NOTHING,
    unit_version: NOTHING,
    unit_link: NOTHING,
    unit_merge: NOTHING,
    unit_event: PSEUDONYM,
    unit_import: PSEUDONYM,
  };

  constructor(private readonly data: PersonalData) {}

  onModuleInit(): void {
    this.data.register(this);
  }
}
