import { passwordProblem } from './password.js';
import { isMobile, normalisePhone } from './phone.js';

export interface SignUpForm {
  fullName: string;
  phone: string;
  password: string;
  birthYear: number;
  communeId: string;
  consent: boolean;
}

/** Codes beside the fields that will not do; empty when all will. Only the commune needs the database. */
export function signUpProblems(form: SignUpForm, today: string, minLength: number): Record<string, string> {
  const fields = personProblems(form, today);
  const phone = normalisePhone(form.phone);
  if (!phone || !isMobile(phone)) fields.phone = 'phone.invalid';
  const weak = passwordProblem(form.password, { minLength, phone, fullName: form.fullName });
  if (weak) fields.password = weak;
  return fields;
}

/** The part that every way of signing up asks for. */
export function personProblems(
  form: Pick<SignUpForm, 'fullName' | 'birthYear' | 'consent'>,
  today: string,
): Record<string, string> {
  const fields: Record<string, string> = {};
  const letters = form.fullName.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 2) fields.fullName = 'name.required';
  else if (form.fullName.length > 100) fields.fullName = 'name.too-long';
  const age = Number(today.slice(0, 4)) - form.birthYear;
  if (!Number.isInteger(form.birthYear) || age < 0 || age > 120) fields.birthYear = 'birth-year.invalid';
  if (!form.consent) fields.consent = 'consent.required';
  return fields;
}
