import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { legacyFont, legacyFontOf } from './legacy-font.js';

/** TCVN3 by the letters' order in the standard; capitals are written with the small signs in the fonts ending in H. */
const LETTERS = [...'àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ'];
const ABC = [...'µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ'];
const VNI =
  'aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä ñ eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù î'.split(
    ' ',
  );

const map = (to: string[]) => (text: string) =>
  [...text].map((letter) => to[LETTERS.indexOf(letter.toLowerCase())] ?? letter).join('');

const NAMES = [
  'Nguyễn Văn Hùng',
  'Lò Thị Mai',
  'Giàng A Páo',
  'Vàng Thị Dợ',
  'Trần Đức Thắng',
  'Phạm Thị Thuý Hoà',
  'Sùng A Chứ',
  'Đặng Quốc Khánh',
  'Lường Văn Ơn',
  'Hoàng Thị Quế',
  'Tẩn Mí Sử',
  'Khoàng Xè Hừ',
  'Lý Mé Xá',
  'Chang Xuân Diện',
  'Đèo Thị Oanh',
  'Ngô Thuỷ Tiên',
  'Bùi Huệ Loan',
  'Họ và tên',
  'Ngày sinh',
  'Số điện thoại',
];

describe('texts in fonts of the time before Unicode', () => {
  it('knows a list in TCVN3', () => {
    expect(map(ABC)('Nguyễn Văn Hùng')).toBe('NguyÔn V¨n Hïng');
    expect(legacyFont(NAMES.map(map(ABC)))).toBe('tcvn3');
    expect(legacyFont(['Hä vµ tªn', 'Ngµy sinh', 'Sè ®iÖn tho¹i'])).toBe('tcvn3');
  });

  it('knows a list in VNI', () => {
    expect(map(VNI)('Nguyễn Văn Hùng')).toBe('Nguyeãn Vaên Huøng');
    expect(legacyFont(NAMES.map(map(VNI)))).toBe('vni');
    expect(legacyFont(['Hoï vaø teân', 'Ngaøy sinh', 'Soá ñieän thoaïi'])).toBe('vni');
  });

  it('takes no text in Unicode for either, composed or not, in capitals or not', () => {
    const syllables = NAMES.join(' ').split(' ');
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...syllables), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        fc.constantFrom('NFC', 'NFD'),
        (words, capitals, form) => {
          const text = words.join(' ');
          expect(legacyFontOf((capitals ? text.toLocaleUpperCase('vi') : text).normalize(form))).toBeNull();
        },
      ),
    );
    for (const name of [
      ...NAMES,
      'Tòng Văn Ín',
      'Hoài',
      'thuế',
      'khoảng',
      'quý',
      'huỳnh',
      'nghĩa',
      'Hoà',
      'Thuý',
      'Tuệ',
    ])
      expect([name, legacyFontOf(name)]).toEqual([name, null]);
    expect(legacyFont(NAMES)).toBeNull();
  });

  it('lets one odd name pass as one odd name', () => {
    expect(legacyFont([...NAMES, 'NguyÔn V¨n Hïng', 'V¨n'])).toBeNull();
    expect(legacyFontOf('NguyÔn V¨n Hïng')).toBe('tcvn3');
  });
});
