import { IsBoolean, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, MinLength } from 'class-validator';
import { Flag, Id, Many, One, Text, Texts, Whole } from '../openapi/fields.js';

export class CommuneResponse {
  @Id() id: string;
  @Text() name: string;
}

export class ConsentTextResponse {
  @Text() textVersion: string;
  @Text() title: string;
  @Texts() paragraphs: string[];
  @Text({ description: 'Câu người đăng ký đồng ý' }) statement: string;
}

export class SignUpFormResponse {
  @Many(() => CommuneResponse) communes: CommuneResponse[];
  @One(() => ConsentTextResponse) consent: ConsentTextResponse;
  @Whole() minPasswordLength: number;
}

/** Shapes only, as of the form on the page: what the fields must say is checked by the use case, all at once. */
export class SignUpRequest {
  @Text({ maxLength: 100, description: 'Như trong căn cước; sẽ in trên giấy chứng nhận' })
  @IsString({ message: 'name.required' })
  @MaxLength(1000, { message: 'name.too-long' })
  fullName: string;

  @Text()
  @IsString({ message: 'phone.invalid' })
  @MaxLength(100, { message: 'phone.invalid' })
  phone: string;

  @Text()
  @IsString({ message: 'password.required' })
  @MaxLength(1000, { message: 'password.too-long' })
  password: string;

  @Whole({ description: 'Dưới 16 tuổi thì cần thêm người giám hộ đồng ý' })
  @IsInt({ message: 'birth-year.invalid' })
  birthYear: number;

  @Id()
  @IsString({ message: 'commune.required' })
  @MaxLength(100, { message: 'commune.required' })
  communeId: string;

  @Flag({ description: 'Người đăng ký đã đọc và đồng ý với lời ở sign-up-form' })
  @IsBoolean({ message: 'consent.required' })
  consent: boolean;
}

export class SignUpBegunResponse {
  @Id({ description: 'Để xác nhận, hoặc xin mã khác' }) requestId: string;
}

class TokenWishRequest {
  @Text({ maxLength: 80, description: 'Tên của mã truy cập, để chủ của nó nhận ra' })
  @IsString({ message: 'token-name.required' })
  @MinLength(2, { message: 'token-name.required' })
  @MaxLength(80, { message: 'token-name.required' })
  name: string;

  @Whole({ description: 'Mã truy cập dùng được bao nhiêu ngày, từ 1 đến 365' })
  @IsInt({ message: 'token-days.invalid' })
  @Min(1, { message: 'token-days.invalid' })
  @Max(365, { message: 'token-days.invalid' })
  days: number;
}

export class ConfirmSignUpRequest extends TokenWishRequest {
  @Text({ description: 'Mã 6 số trong tin nhắn' })
  @IsString({ message: 'code.required' })
  @MaxLength(20, { message: 'code.required' })
  code: string;
}

export class PasswordSignInRequest extends TokenWishRequest {
  @Text()
  @IsString({ message: 'phone.required' })
  @MinLength(1, { message: 'phone.required' })
  @MaxLength(30, { message: 'phone.invalid' })
  phone: string;

  @Text()
  @IsString({ message: 'password.required' })
  @MinLength(1, { message: 'password.required' })
  @MaxLength(200, { message: 'password.too-long' })
  password: string;

  @Id({ optional: true })
  @IsOptional()
  @IsUUID(undefined, { message: 'client-key.invalid' })
  clientKey?: string;
}

export class NewTokenResponse {
  @Id() id: string;
  @Text({ description: 'Gửi ở Authorization: Bearer; không đọc lại được lần nữa' }) token: string;
  @Flag({ description: 'Dưới 16 tuổi và chưa có người giám hộ đồng ý: đọc được bài, chưa làm bài kiểm tra được' })
  awaitsGuardian: boolean;
}
