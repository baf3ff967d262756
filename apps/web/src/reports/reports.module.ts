import { Module } from '@nestjs/common';
import { ReportingModule } from '#libs/reporting';
import { ReportsController } from './reports.controller.js';

@Module({ imports: [ReportingModule], controllers: [ReportsController] })
export class ReportPagesModule {}
