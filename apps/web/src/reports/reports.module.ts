import { Module } from '@nestjs/common';
import { CampaignsModule } from '#libs/campaigns';
import { ReportingModule } from '#libs/reporting';
import { ExtractsController } from './extracts.controller.js';
import { ReportsController } from './reports.controller.js';

@Module({ imports: [ReportingModule, CampaignsModule], controllers: [ReportsController, ExtractsController] })
export class ReportPagesModule {}
