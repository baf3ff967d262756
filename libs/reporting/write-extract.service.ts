import { Injectable } from '@nestjs/common';
import { CompareSnapshots, Snapshots, ViewFlow } from '#libs/campaigns';
import { People } from '#libs/identity';
import { bridge, bridgedLines } from './bridge.js';
import type { ReportRow } from './report-rows.js';
import type { ExtractSource, Progress } from './report-source.js';
import { writeComparison } from './xlsx/write-comparison.js';
import { writeFlow } from './xlsx/write-flow.js';

export interface Writer {
  /** Rows that will be told of. */
  total: number;
  write(path: string, progress: Progress): Promise<void>;
}

/** Counts what a file of a period or of two snapshots tells, by what was known then. */
@Injectable()
export class WriteExtract {
  constructor(
    private readonly flows: ViewFlow,
    private readonly snapshots: Snapshots,
    private readonly comparing: CompareSnapshots,
    private readonly people: People,
  ) {}

  async writer(report: ReportRow): Promise<Writer> {
    const names = await this.people.names([report.madeBy]);
    const { madeBy, madeAt, purpose, draft } = report;
    const source = { makerName: names.get(madeBy) ?? null, madeAt, purpose, draft };
    return report.kind === 'flow' ? this.flow(report, source) : this.comparison(report, source);
  }

  private async flow(report: ReportRow, source: ExtractSource): Promise<Writer> {
    const { campaignId, unitId, sinceDay, asOfDay, madeAt } = report;
    const asked = { unitId, from: sinceDay!, to: asOfDay, knownAt: madeAt };
    const flow = await this.flows.document(campaignId, asked);
    return { total: flow.rows.length, write: (path, progress) => writeFlow(path, flow, source, progress) };
  }

  private async comparison(report: ReportRow, source: ExtractSource): Promise<Writer> {
    const [first, second] = [
      await this.snapshots.summary(report.otherSnapshotId!),
      await this.snapshots.summary(report.snapshotId!),
    ];
    const compared = await this.comparing.between(first, second);
    const { campaign, root, requirements } = await this.snapshots.document(second.id);
    const total = bridgedLines(compared.lines).flatMap(bridge).length;
    const head = { campaign, root, requirements };
    return { total, write: (path, progress) => writeComparison(path, compared, head, source, progress) };
  }
}
