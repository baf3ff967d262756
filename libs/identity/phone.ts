import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** "0912 345 678", "84912345678", "912345678" (a spreadsheet ate the zero) become "+84912345678"; null when it is no phone number. */
export function normalisePhone(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[\s.()-]/g, '');
  if (!/^\+?\d{8,15}$/.test(digits)) return null;
  for (const candidate of candidates(digits)) {
    const phone = parsePhoneNumberFromString(candidate, 'VN');
    if (phone?.isPossible() && phone.country === 'VN' && /^\+84[35789]\d{8}$/.test(phone.number)) return phone.number;
    if (phone?.isValid()) return phone.number;
  }
  return null;
}

function candidates(digits: string): string[] {
  if (digits.startsWith('+')) return [digits];
  if (digits.startsWith('0')) return [digits];
  return [...(digits.startsWith('84') && digits.length === 11 ? [`+${digits}`] : []), `0${digits}`];
}

/** Can take an SMS: a Vietnamese mobile number, or any number of another country. */
export const isMobile = (phone: string): boolean => !phone.startsWith('+84') || /^\+84[35789]\d{8}$/.test(phone);

/** "0912 *** *78": enough to recognise one's own number. */
export function maskPhone(phone: string): string {
  const local = phone.replace(/^\+84/, '0');
  return `${local.slice(0, 4)} *** *${local.slice(-2)}`;
}
