import { Module } from '@nestjs/common';
import { CampaignsModule } from '#libs/campaigns';
import { IdentityModule } from '#libs/identity';
import { ReportingModule } from '#libs/reporting';
import { LearningModule } from '#libs/learning';
import { OrganisationModule } from '#libs/organisation';
import { AdjustmentsController } from './adjustments/adjustments.controller.js';
import { BoardController } from './board.controller.js';
import { CampaignDeskController } from './campaign-desk.controller.js';
import { ComparisonController } from './comparison/comparison.controller.js';
import { PeriodsController } from './periods/periods.controller.js';
import { SnapshotController } from './snapshot.controller.js';
import { TargetsController } from './targets/targets.controller.js';

@Module({
  imports: [CampaignsModule, IdentityModule, LearningModule, OrganisationModule, ReportingModule],
  controllers: [
    CampaignDeskController,
    SnapshotController,
    BoardController,
    TargetsController,
    AdjustmentsController,
    PeriodsController,
    ComparisonController,
  ],
})
export class CampaignPagesModule {}
