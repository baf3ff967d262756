import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity.module.js';
import { CalendarDay, DeskTask, RightsClock } from './clocks.entity.js';
import { Breach, BreachEvent, RetentionRule, RetentionRun } from './keeping.entity.js';
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

/** What people may ask about their own data, and what the law asks of whoever keeps it. */
@Module({
  imports: [TypeOrmModule.forFeature(entities), IdentityModule],
  exports: [IdentityModule],
})
export class RightsModule {}
