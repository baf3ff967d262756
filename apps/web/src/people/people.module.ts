import { Module } from '@nestjs/common';
import { IdentityModule, RightsModule } from '#libs/identity';
import { OrganisationModule } from '#libs/organisation';
import { RostersModule } from '#libs/rosters';
import { CorrectController } from './correct.controller.js';
import { GuardianCorrectionController } from './guardian-correction.controller.js';
import { MoveController } from './move.controller.js';
import { PeopleController } from './people.controller.js';

@Module({
  imports: [IdentityModule, RightsModule, OrganisationModule, RostersModule],
  controllers: [PeopleController, MoveController, CorrectController, GuardianCorrectionController],
})
export class PeoplePagesModule {}
