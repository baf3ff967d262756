import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readBirth, readName, readPersonalNumber } from '#libs/identity';
import { readHead } from './roster-fields.policy.js';
import { isNobody, readRow } from './roster-row.policy.js';

const TODAY = '2026-11-20';

describe('fields of a roster row', () => {
  it.each([
    ['02/09/1972', { birthYear: 1972, birthDate: '1972-09-02' }],
    ['2-9-1972', { birthYear: 1972, birthDate: '1972-09-02' }],
    ['02.09.1972', { birthYear: 1972, birthDate: '1972-09-02' }],
    ['1972-09-02', { birthYear: 1972, birthDate: '1972-09-02' }],
    ['1972-09-02 00:00:00', { birthYear: 1972, birthDate: '1972-09-02' }],
    ['29/02/1972', { birthYear: 1972, birthDate: '1972-02-29' }],
    ['1972', { birthYear: 1972, birthDate: null }],
    ['00/00/1972', { birthYear: 1972, birthDate: null }],
    ['9/1972', { birthYear: 1972, birthDate: null }],
    ['02 / 09 /1972', { birthYear: 1972, birthDate: '1972-09-02' }],
    ['1972/9/2', { birthYear: 1972, birthDate: '1972-09-02' }],
    ['Ngày 02 tháng 9 năm 1972', { birthYear: 1972, birthDate: '1972-09-02' }],
    ['Sinh ngày 2/9/1972', { birthYear: 1972, birthDate: '1972-09-02' }],
    ['02-Sep-1972', { birthYear: 1972, birthDate: '1972-09-02' }],
    ['2 sept. 1972', { birthYear: 1972, birthDate: '1972-09-02' }],
    ['September 2, 1972', { birthYear: 1972, birthDate: '1972-09-02' }],
    ['1972-Sep-02', { birthYear: 1972, birthDate: '1972-09-02' }],
    ['02-Thg9-1972', { birthYear: 1972, birthDate: '1972-09-02' }],
    ['Sep-1972', { birthYear: 1972, birthDate: null }],
    ['SN 1972', { birthYear: 1972, birthDate: null }],
    ['s.n. 1972', { birthYear: 1972, birthDate: null }],
    ['Sinh năm: 1972', { birthYear: 1972, birthDate: null }],
    ['sinh năm 1972', { birthYear: 1972, birthDate: null }],
    ['năm 1972', { birthYear: 1972, birthDate: null }],
  ])('a birth date written %s', (text, value) => expect(readBirth(text, TODAY)).toEqual({ value }));

  it.each([
    ['29/02/1973', 'row.birth-no-such-day'],
    ['13/13/1973', 'row.birth-no-such-day'],
    ['02/09/72', 'row.birth-short-year'],
    ['21/11/2026', 'row.birth-future'],
    ['2027', 'row.birth-future'],
    ['1899', 'row.birth-too-early'],
    ['26543', 'row.birth-serial'],
    ['khoảng 1960', 'row.birth-about'],
    ['1980 (khoảng)', 'row.birth-about'],
    ['SN ~1980', 'row.birth-about'],
    ['1980?', 'row.birth-about'],
    ['SN 80', 'row.birth-short-year'],
    ['05-Mar-80', 'row.birth-short-year'],
    ['30 Feb 1980', 'row.birth-no-such-day'],
    ['05-Thg13-1980', 'row.birth-no-such-day'],
    ['5 Mai 1980', 'row.birth-invalid'],
    ['Mar-80', 'row.birth-invalid'],
    ['13/1980', 'row.birth-invalid'],
    ['1980-1981', 'row.birth-invalid'],
    ['sinh 1980 hoặc 1981', 'row.birth-invalid'],
    ['SN 2027', 'row.birth-future'],
  ])('a birth date that cannot be: %s', (text, code) => expect(readBirth(text, TODAY)).toEqual({ code }));

  it('reads every day however it is written', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-11-20'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.constantFrom('/', '-', '.'), fc.boolean(), (date, separator, zeros) => {
        const [y, m, d] = date.toISOString().slice(0, 10).split('-');
        const short = (part: string) => (zeros ? part : String(Number(part)));
        expect(readBirth([short(d), short(m), y].join(separator), TODAY)).toEqual({
          value: { birthYear: Number(y), birthDate: `${y}-${m}-${d}` },
        });
        expect(readBirth(`${y}-${m}-${d}`, TODAY)).toEqual(readBirth(`${d}/${m}/${y}`, TODAY));
      }),
    );
  });

  it('reads every day whose month is named, and never another day', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-11-20'), noInvalidDate: true });
    const style = fc.constantFrom('short' as const, 'long' as const);
    const forms = ['d-m-y', 'd m y', 'm d, y', 'y-m-d', 'd/m/y', 'SN d-m-y'];
    fc.assert(
      fc.property(day, style, fc.constantFrom(...forms), fc.boolean(), (date, month, form, capitals) => {
        const name = date.toLocaleString('en-US', { month, timeZone: 'UTC' });
        const iso = date.toISOString().slice(0, 10);
        const parts: Record<string, string> = { d: String(date.getUTCDate()), m: name, y: iso.slice(0, 4) };
        const text = form.replace(/[dmy]/g, (part) => parts[part]);
        const value = { birthYear: date.getUTCFullYear(), birthDate: iso };
        expect(readBirth(capitals ? text.toUpperCase() : text, TODAY)).toEqual({ value });
      }),
    );
  });

  it('takes nothing for a year of birth but the one year that is written', () => {
    const words = fc.constantFrom(
      'SN',
      'sinh',
      'năm',
      'khoảng',
      'tuổi',
      'hoặc',
      '(',
      '?',
      '1980',
      '46',
      '81',
      'Mar',
      '-',
      '/',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 5 }), fc.constantFrom(' ', ''), (some, between) => {
        const text = some.join(between);
        const read = readBirth(text, TODAY);
        if (!('value' in read)) return expect(read.code).toMatch(/^row\.birth-/);
        expect([...text.matchAll(/\d{4}/g)].map(([year]) => Number(year))).toEqual([read.value.birthYear]);
        expect(text).not.toMatch(/khoảng|hoặc|tuổi|[?(]/);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['012168001234', { value: '012168001234' }],
    ["'012168001234", { value: '012168001234' }],
    ['12168001234', { value: '012168001234' }],
    ['012 168 001 234', { value: '012168001234' }],
    ['1,2168E+10', { code: 'row.number-scientific' }],
    ['045123456', { code: 'row.number-old-card' }],
    ['0121680012', { code: 'row.number-invalid' }],
    ['912168001234', { code: 'row.number-invalid' }],
  ])('a personal number written %s', (text, read) => expect(readPersonalNumber(text)).toEqual(read));

  it('names: capitals get their usual form, the rest stays', () => {
    expect(readName("  GIÀNG  A  H'PÁO ")).toEqual({ value: "Giàng A H'Páo" });
    expect(readName('lò thị mai')).toEqual({ value: 'lò thị mai' });
    expect(readName('Mai 2')).toEqual({ code: 'row.name-invalid' });
    expect(readName(' ')).toEqual({ code: 'row.name-missing' });
  });

  it('the head of a unit', () => {
    for (const yes of ['x', 'X', 'Có', '✓', '1']) expect(readHead(yes)).toEqual({ value: true });
    for (const no of ['', 'Không', '0']) expect(readHead(no)).toEqual({ value: false });
    expect(readHead('phó')).toEqual({ code: 'row.head-unclear' });
  });
});

describe('a roster row', () => {
  it.each([
    '+84912345678',
    '84912345678',
    '0912345678',
    '912345678',
    '0912.345.678',
    "'0912345678",
    '912345678.0',
    '+84 (0)912 345 678',
  ])('knows the phone %s', (phone) =>
    expect(readRow({ fullName: 'Mai', phone }, TODAY).person.phone).toBe('+84912345678'),
  );

  it('says all that is wrong at once, each beside its column', () => {
    const { reasons } = readRow({ birth: '31/02/1970', phone: '12', personalNumber: '1', isHead: '?!' }, TODAY);
    expect(reasons).toEqual([
      { code: 'row.name-missing', column: 'fullName' },
      { code: 'row.birth-no-such-day', column: 'birth' },
      { code: 'row.number-invalid', column: 'personalNumber' },
      { code: 'row.phone-invalid', column: 'phone' },
    ]);
  });

  it('takes for blank what people and spreadsheets write for nothing', () => {
    const nothing = { phone: 'Không có', personalNumber: '-', unitName: '—', position: '0', unitCode: 'chưa có' };
    expect(readRow({ fullName: 'Mai', birth: '1970.0', ...nothing }, TODAY)).toMatchObject({
      person: { birthYear: 1970, phone: null, personalNumber: null, unitName: null, unitCode: null, position: null },
      reasons: [],
    });
    expect(isNobody({ birth: '00:00:00', phone: '0' })).toBe(true);
    expect(
      readRow({ fullName: 'Mai', birth: '1970', phone: 'x', position: 'Không chuyên trách' }, TODAY),
    ).toMatchObject({
      person: { position: 'Không chuyên trách' },
      reasons: [{ code: 'row.phone-invalid' }],
    });
  });

  it('is told of formulas that failed and of two phones in one cell', () => {
    const failed = { middleName: '#REF!', givenName: 'Mai', birth: '1970', unitName: '#N/A', position: 'Err:502' };
    expect(readRow(failed, TODAY).reasons).toEqual([
      { code: 'row.formula-failed', column: 'fullName' },
      { code: 'row.formula-failed', column: 'unitName' },
      { code: 'row.formula-failed', column: 'position' },
    ]);
    for (const phone of ['0912345678; 0987654321', '0912 345 678/0987 654 321', '0912345678 - 0987654321'])
      expect(readRow({ fullName: 'Mai', phone }, TODAY).reasons).toEqual([
        { code: 'row.phone-several', column: 'phone' },
      ]);
  });

  it('takes the birth year from the personal number, and refuses one that contradicts it', () => {
    expect(readRow({ fullName: 'Mai', personalNumber: '012168001234' }, TODAY).person.birthYear).toBe(1968);
    expect(readRow({ fullName: 'Mai', personalNumber: '012305001234' }, TODAY).person.birthYear).toBe(2005);
    expect(readRow({ fullName: 'Mai', personalNumber: '012168001234', birth: '1969' }, TODAY).reasons).toEqual([
      { code: 'row.number-not-of-birth-year', column: 'personalNumber' },
    ]);
  });

  it('needs more than a name', () => {
    expect(readRow({ fullName: 'Mai' }, TODAY).reasons).toEqual([{ code: 'row.not-recognisable', column: 'birth' }]);
  });
});
