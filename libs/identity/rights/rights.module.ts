import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity.module.js';
import { CalendarDay, DeskTask, RightsClock } from './clocks.entity.js';
import { EraseIdentity } from './erase-identity.service.js';
import { ErasePerson } from './erase-person.service.js';
import { ErasureList } from './erasure-list.service.js';
import { IdentityData } from './identity-data.source.js';
import { Breach, BreachEvent, RetentionRule, RetentionRun } from './keeping.entity.js';
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

const capabilities = [ErasePerson, ErasureList];

/** What people may ask about their own data, and what the law asks of whoever keeps it. */
@Module({
  imports: [TypeOrmModule.forFeature(entities), IdentityModule],
  providers: [...capabilities, IdentityData, ReadIdentity, EraseIdentity],
  exports: [...capabilities, IdentityModule],
})
export class RightsModule {}
