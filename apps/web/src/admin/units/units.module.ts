import { Module } from '@nestjs/common';
import { IdentityModule } from '#libs/identity';
import { OrganisationModule } from '#libs/organisation';
import { RostersModule } from '#libs/rosters';
import { ChangePage } from './change-page.service.js';
import { UnitChangesController } from './changes.controller.js';
import { UnitCorrectionsController } from './corrections.controller.js';
import { UnitExportController } from './export.controller.js';
import { UnitImportFormController } from './import-form.controller.js';
import { UnitImportController } from './import.controller.js';
import { UnitMergeController } from './merge.controller.js';
import { UnitSplitController } from './split.controller.js';
import { UnitTreeController } from './tree.controller.js';
import { UnitPageController } from './unit.controller.js';

@Module({
  imports: [OrganisationModule, IdentityModule, RostersModule],
  providers: [ChangePage],
  controllers: [
    UnitTreeController,
    UnitExportController,
    UnitImportFormController,
    UnitImportController,
    UnitChangesController,
    UnitCorrectionsController,
    UnitMergeController,
    UnitSplitController,
    UnitPageController,
  ],
})
export class AdminUnitsModule {}
