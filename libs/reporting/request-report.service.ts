import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CompareSnapshots, ViewFlow } from '#libs/campaigns';
import { Scope, type Actor } from '#libs/identity';
import { notFound } from '#libs/platform';
import { findSnapshot } from './report-rows.js';
import { StoreReport } from './store-report.service.js';

/** `purpose`: why the figures leave the system; kept with the file and in the audit. */
interface Request {
  format: string;
  purpose: string;
  clientKey: string;
}

export interface ReportRequest extends Request {
  snapshotId: string;
}

export interface FlowReportRequest extends Request {
  campaignId: string;
  unitId: string;
  /** Days, both within. */
  from: string;
  to: string;
}

export interface ComparisonReportRequest extends Request {
  snapshotId: string;
  otherSnapshotId: string;
}

/**
 * Asks for a file. It is made by a job; figures that no second person signed off give a draft that says so.
 * Each answers the report's id; the same key answers the same report. Each refuses `report.invalid` (fields),
 * `report.key-taken`, `access.denied`, `scope.outside`.
 */
@Injectable()
export class RequestReport {
  constructor(
    private readonly dataSource: DataSource,
    private readonly scope: Scope,
    private readonly flows: ViewFlow,
    private readonly comparing: CompareSnapshots,
    private readonly reports: StoreReport,
  ) {}

  /** Refuses `snapshot.unknown` too. */
  async figures(actor: Actor, { snapshotId, ...request }: ReportRequest): Promise<string> {
    this.reports.check('figures', request);
    const { signed, ...snapshot } = await this.snapshot(snapshotId);
    await this.scope.assert(actor, 'report.export', snapshot.unitId, snapshot.asOfDay);
    return this.reports.store(actor, { ...request, kind: 'figures', subject: { snapshotId }, draft: !signed });
  }

  /** Refuses `period.invalid` (fields) and `campaign.unknown` too. */
  async flow(actor: Actor, request: FlowReportRequest): Promise<string> {
    const { campaignId, unitId, from, to, ...asked } = request;
    this.reports.check('flow', asked);
    await this.flows.check(campaignId, { from, to });
    await this.scope.assert(actor, 'report.export', unitId, to);
    return this.reports.store(actor, {
      ...asked,
      kind: 'flow',
      subject: { campaignId, unitId, from, to },
      draft: false,
    });
  }

  /** Refuses what comparing the two refuses. */
  async comparison(
    actor: Actor,
    { snapshotId, otherSnapshotId, ...request }: ComparisonReportRequest,
  ): Promise<string> {
    this.reports.check('comparison', request);
    const [first, second] = await this.comparing.pair(actor, snapshotId, otherSnapshotId);
    for (const { unitId, asOfDay } of [first, second]) await this.scope.assert(actor, 'report.export', unitId, asOfDay);
    const subject = { snapshotId: second.id, otherSnapshotId: first.id };
    const draft = !first.signedAt || !second.signedAt;
    return this.reports.store(actor, { ...request, kind: 'comparison', subject, draft });
  }

  private async snapshot(id: string) {
    const snapshot = await findSnapshot(this.dataSource, id);
    if (!snapshot) throw notFound('snapshot.unknown');
    return snapshot;
  }
}
