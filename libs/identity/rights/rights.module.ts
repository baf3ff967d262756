import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity.module.js';
import { CalendarDay, DeskTask, RightsClock } from './clocks.entity.js';
import { BuildExport } from './build-export.service.js';
import { CorrectGuardian } from './correct-guardian.service.js';
import { CorrectPerson } from './correct-person.service.js';
import { CancelCase } from './cancel-case.service.js';
import { HandleCase } from './handle-case.service.js';
import { LegalCalendar } from './legal-calendar.service.js';
import { OpenCase } from './open-case.service.js';
import { OwnConsents } from './own-consents.service.js';
import { PeopleInReach } from './people-in-reach.js';
import { PersonalExports } from './personal-exports.service.js';
import { ReadCases } from './read-cases.service.js';
import { Restriction } from './restriction.service.js';
import { CaseLog } from './case-log.service.js';
import { Breaches } from './breaches.service.js';
import { RemindHandlers } from './remind-handlers.service.js';
import { ReminderRecipients } from './reminder-recipients.service.js';
import { WaitingMessages } from './waiting-messages.service.js';
import { RemindClocks } from './remind-clocks.service.js';
import { Retention } from './retention.service.js';
import { VerificationCodes } from '../verification-codes.service.js';
import { Guardians } from './guardians.service.js';
import { EraseIdentity } from './erase-identity.service.js';
import { ErasePerson } from './erase-person.service.js';
import { ErasureList } from './erasure-list.service.js';
import { IdentityData } from './identity-data.source.js';
import { Breach, BreachEvent, RetentionRule, RetentionRun } from './keeping.entity.js';
import { ReadGuardian } from './read-guardian.service.js';
import { ReadIdentity } from './read-identity.service.js';
import { Erasure, Guardian, PersonalExport, RightsCase, RightsCaseEvent } from './rights-case.entity.js';

const entities = [
  RightsCase,
  RightsCaseEvent,
  PersonalExport,
  Erasure,
  Guardian,
  CalendarDay,
  RightsClock,
  DeskTask,
  RetentionRule,
  RetentionRun,
  Breach,
  BreachEvent,
];

const capabilities = [
  ErasePerson,
  ErasureList,
  CancelCase,
  CorrectGuardian,
  HandleCase,
  LegalCalendar,
  OpenCase,
  OwnConsents,
  PeopleInReach,
  PersonalExports,
  ReadCases,
  ReadGuardian,
  Restriction,
  Guardians,
  Breaches,
  RemindClocks,
  Retention,
];

/** What people may ask about their own data, and what the law asks of whoever keeps it. */
@Module({
  imports: [TypeOrmModule.forFeature(entities), IdentityModule],
  providers: [
    ...capabilities,
    IdentityData,
    WaitingMessages,
    ReminderRecipients,
    RemindHandlers,
    ReadIdentity,
    EraseIdentity,
    CaseLog,
    CorrectPerson,
    BuildExport,
    VerificationCodes,
  ],
  exports: [...capabilities, IdentityModule],
})
export class RightsModule {}
