import { IsOptional, IsUUID, Matches } from 'class-validator';
import { Choice, Day, Decimal, Id, Many, Moment, One, Text, Whole } from '../openapi/fields.js';

export class FiguresQuery {
  @Id()
  @IsUUID(undefined, { message: 'unit.unknown' })
  unit: string;

  @Day({ optional: true, description: 'Hôm nay, nếu bỏ' })
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'day.invalid' })
  day?: string;
}

export class CampaignResponse {
  @Id() id: string;
  @Text() slug: string;
  @Text() name: string;
  @Day() startsOn: string;
  @Day() endsOn: string;
}

export class UnitResponse {
  @Id() id: string;
  @Text() code: string;
  @Text() name: string;
  @Text() kind: string;
}

export class FiguresCampaignResponse {
  @Id() id: string;
  @Text() name: string;
  @Day() startsOn: string;
  @Day() endsOn: string;
}

export class FiguresRootResponse {
  @Id() unitId: string;
  @Text() code: string;
  @Text() name: string;
}

export class RequiredCourseResponse {
  @Id() courseVersionId: string;
  @Text() code: string;
  @Text() title: string;
  @Whole() modules: number;
}

export class RequirementResponse {
  @Text() capacity: string;
  @Text() capacityName: string;
  @Many(() => RequiredCourseResponse) courses: RequiredCourseResponse[];
}

export class TargetResponse {
  @Choice(['roster', 'declared']) denominator: 'roster' | 'declared';
  @Whole() number: number;
  @Decimal() goalPercent: number;
  @Day() dueOn: string;
  @Text() definition: string;
  @Text() sourceDocument: string;
  @Day({ nullable: true }) sourceDate: string | null;
}

export class RateResponse {
  @Choice(['rate', 'no-target', 'faulty']) state: 'rate' | 'no-target' | 'faulty';
  @Whole({ optional: true, description: 'Phần mười phần trăm (975 là 97,5 %); chỉ có khi state là rate' })
  tenths?: number;
}

/** Beside the line: of its citizens those who are neither officials nor Party members. */
export class FigureCountsResponse {
  @Whole() onRoster: number;
  @Whole() notStarted: number;
  @Whole() inProgress: number;
  @Whole() completed: number;
  @Whole() pending: number;
  @Whole() minors: number;
  @Whole() group: number;
  @Whole() lateSync: number;
  @Whole() timeUnknown: number;
  @Whole() flagged: number;
}

export class FigureRowResponse {
  @Id() unitId: string;
  @Text() code: string;
  @Text() name: string;
  @Text() kind: string;
  @Text() tree: string;
  @Id({ nullable: true }) parentId: string | null;
  @Whole() level: number;
  @Text({ description: 'all, hoặc mã của một tư cách' }) line: string;
  @Whole() onRoster: number;
  @Whole() notStarted: number;
  @Whole() inProgress: number;
  @Whole() completed: number;
  @Whole() pending: number;
  @Whole() minors: number;
  @Whole() group: number;
  @Whole() lateSync: number;
  @Whole() timeUnknown: number;
  @Whole() flagged: number;
  @One(() => FigureCountsResponse, {
    nullable: true,
    optional: true,
    description: 'Trong dòng citizen: người không là cán bộ, không là đảng viên. Bản chốt theo định nghĩa 1 không có.',
  })
  neither?: FigureCountsResponse | null;
  @One(() => TargetResponse, { nullable: true }) target: TargetResponse | null;
  @One(() => RateResponse) rate: RateResponse;
  @Whole({ nullable: true }) rosterRateTenths: number | null;
  @Whole({ nullable: true }) missingFromRoster: number | null;
  @Whole() faultyBelow: number;
}

/** The very document that a snapshot stores and hashes. */
export class FiguresResponse {
  @Text() definitionsVersion: string;
  @One(() => FiguresCampaignResponse) campaign: FiguresCampaignResponse;
  @Day() asOfDay: string;
  @Moment() knownAt: string;
  @One(() => FiguresRootResponse) root: FiguresRootResponse;
  @Many(() => RequirementResponse) requirements: RequirementResponse[];
  @Many(() => FigureRowResponse) rows: FigureRowResponse[];
}
