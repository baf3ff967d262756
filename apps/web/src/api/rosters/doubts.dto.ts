import { IsIn } from 'class-validator';
import { Choice, Day, Flag, Id, One, Text, Texts, Whole } from '../openapi/fields.js';

const CONCLUSIONS = ['same', 'different'] as const;

/** Enough to tell two people apart, no more. */
export class DoubtSideResponse {
  @Id() personId: string;
  @Text() fullName: string;
  @Day({ nullable: true }) birthDate: string | null;
  @Whole({ nullable: true }) birthYear: number | null;
  @Text({ nullable: true, description: 'Đã che' }) phone: string | null;
  @Text({ nullable: true, description: 'Ba chữ số cuối của số định danh' }) numberEnd: string | null;
  @Texts({ description: 'Có tên ở đâu, không kể tư cách nhạy cảm' }) places: string[];
  @Flag() hasAccount: boolean;
}

export class DoubtResponse {
  @Id() id: string;
  @Flag({ description: 'Cùng cả ngày sinh' }) sameDay: boolean;
  @One(() => DoubtSideResponse, { description: 'Bản ghi sau, chưa được tính' }) person: DoubtSideResponse;
  @One(() => DoubtSideResponse, { description: 'Bản ghi trước' }) other: DoubtSideResponse;
  @Flag({ description: 'Một bản ghi là của chính người hỏi, nên người khác kết luận' }) own: boolean;
}

export class DoubtConclusionRequest {
  @Choice(CONCLUSIONS, {
    description: 'same: là một người, bản ghi sau nhập vào bản ghi trước; different: là hai người',
  })
  @IsIn(CONCLUSIONS, { message: 'doubt.choose' })
  conclusion: (typeof CONCLUSIONS)[number];
}
