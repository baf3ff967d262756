import { Module } from '@nestjs/common';
import { IdentityModule } from '#libs/identity';
import { OrganisationModule } from '#libs/organisation';
import { RostersModule } from '#libs/rosters';
import { DoubtsController } from './doubts.controller.js';
import { ImportFormController } from './import-form.controller.js';
import { ImportColumnsController } from './import-columns.controller.js';
import { ImportFilesController } from './import-files.controller.js';
import { ImportController } from './import.controller.js';
import { LeaveController } from './leave.controller.js';
import { UnitsController } from './units.controller.js';

@Module({
  imports: [OrganisationModule, IdentityModule, RostersModule],
  controllers: [
    ImportFormController,
    ImportController,
    ImportColumnsController,
    ImportFilesController,
    LeaveController,
    DoubtsController,
    UnitsController,
  ],
})
export class UnitPagesModule {}
