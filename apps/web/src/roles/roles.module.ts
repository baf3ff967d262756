import { Module } from '@nestjs/common';
import { IdentityModule } from '#libs/identity';
import { OrganisationModule } from '#libs/organisation';
import { RostersModule } from '#libs/rosters';
import { GrantController } from './grant.controller.js';
import { ReviewController } from './review.controller.js';
import { RolesController } from './roles.controller.js';

@Module({
  imports: [OrganisationModule, IdentityModule, RostersModule],
  controllers: [GrantController, ReviewController, RolesController],
})
export class RolePagesModule {}
