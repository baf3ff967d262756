import { IsString, MaxLength } from 'class-validator';

export class RevocationFormDto {
  @IsString({ message: 'revocation.reason-required' })
  @MaxLength(500, { message: 'revocation.reason-required' })
  reason: string;
}
