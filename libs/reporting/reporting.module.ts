import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CampaignsModule } from '#libs/campaigns';
import { IdentityModule } from '#libs/identity';
import { OrganisationModule } from '#libs/organisation';
import { BuildReport } from './build-report.service.js';
import { CompletionsCsv } from './csv/completions-csv.service.js';
import { ReadReports } from './read-reports.service.js';
import { ReportingData } from './reporting-data.source.js';
import { Report } from './report.entity.js';
import { Reports } from './reports.service.js';
import { RequestReport } from './request-report.service.js';
import { StoreReport } from './store-report.service.js';
import { WriteExtract } from './write-extract.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Report]), CampaignsModule, IdentityModule, OrganisationModule],
  providers: [
    ReportingData,
    Reports,
    RequestReport,
    StoreReport,
    ReadReports,
    WriteExtract,
    BuildReport,
    CompletionsCsv,
  ],
  exports: [Reports, CompletionsCsv],
})
export class ReportingModule {}
