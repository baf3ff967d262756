import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PSEUDONYM, PersonalData, type PersonalDataSource } from '#libs/platform';

/** Reports are made of frozen figures and leave the signer's name blank; lists of completions are streamed and not kept. */
@Injectable()
export class ReportingData implements PersonalDataSource, OnModuleInit {
  readonly lib = 'reporting';
  readonly tables = { report: PSEUDONYM };

  constructor(private readonly data: PersonalData) {}

  onModuleInit(): void {
    this.data.register(this);
  }
}
