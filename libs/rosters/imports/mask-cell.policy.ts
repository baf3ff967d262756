import { clean } from '#libs/platform';

const SHOWN = 40;

/** Enough to see what a column holds, not who stands in it: "L• T•• M••", "09••••••••", "0•/0•/19••". */
export const maskCell = (text: string): string =>
  clean(text)
    .slice(0, SHOWN)
    .replace(/[\p{L}\p{N}]+/gu, (word) => {
      const open = /^\p{N}{4,}$/u.test(word) ? 2 : 1;
      return word.slice(0, open) + '•'.repeat(Math.max(0, word.length - open));
    });
