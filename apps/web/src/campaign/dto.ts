import { IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';

export class FreezeFormDto {
  @IsUUID('all', { message: 'unit.unknown' })
  unitId: string;

  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'day.invalid' })
  day: string;

  @IsString({ message: 'snapshot.title-required' })
  @MinLength(3, { message: 'snapshot.title-required' })
  @MaxLength(200, { message: 'snapshot.title-required' })
  title: string;

  /** A form sent twice makes one snapshot. */
  @IsUUID('all', { message: 'form.invalid' })
  clientKey: string;
}

export class SignOffFormDto {
  /** Exactly these figures are signed, whatever else was made meanwhile. */
  @Matches(/^[0-9a-f]{64}$/, { message: 'snapshot.hash-differs' })
  sha256: string;
}
