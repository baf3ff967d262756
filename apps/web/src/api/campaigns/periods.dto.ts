import { IsUUID, Matches } from 'class-validator';
import { Choice, Day, Decimal, Id, Many, Moment, One, Text, Whole } from '../openapi/fields.js';
import { FiguresCampaignResponse, FiguresRootResponse, RequirementResponse } from './figures.dto.js';
import { SnapshotSummaryResponse } from './snapshots.dto.js';
import { DENOMINATORS, type Denominator } from './targets.dto.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class FlowQueryRequest {
  @Id()
  @IsUUID(undefined, { message: 'unit.unknown' })
  unit: string;

  @Day({ description: 'Ngày đầu kỳ, tính cả ngày này' })
  @Matches(DAY, { message: 'day.invalid' })
  from: string;

  @Day({ description: 'Ngày cuối kỳ, tính cả ngày này; kỳ dài nhất 366 ngày' })
  @Matches(DAY, { message: 'day.invalid' })
  to: string;
}

export class FlowCountsResponse {
  @Whole({ description: 'Lượt hoàn thành mô-đun' }) completions: number;
  @Whole({ description: 'Trong đó qua buổi học' }) group: number;
  @Whole({ description: 'Người có hoàn thành' }) people: number;
  @Whole({ description: 'Người vừa đạt đủ yêu cầu trong kỳ' }) finished: number;
}

export class FlowRowResponse extends FlowCountsResponse {
  @Id() unitId: string;
  @Text() code: string;
  @Text() name: string;
  @Text() kind: string;
  @Text() tree: string;
  @Id({ nullable: true }) parentId: string | null;
  @Whole() level: number;
  @Text({ description: 'all, hoặc mã của một tư cách' }) line: string;
}

export class FlowResponse {
  @One(() => FiguresCampaignResponse) campaign: FiguresCampaignResponse;
  @Day() from: string;
  @Day() to: string;
  @Moment() knownAt: string;
  @One(() => FiguresRootResponse) root: FiguresRootResponse;
  @Many(() => RequirementResponse) requirements: RequirementResponse[];
  @Many(() => FlowRowResponse) rows: FlowRowResponse[];
}

export class ComparisonQuery {
  @Id({ description: 'Bản chốt kia, của cùng đợt và cùng đơn vị' })
  @IsUUID(undefined, { message: 'snapshot.unknown' })
  with: string;
}

export class TotalsResponse {
  @Whole() onRoster: number;
  @Whole() completed: number;
}

export class StepResponse {
  @Whole() joined: number;
  @Whole() left: number;
  @Whole({ description: 'Đổi chỗ bên trong đơn vị' }) moved: number;
  @Whole({ description: 'Hai bản ghi là một người' }) merged: number;
  @Whole() newlyCompleted: number;
  @Whole() noLongerCompleted: number;
  @Whole() joinedCompleted: number;
  @Whole() leftCompleted: number;
  @Whole() mergedCompleted: number;
}

export class LineComparisonResponse {
  @Text({ description: 'all, hoặc mã của một tư cách' }) line: string;
  @One(() => TotalsResponse) before: TotalsResponse;
  @One(() => StepResponse, { description: 'Biết muộn về những ngày của bản trước' }) late: StepResponse;
  @One(() => StepResponse, { description: 'Phát sinh từ ngày của bản trước đến ngày của bản sau' }) since: StepResponse;
  @One(() => TotalsResponse) after: TotalsResponse;
  @One(() => FlowCountsResponse, { nullable: true, description: 'null khi hai bản cùng ngày' })
  flow: FlowCountsResponse | null;
}

export class ComparedTargetResponse {
  @Id() unitId: string;
  @Text() line: string;
  @Choice(DENOMINATORS) denominator: Denominator;
  @Whole({ nullable: true }) declaredNumber: number | null;
  @Text() definition: string;
  @Text() sourceDocument: string;
  @Day({ nullable: true }) sourceDate: string | null;
  @Decimal() goalPercent: number;
  @Day() dueOn: string;
}

export class TargetChangeResponse {
  @Id() unitId: string;
  @Text() unitName: string;
  @Text() line: string;
  @One(() => ComparedTargetResponse, { nullable: true }) before: ComparedTargetResponse | null;
  @One(() => ComparedTargetResponse, { nullable: true }) after: ComparedTargetResponse | null;
}

export class ComparisonResponse {
  @One(() => SnapshotSummaryResponse) first: SnapshotSummaryResponse;
  @One(() => SnapshotSummaryResponse) second: SnapshotSummaryResponse;
  @Many(() => LineComparisonResponse) lines: LineComparisonResponse[];
  @Whole({ description: 'Lượt hoàn thành có từ trước mà sau mới ghi' }) lateCompletions: number;
  @Whole() voided: number;
  @Whole() restored: number;
  @Many(() => TargetChangeResponse) targets: TargetChangeResponse[];
}
