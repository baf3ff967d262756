import { Module } from '@nestjs/common';
import { AssessmentModule } from '#libs/assessment';
import { CatalogueModule } from '#libs/catalogue';
import { ReportController } from './report.controller.js';

@Module({ imports: [CatalogueModule, AssessmentModule], controllers: [ReportController] })
export class FeedbackModule {}
