import { Module } from '@nestjs/common';
import { IdentityModule } from '#libs/identity';
import { OrganisationModule } from '#libs/organisation';
import { RostersModule } from '#libs/rosters';
import { CorrectController } from './correct.controller.js';
import { MoveController } from './move.controller.js';
import { PeopleController } from './people.controller.js';

@Module({
  imports: [IdentityModule, OrganisationModule, RostersModule],
  controllers: [PeopleController, MoveController, CorrectController],
})
export class PeoplePagesModule {}
