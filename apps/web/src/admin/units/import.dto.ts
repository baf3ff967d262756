import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { ChangeForm } from './dto.js';
import { TREE_WORDS } from './paths.js';

export class UnitFileForm extends ChangeForm {
  @IsIn(Object.keys(TREE_WORDS), { message: 'unit-import.tree-missing' })
  he: string;

  /** As the multipart reader hands it over. */
  @IsObject({ message: 'import.file-missing' })
  file: { fileName: string; data: Buffer };
}

export class ApplyUnitsForm {
  /** Of the plan that was looked at. */
  @Matches(/^[\w-]{20,100}$/, { message: 'form.invalid' })
  digest: string;
}

export const VIEWS = { loi: 'error', them: 'add', doi: 'change', giu: 'same' } as const;

export class UnitRowsQuery {
  @IsOptional()
  @IsIn(Object.keys(VIEWS), { message: 'form.invalid' })
  xem?: keyof typeof VIEWS;

  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'form.invalid' })
  @Min(1, { message: 'form.invalid' })
  @Max(10_000, { message: 'form.invalid' })
  trang?: number;

  @IsOptional()
  @IsString()
  'thong-bao'?: string;
}
