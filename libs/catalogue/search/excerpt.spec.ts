import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '#libs/platform';
import { excerpt, markedText, type ExcerptPart } from './excerpt.policy.js';

const show = (parts: ExcerptPart[]) => parts.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');
const of = (text: string, question: string) => show(excerpt(text, fold(question).split(' ')));

describe('the sentence around what was looked for', () => {
  const text = 'Giữ sim cẩn thận. Mất sim thì gọi nhà mạng khóa ngay.\nKhông đọc mã OTP cho ai.';

  it('takes the sentence with the words in a row, whatever their tones', () => {
    for (const question of ['mất sim', 'mat sim', 'MẤT  SIM', 'mat si'])
      expect(of(text, question)).toBe('[Mất sim] thì gọi nhà mạng khóa ngay.');
    expect(of('Xã Hoà Bình và xã Hòa An.', 'hoa')).toBe('Xã [Hoà] Bình và xã [Hòa] An.');
  });

  it('else the one with most of them, else the first', () => {
    expect(of(text, 'ma sim otp')).toBe('Không đọc [mã OTP] cho ai.');
    expect(of(text, 'xuất khẩu')).toBe('Giữ sim cẩn thận.');
    expect(of('Cán bộ xã giúp bạn.', 'căn cước')).toBe('Cán bộ xã giúp bạn.');
    expect(of('', 'sim')).toBe('');
  });

  it('cuts a long sentence so that the first hit is in it', () => {
    const long = `${'trước đó '.repeat(60)}mất sim ${'sau đó '.repeat(60)}`;
    const shown = of(long, 'mat sim');
    expect(shown).toMatch(/^….*\[mất sim\].*…$/);
    expect(shown.length).toBeLessThan(200);
  });

  it('shows the text as it is, however it is asked', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.string({ minLength: 1 }), { minLength: 1 }),
        (title, asked) => {
          expect(
            markedText(title, asked)
              .map((part) => part.text)
              .join(''),
          ).toBe(title);
        },
      ),
    );
  });
});
