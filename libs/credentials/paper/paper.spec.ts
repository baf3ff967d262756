import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import QRCode from 'qrcode';
import { weaveFrame } from './brocade.js';
import { fitText } from './fit-text.js';
import { qrPath } from './qr-path.js';

/** A pretended font in which every letter is half as wide as the size. */
const half = (text: string) => text.length / 2;
const word = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'ộ', 'Đ', 'ề') });
const name = fc.array(word, { minLength: 1, maxLength: 20 }).map((words) => words.join(' '));

describe('a text on the paper', () => {
  it('fits its line, whatever its length, and loses no word', () => {
    const line = { size: 40, width: 620, broken: { smallest: 21, size: 21 } };
    fc.assert(
      fc.property(name, (text) => {
        const { lines, size } = fitText(text, half, line);
        for (const each of lines) expect(half(each) * size).toBeLessThanOrEqual(line.width);
        expect(lines.join(' ')).toBe(text);
        expect(lines.length).toBeLessThanOrEqual(2);
        if (lines.length === 1 && text.includes(' ')) expect(size).toBeGreaterThanOrEqual(line.broken.smallest);
      }),
    );
  });

  it('keeps the full size while there is room, and is broken evenly when there is not', () => {
    const line = { size: 40, width: 620, broken: { smallest: 21, size: 21 } };
    expect(fitText('Lò Thị Mai', half, line)).toEqual({ lines: ['Lò Thị Mai'], size: 40 });
    const { lines } = fitText(Array.from({ length: 16 }, () => 'Nguyễn').join(' '), half, line);
    expect(lines[0]).toBe(lines[1]);
  });
});

describe('the QR', () => {
  it('draws exactly the dark dots', () => {
    const text = 'https://hocvuso.example.vn/xac-minh/LC-7K3M-9QXT-2HFA';
    const { path, size } = qrPath(text);
    const dots = new Set<string>();
    for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
      for (let i = 0; i < Number(run); i += 1) dots.add(`${Number(x) + i},${y}`);
    const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
    for (let y = 0; y < size; y += 1)
      for (let x = 0; x < size; x += 1) expect(dots.has(`${x},${y}`)).toBe(Boolean(modules.get(y, x)));
  });
});

describe('the woven frame', () => {
  it('is the same from the left and the right, above and below', () => {
    const frame = { x: 10, y: 20, width: 400, height: 300, band: 18, across: 5, down: 4 };
    for (const path of Object.values(weaveFrame(frame))) {
      const stitches = [...path.matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)/g)].map((match) =>
        match.slice(1).map(Number),
      );
      expect(stitches.length).toBeGreaterThan(100);
      const key = (...values: number[]) => values.map((value) => value.toFixed(0)).join(' ');
      const there = new Set(stitches.map(([x, y, w, h]) => key(x! + w! / 2, y! + h! / 2)));
      for (const [x, y, w, h] of stitches) {
        const [cx, cy] = [x! + w! / 2, y! + h! / 2];
        const near = (a: number, b: number) =>
          [-1, 0, 1].some((dx) => [-1, 0, 1].some((dy) => there.has(key(a + dx, b + dy))));
        expect(near(2 * frame.x + frame.width - cx, cy)).toBe(true);
        expect(near(cx, 2 * frame.y + frame.height - cy)).toBe(true);
        expect(x! >= frame.x && x! + w! <= frame.x + frame.width + 0.1).toBe(true);
        expect(y! >= frame.y && y! + h! <= frame.y + frame.height + 0.1).toBe(true);
      }
    }
  });
});
