import { IsString, MaxLength } from 'class-validator';

export class VerificationFormDto {
  @IsString({ message: 'certificate.code-malformed' })
  @MaxLength(60, { message: 'certificate.code-malformed' })
  code: string;
}
