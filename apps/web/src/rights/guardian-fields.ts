import { IsOptional, IsString, MaxLength } from 'class-validator';

/** Of a guardian's record that was written down wrongly; what is left empty stays. */
export class GuardianFieldsDto {
  @IsOptional()
  @IsString({ message: 'row.name-invalid' })
  @MaxLength(100, { message: 'row.name-invalid' })
  guardianName?: string;

  @IsOptional()
  @IsString({ message: 'guardian.relation-required' })
  @MaxLength(20, { message: 'guardian.relation-required' })
  guardianRelation?: string;

  @IsOptional()
  @IsString({ message: 'guardian.phone-invalid' })
  @MaxLength(40, { message: 'guardian.phone-invalid' })
  guardianPhone?: string;
}
