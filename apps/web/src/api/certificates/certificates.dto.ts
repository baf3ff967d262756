import { IsString, MaxLength } from 'class-validator';
import { Choice, Day, Flag, Moment, One, Text, Texts } from '../openapi/fields.js';

/** Everything that stands on the paper. */
export class PrintedCertificateResponse {
  @Texts() issuer: string[];
  @Text() heading: string;
  @Text() fullName: string;
  @Text() statement: string;
  @Text() courseCode: string;
  @Text() courseTitle: string;
  @Texts() modules: string[];
  @Day() completedOn: string;
  @Day() issuedOn: string;
  @Text() place: string;
  @Text() note: string;
  @Text() code: string;
}

export class RevocationRequest {
  @Text({ maxLength: 500, description: 'Từ 10 ký tự; trang xác minh cho mọi người thấy' })
  @IsString({ message: 'revocation.reason-required' })
  @MaxLength(500, { message: 'revocation.reason-required' })
  reason: string;
}

export const CERTIFICATE_STATES = ['valid', 'revoked', 'erased'] as const;

export class CertificateResponse {
  @Text() code: string;
  @Choice(CERTIFICATE_STATES) state: (typeof CERTIFICATE_STATES)[number];
  @One(() => PrintedCertificateResponse, { nullable: true }) printed: PrintedCertificateResponse | null;
  @Moment() issuedAt: Date;
  @Flag({ description: 'Tệp PDF đã sẵn sàng' }) ready: boolean;
  @Flag({ description: 'Ảnh chia sẻ đã sẵn sàng' }) hasCard: boolean;
  @Moment({ nullable: true }) revokedAt: Date | null;
  @Text({ nullable: true }) revokedReason: string | null;
}
