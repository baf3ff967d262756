import { Module } from '@nestjs/common';
import { CampaignsModule } from '#libs/campaigns';
import { IdentityModule } from '#libs/identity';
import { OrganisationModule } from '#libs/organisation';
import { RostersModule } from '#libs/rosters';
import { ChangePage } from './change-page.service.js';
import { UnitChangesController } from './changes.controller.js';
import { UnitCorrectionsController } from './corrections.controller.js';
import { UnitExportController } from './export.controller.js';
import { UnitImportFilesController } from './import-files.controller.js';
import { UnitImportFormController } from './import-form.controller.js';
import { UnitImportController } from './import.controller.js';
import { UnitMergeController } from './merge.controller.js';
import { UnitReopenController } from './reopen.controller.js';
import { UnitRootController } from './root.controller.js';
import { UnitSplitController } from './split.controller.js';
import { UnitTreeController } from './tree.controller.js';
import { UnitPageController } from './unit.controller.js';

@Module({
  imports: [OrganisationModule, IdentityModule, RostersModule, CampaignsModule],
  providers: [ChangePage],
  controllers: [
    UnitTreeController,
    UnitRootController,
    UnitExportController,
    UnitImportFormController,
    UnitImportController,
    UnitImportFilesController,
    UnitChangesController,
    UnitCorrectionsController,
    UnitMergeController,
    UnitSplitController,
    UnitReopenController,
    UnitPageController,
  ],
})
export class AdminUnitsModule {}
