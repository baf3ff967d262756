import { Module } from '@nestjs/common';
import { IdentityModule } from '#libs/identity';
import { OrganisationModule } from '#libs/organisation';
import { RostersModule } from '#libs/rosters';
import { GrantController } from './grant.controller.js';
import { RolesController } from './roles.controller.js';

@Module({
  imports: [OrganisationModule, IdentityModule, RostersModule],
  controllers: [GrantController, RolesController],
})
export class RolePagesModule {}
