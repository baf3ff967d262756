import { Transform } from 'class-transformer';
import { IsArray, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { TREE_WORDS } from './paths.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CODE = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u;
const CODE_OR_NONE = /^([\p{L}\p{N}][\p{L}\p{N}._-]{0,39})?$/u;
const NAME = /^.{1,200}$/su;

const trimmed = Transform(({ value }) => (typeof value === 'string' ? value.trim() : value));
/** A box ticked once arrives as a text, ticked twice as a list, not at all as nothing. */
const asList = Transform(({ value }) => [value ?? []].flat());

export class TreeQuery {
  @IsOptional()
  @IsIn(Object.keys(TREE_WORDS), { message: 'form.invalid' })
  he?: string;

  @IsOptional()
  @Matches(DAY, { message: 'unit.day' })
  ngay?: string;

  @IsOptional()
  @IsUUID(undefined, { message: 'form.invalid' })
  mo?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100, { message: 'form.invalid' })
  tim?: string;

  @IsOptional()
  @IsIn(['csv', 'xlsx'], { message: 'form.invalid' })
  kieu?: 'csv' | 'xlsx';

  @IsOptional()
  @IsString()
  'thong-bao'?: string;
}

export class ChangeForm {
  @IsUUID(undefined, { message: 'form.invalid' })
  clientKey: string;

  @Matches(DAY, { message: 'unit.day' })
  on: string;

  @IsString({ message: 'unit.reason-missing' })
  @MaxLength(500, { message: 'unit.reason-long' })
  reason: string;

  @IsString({ message: 'form.invalid' })
  @MaxLength(200, { message: 'unit.document-long' })
  document: string;
}

export class CreateForm extends ChangeForm {
  @trimmed
  @Matches(CODE, { message: 'unit.code-invalid' })
  code: string;

  @IsString({ message: 'unit.kind-missing' })
  @MaxLength(40, { message: 'unit.kind-missing' })
  kind: string;

  @trimmed
  @Matches(NAME, { message: 'unit.name-invalid' })
  name: string;
}

export class RootForm extends CreateForm {
  @IsIn(Object.keys(TREE_WORDS), { message: 'form.invalid' })
  he: string;
}

export class RenameForm extends ChangeForm {
  @trimmed
  @Matches(NAME, { message: 'unit.name-invalid' })
  name: string;
}

export class MoveForm extends ChangeForm {
  @trimmed
  @Matches(CODE, { message: 'unit.code-invalid' })
  parentCode: string;
}

export class LinkForm extends ChangeForm {
  @trimmed
  @Matches(CODE_OR_NONE, { message: 'unit.code-invalid' })
  linkCode: string;
}

export class CorrectForm extends ChangeForm {
  @trimmed
  @Matches(NAME, { message: 'unit.name-invalid' })
  name: string;

  @trimmed
  @Matches(CODE_OR_NONE, { message: 'unit.code-invalid' })
  parentCode: string;

  @Matches(DAY, { message: 'unit.day' })
  from: string;
}

export class ReopenForm {
  @IsUUID(undefined, { message: 'form.invalid' })
  clientKey: string;

  @trimmed
  @Matches(CODE_OR_NONE, { message: 'unit.code-invalid' })
  parentCode: string;

  /** Ticked: what went elsewhere when the unit was merged comes back. */
  @IsOptional()
  @IsIn(['yes'], { message: 'form.invalid' })
  takeBack?: 'yes';

  @IsString({ message: 'unit.reason-missing' })
  @MaxLength(500, { message: 'unit.reason-long' })
  reason: string;

  @IsString({ message: 'form.invalid' })
  @MaxLength(200, { message: 'unit.document-long' })
  document: string;
}

const STEPS = ['xem-truoc', 'thuc-hien'] as const;

export class MergeForm extends ChangeForm {
  @IsIn(STEPS, { message: 'form.invalid' })
  step: (typeof STEPS)[number];

  @trimmed
  @IsString({ message: 'unit.codes-missing' })
  @MaxLength(2000, { message: 'unit.codes-missing' })
  codes: string;

  /** Roles to give again for the unit that takes over. */
  @asList @IsArray() @IsUUID(undefined, { each: true, message: 'form.invalid' }) carry: string[] = [];
}

export class SplitForm extends ChangeForm {
  @IsIn(STEPS, { message: 'form.invalid' })
  step: (typeof STEPS)[number];

  @trimmed @Matches(CODE_OR_NONE, { message: 'unit.code-invalid' }) code1: string;
  @trimmed @Matches(CODE_OR_NONE, { message: 'unit.code-invalid' }) code2: string;
  @trimmed @Matches(CODE_OR_NONE, { message: 'unit.code-invalid' }) code3: string;
  @trimmed @IsString({ message: 'unit.name-invalid' }) @MaxLength(200, { message: 'unit.name-invalid' }) name1: string;
  @trimmed @IsString({ message: 'unit.name-invalid' }) @MaxLength(200, { message: 'unit.name-invalid' }) name2: string;
  @trimmed @IsString({ message: 'unit.name-invalid' }) @MaxLength(200, { message: 'unit.name-invalid' }) name3: string;
  @asList @IsArray() @IsUUID(undefined, { each: true, message: 'form.invalid' }) part1: string[] = [];
  @asList @IsArray() @IsUUID(undefined, { each: true, message: 'form.invalid' }) part2: string[] = [];
  @asList @IsArray() @IsUUID(undefined, { each: true, message: 'form.invalid' }) part3: string[] = [];

  /** The part that takes the people listed in the unit itself; empty: they stay. */
  @IsIn(['', '1', '2', '3'], { message: 'unit.split-people' })
  peoplePart: '' | '1' | '2' | '3';

  @IsOptional()
  @IsIn(['yes'], { message: 'form.invalid' })
  ends?: 'yes';

  @asList @IsArray() @IsUUID(undefined, { each: true, message: 'form.invalid' }) carry: string[] = [];
}
