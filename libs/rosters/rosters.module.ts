import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '#libs/identity';
import { OrganisationModule } from '#libs/organisation';
import { ApplyImport } from './apply-import.service.js';
import { DecideDoubt } from './decide-doubt.service.js';
import { Doubts } from './doubts.service.js';
import { FindPeople } from './find-people.service.js';
import { FindKnown } from './find-known.service.js';
import { Capacity, MatchDoubt, Membership, PersonMerge } from './membership.entity.js';
import { LeaveRoster } from './leave-roster.service.js';
import { Memberships } from './memberships.service.js';
import { PlanImport } from './plan-import.service.js';
import { PurgeImports } from './purge-imports.handler.js';
import { ReadRosters } from './read-rosters.service.js';
import {
  RosterColumnMap,
  RosterImport,
  RosterImportEffect,
  RosterImportFile,
  RosterImportRow,
} from './roster-import.entity.js';
import { RosterImports } from './roster-imports.service.js';
import { EraseStagedRows } from './erase-staged-rows.service.js';
import { RostersData } from './rosters-data.source.js';
import { SelfRegistration } from './self-registration.listener.js';
import { StagedRows } from './staged-rows.service.js';
import { unitServices } from './units/unit-services.js';

const services = [
  Memberships,
  Doubts,
  DecideDoubt,
  RosterImports,
  ReadRosters,
  FindPeople,
  LeaveRoster,
  ...unitServices.shown,
];

@Module({
  imports: [
    TypeOrmModule.forFeature([
      Capacity,
      Membership,
      PersonMerge,
      MatchDoubt,
      RosterImport,
      RosterImportRow,
      RosterImportFile,
      RosterImportEffect,
      RosterColumnMap,
    ]),
    OrganisationModule,
    IdentityModule,
  ],
  providers: [
    ...services,
    ...unitServices.inner,
    SelfRegistration,
    RostersData,
    EraseStagedRows,
    FindKnown,
    PlanImport,
    StagedRows,
    ApplyImport,
    PurgeImports,
  ],
  exports: services,
})
export class RostersModule {}
