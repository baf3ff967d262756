import { OmitType } from '@nestjs/swagger';
import { SignUpFormDto } from './sign-up.form.js';

/** What a provider did not tell about someone who comes for the first time. */
export class ProviderFormDto extends OmitType(SignUpFormDto, ['phone', 'password'] as const) {
  override fullName: string = '';
  override birthYear: number = 0;
  override communeId: string = '';
}
