import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule, RightsModule } from '#libs/identity';
import { OrganisationModule } from '#libs/organisation';
import { BulkMemberships } from './bulk-memberships.service.js';
import { DecideDoubt } from './decide-doubt.service.js';
import { Doubts } from './doubts.service.js';
import { ExportRoster } from './export-roster.service.js';
import { Capacity, MatchDoubt, Membership, PersonMerge } from './membership.entity.js';
import { LeaveRoster } from './leave-roster.service.js';
import { Memberships } from './memberships.service.js';
import { personServices } from './people/index.js';
import { ReadRosters } from './read-rosters.service.js';
import {
  RosterColumnMap,
  RosterImport,
  RosterImportEffect,
  RosterImportFile,
  RosterImportRow,
} from './imports/roster-import.entity.js';
import { importServices } from './imports/import-services.js';
import { EraseStagedRows } from './erase-staged-rows.service.js';
import { RecordPlaces } from './record-places.service.js';
import { RostersData } from './rosters-data.source.js';
import { RegisterAssisted } from './register-assisted.service.js';
import { SelfRegistration } from './self-registration.listener.js';
import { unitServices } from './units/unit-services.js';
import { SupersedePlaces } from './supersede-places.service.js';

const services = [
  Memberships,
  Doubts,
  DecideDoubt,
  ReadRosters,
  ...personServices,
  LeaveRoster,
  ExportRoster,
  RegisterAssisted,
  ...importServices.shown,
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
    RightsModule,
  ],
  providers: [
    ...services,
    ...importServices.inner,
    ...unitServices.inner,
    BulkMemberships,
    SupersedePlaces,
    RecordPlaces,
    SelfRegistration,
    RostersData,
    EraseStagedRows,
  ],
  exports: services,
})
export class RostersModule {}
