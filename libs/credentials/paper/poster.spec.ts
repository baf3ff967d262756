import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { posterPdf, type PosterContent } from './poster-pdf.js';

const CONTENT: PosterContent = {
  above: 'An toàn thông tin',
  title: 'Mật khẩu và mã OTP',
  summary: 'Học xong, bạn đặt được mật khẩu khó đoán và không đọc mã OTP cho bất cứ ai.',
  url: 'https://hocvuso.example.vn/hoc/an-toan-thong-tin/mat-khau-va-ma-otp',
};
const boxOf = (pdf: Buffer) =>
  pdf
    .toString('latin1')
    .match(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/)!
    .slice(1)
    .map(Number);
const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)!.length;

describe('a poster', () => {
  it('is one sheet of A4 or A3, the same bytes each time', async () => {
    const [a4, again, a3] = await Promise.all([
      posterPdf(CONTENT, 'a4'),
      posterPdf(CONTENT, 'a4'),
      posterPdf(CONTENT, 'a3'),
    ]);
    expect(boxOf(a4)).toEqual([595.28, 841.89]);
    expect(boxOf(a3).map(Math.round)).toEqual([842, 1191]);
    expect([pagesOf(a4), pagesOf(a3)]).toEqual([1, 1]);
    expect(a4.equals(again)).toBe(true);
  });

  it('stays one sheet whatever stands on it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 0, max: 500 }), async (title, summary) => {
        const words = (length: number) => 'Giữ kín mật khẩu của mình, '.repeat(20).slice(0, length).trim();
        const pdf = await posterPdf({ ...CONTENT, title: words(title) || 'A', summary: words(summary) }, 'a4');
        return pagesOf(pdf) === 1;
      }),
      { numRuns: 10 },
    );
  });
});
