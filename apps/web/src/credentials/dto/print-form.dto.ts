import { IsIn, IsUUID } from 'class-validator';

/** Why a manager prints the papers of others. */
export const PRINT_PURPOSES: Record<string, string> = {
  trao: 'Trao giấy chứng nhận',
  'luu-ho-so': 'Lưu hồ sơ cán bộ',
  'doi-chieu': 'Đối chiếu kết quả học',
};

export class PrintFormDto {
  @IsUUID(undefined, { message: 'form.invalid' })
  clientKey: string;

  @IsIn(Object.keys(PRINT_PURPOSES), { message: 'print.purpose-required' })
  printPurpose: string;
}
