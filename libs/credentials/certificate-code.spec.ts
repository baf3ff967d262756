import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newCertificateCode, readCertificateCode } from './certificate-code.policy.js';

const code = fc.array(fc.nat(28), { minLength: 11, maxLength: 11 }).map((picks) => {
  let i = 0;
  return newCertificateCode(() => picks[i++]);
});

describe('a certificate code', () => {
  it('is found however it is typed', () => {
    fc.assert(
      fc.property(code, (issued) => {
        expect(readCertificateCode(issued)).toBe(issued);
        expect(readCertificateCode(issued.toLowerCase().replaceAll('-', ' '))).toBe(issued);
        expect(readCertificateCode(issued.replace('LC-', '').replaceAll('-', ''))).toBe(issued);
      }),
    );
  });

  it('is not found with one sign wrong or two neighbours swapped', () => {
    fc.assert(
      fc.property(code, fc.nat(10), fc.integer({ min: 1, max: 28 }), (issued, at, shift) => {
        const alphabet = '23456789ABCDEFGHJKMNPQRSTWXYZ';
        const signs = [...issued.replace('LC-', '').replaceAll('-', '')];
        const wrong = [...signs];
        wrong[at] = alphabet[(alphabet.indexOf(signs[at]) + shift) % 29];
        expect(readCertificateCode(wrong.join(''))).toBeNull();
        if (at < 10 && signs[at] !== signs[at + 1]) {
          const swapped = [...signs];
          [swapped[at], swapped[at + 1]] = [signs[at + 1], signs[at]];
          expect(readCertificateCode(swapped.join(''))).toBeNull();
        }
      }),
    );
  });
});
