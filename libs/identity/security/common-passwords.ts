import { fold } from '#libs/platform';

/** What people choose first, and what others try first; compared folded, without spaces and signs. */
const COMMON = new Set(
  `password password1 password12 password123 password1234 password12345 password123456 passw0rd p4ssw0rd
   matkhau matkhau1 matkhau12 matkhau123 matkhau1234 matkhau12345 matkhau123456 matkhau2025 matkhau2026 matkhaucuatoi
   matkhaudangnhap quenmatkhau khongbiet khongcomatkhau qwerty123 qwertyui qwertyuiop qwerty123456 qwertyuiop123 qwertyuiopasdf
   asdfghjk asdfghjkl asdfghjkl123 zxcvbnm123 iloveyou iloveyou123 iloveyouforever anhyeuem anhyeuem123 anhyeuemnhieulam
   anhyeuemmaimai emyeuanh emyeuanhnhieulam toiyeuem toiyeuvietnam toiyeulaichau conyeume conyeubome conyeubamenhieu giadinhlasomot
   vietnam1 vietnam123 vietnam2026 vietnamvodich vietnamquehuongtoi laichau1 laichau123 laichau2025 laichau2026 tinhlaichau
   tinhlaichau2026 hocvuso1 hocvuso123 hocvuso123456 binhdanhocvuso binhdanhocvuso2026 nopasswordforme abcd1234 abc12345 abc123456
   abc123456789 abcdefgh abcdefghijklmn abcdefghijklmnop aa123456 a1234567 a123456789 aa123456789 admin123 admin123456 administrator
   administrator1 administrator123 123456aa 123456abc 1234567890abc 123456789abcde 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y7u 1qaz2wsx3edc4rfv
   12345678901234`.split(/\s+/),
);

export function isCommonPassword(password: string): boolean {
  const bare = fold(password).replace(/[^a-z0-9]/g, '');
  return COMMON.has(bare) || isRun(password) || isRepeated(bare);
}

/** "11111111", "12345678", "87654321": each character is the one before, plus a fixed step of at most one. */
function isRun(password: string): boolean {
  const codes = [...password].map((character) => character.codePointAt(0)!);
  const steps = new Set(codes.slice(1).map((code, i) => (code - codes[i]! + 10) % 10));
  return steps.size === 1 && [0, 1, 9].includes([...steps][0]!) && /^(\d+|(.)\2+)$/u.test(password);
}

/** "abcabcabcabcabc", "20262026202620": a short piece again and again. */
const isRepeated = (bare: string): boolean =>
  bare.length >= 8 &&
  [1, 2, 3, 4].some((size) => bare === bare.slice(0, size).repeat(bare.length).slice(0, bare.length));
