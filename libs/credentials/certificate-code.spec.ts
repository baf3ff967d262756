import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newCertificateCode, readCertificateCode } from './certificate-code.policy.js';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXY';
const code = fc.array(fc.nat(ALPHABET.length - 1), { minLength: 11, maxLength: 11 }).map((picks) => {
  let i = 0;
  return newCertificateCode(() => picks[i++]!);
});
const signsOf = (issued: string) => [...issued.replace(/^LC-/, '').replaceAll('-', '')];

describe('a certificate code', () => {
  it('stands in three groups after LC, without signs that are taken for another', () => {
    fc.assert(fc.property(code, (issued) => expect(issued).toMatch(/^LC(-[0-9A-HJKMNP-TV-Y]{4}){3}$/)));
    expect(newCertificateCode()).not.toBe(newCertificateCode());
  });

  it('is found however it is typed', () => {
    fc.assert(
      fc.property(code, (issued) => {
        const bare = signsOf(issued).join('');
        const typed = [
          issued,
          issued.toLowerCase(),
          issued.replaceAll('-', ''),
          ` ${issued.replaceAll('-', ' ')} `,
          issued.replaceAll('-', '–'),
          bare,
          bare.toLowerCase(),
          `LC${bare}`,
        ];
        for (const text of typed) expect(readCertificateCode(text)).toBe(issued);
      }),
    );
  });

  it('is found when signs are taken for their look-alikes', () => {
    const lookalikes: [RegExp, string][] = [
      [/0/g, 'O'],
      [/0/g, 'o'],
      [/1/g, 'I'],
      [/1/g, 'l'],
      [/V/g, 'U'],
      [/2/g, 'z'],
      [/D/g, 'đ'],
    ];
    fc.assert(
      fc.property(code, (issued) => {
        for (const [sign, other] of lookalikes) {
          expect(readCertificateCode(issued.replace(sign, other))).toBe(issued);
          expect(readCertificateCode(signsOf(issued).join('').replace(sign, other))).toBe(issued);
        }
      }),
    );
  });

  it('is not found with one sign wrong, at any place', () => {
    fc.assert(
      fc.property(code, fc.nat(11), fc.integer({ min: 1, max: 30 }), (issued, at, shift) => {
        const signs = signsOf(issued);
        signs[at] = ALPHABET[(ALPHABET.indexOf(signs[at]!) + shift) % ALPHABET.length]!;
        expect(readCertificateCode(signs.join(''))).toBeNull();
      }),
    );
  });

  it('is not found with two neighbours swapped, at any place', () => {
    fc.assert(
      fc.property(code, fc.nat(10), (issued, at) => {
        const signs = signsOf(issued);
        fc.pre(signs[at] !== signs[at + 1]);
        [signs[at], signs[at + 1]] = [signs[at + 1]!, signs[at]!];
        expect(readCertificateCode(signs.join(''))).toBeNull();
      }),
    );
  });

  it('reads nothing out of other texts, however long', () => {
    fc.assert(fc.property(fc.string({ maxLength: 11 }), (text) => expect(readCertificateCode(text)).toBeNull()));
    expect(readCertificateCode('')).toBeNull();
    expect(readCertificateCode('0'.repeat(10_000))).toBeNull();
  });
});
