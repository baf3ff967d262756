import type { FieldRead } from '#libs/identity';
import { fold } from '#libs/platform';

const YES = new Set(['x', 'co', 'dung', '1', 'v', 'yes', 'true', 'la']);
const NO = new Set(['', 'khong', '0', 'no', 'false', 'sai', 'k']);

export function readHead(text: string): FieldRead<boolean> {
  const word = /^[✓✔☑]$/u.test(text.trim()) ? 'x' : fold(text);
  if (YES.has(word)) return { value: true };
  return NO.has(word) ? { value: false } : { code: 'row.head-unclear' };
}
