import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { ReadReports, type OpenedReport, type ReportStatus } from './read-reports.service.js';
import {
  RequestReport,
  type ComparisonReportRequest,
  type FlowReportRequest,
  type ReportRequest,
} from './request-report.service.js';

/** The one door to files of figures; each verb is its own capability. */
@Injectable()
export class Reports {
  constructor(
    private readonly requesting: RequestReport,
    private readonly reading: ReadReports,
  ) {}

  request(actor: Actor, request: ReportRequest): Promise<string> {
    return this.requesting.figures(actor, request);
  }

  requestFlow(actor: Actor, request: FlowReportRequest): Promise<string> {
    return this.requesting.flow(actor, request);
  }

  requestComparison(actor: Actor, request: ComparisonReportRequest): Promise<string> {
    return this.requesting.comparison(actor, request);
  }

  status(actor: Actor, id: string): Promise<ReportStatus> {
    return this.reading.status(actor, id);
  }

  list(actor: Actor, snapshotId: string): Promise<ReportStatus[]> {
    return this.reading.list(actor, snapshotId);
  }

  open(actor: Actor, id: string): Promise<OpenedReport> {
    return this.reading.open(actor, id);
  }
}
