import { Module } from '@nestjs/common';
import { IdentityModule } from '#libs/identity';
import { OrganisationModule } from '#libs/organisation';
import { RostersModule } from '#libs/rosters';
import { CardDoorController } from './card-door.controller.js';
import { CardsController } from './cards.controller.js';

@Module({
  imports: [IdentityModule, OrganisationModule, RostersModule],
  controllers: [CardsController, CardDoorController],
})
export class CardPagesModule {}
