import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '#libs/identity';
import { OrganisationModule } from '#libs/organisation';
import { Doubts } from './doubts.service.js';
import { Capacity, MatchDoubt, Membership, PersonMerge } from './membership.entity.js';
import { Memberships } from './memberships.service.js';
import { RosterImport, RosterImportRow } from './roster-import.entity.js';
import { SelfRegistration } from './self-registration.listener.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Capacity, Membership, PersonMerge, MatchDoubt, RosterImport, RosterImportRow]),
    OrganisationModule,
    IdentityModule,
  ],
  providers: [Memberships, Doubts, SelfRegistration],
  exports: [Memberships, Doubts],
})
export class RostersModule {}
