import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { GRANTED_ROLES, type GrantedRole } from '#libs/identity';

/** One value of a repeated field arrives bare. */
const many = Transform(({ value }) => (value === undefined || value === '' ? [] : [value].flat()));
const noDay = Transform(({ value }) => (value === '' ? null : value));

export class RolesQueryDto {
  @IsOptional()
  @IsString({ message: 'form.invalid' })
  @MaxLength(100, { message: 'person.search-long' })
  tim?: string;

  @IsOptional()
  @IsIn(['', ...GRANTED_ROLES], { message: 'form.invalid' })
  'vai-tro'?: GrantedRole | '';

  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'form.invalid' })
  @Min(1, { message: 'form.invalid' })
  @Max(100_000, { message: 'form.invalid' })
  trang?: number;

  @IsOptional()
  @IsString()
  'thong-bao'?: string;
}

export class GrantQueryDto {
  /** A name or a phone. */
  @IsOptional()
  @IsString({ message: 'form.invalid' })
  @MaxLength(100, { message: 'person.search-long' })
  tim?: string;

  /** The person chosen, as the search named them. */
  @IsOptional()
  @IsString({ message: 'form.invalid' })
  @MaxLength(200, { message: 'form.invalid' })
  nguoi?: string;

  @IsOptional()
  @many
  @IsArray({ message: 'form.invalid' })
  @ArrayMaxSize(100, { message: 'grant.too-many-units' })
  @IsUUID(undefined, { each: true, message: 'form.invalid' })
  'don-vi'?: string[];

  @IsOptional()
  @IsString({ message: 'form.invalid' })
  @MaxLength(100, { message: 'person.search-long' })
  'tim-don-vi'?: string;

  /** Set by the button that goes on to the last step. */
  @IsOptional()
  @IsIn(['vai-tro'], { message: 'form.invalid' })
  buoc?: 'vai-tro';

  @IsOptional()
  @IsString()
  'thong-bao'?: string;
}

export class GrantFormDto {
  @IsUUID(undefined, { message: 'grant.key-missing' })
  clientKey: string;

  @IsString({ message: 'person.unknown' })
  @MaxLength(200, { message: 'person.unknown' })
  person: string;

  @many
  @IsArray({ message: 'grant.nowhere' })
  @ArrayMaxSize(100, { message: 'grant.too-many-units' })
  @IsUUID(undefined, { each: true, message: 'grant.nowhere' })
  unitIds: string[];

  @IsIn(GRANTED_ROLES, { message: 'grant.role-missing' })
  role: GrantedRole;

  @IsString({ message: 'grant.from-past' })
  from: string;

  @IsOptional()
  @noDay
  @IsOptional()
  @IsString({ message: 'grant.to-before-from' })
  to?: string | null;

  @IsString({ message: 'grant.reason-missing' })
  @MaxLength(500, { message: 'grant.reason-missing' })
  reason: string;
}

export class ReasonFormDto {
  @IsString({ message: 'grant.reason-missing' })
  @MaxLength(500, { message: 'grant.reason-missing' })
  reason: string;
}

export class OptionalReasonFormDto {
  @IsOptional()
  @IsString({ message: 'grant.reason-missing' })
  @MaxLength(500, { message: 'grant.reason-missing' })
  reason?: string;
}
