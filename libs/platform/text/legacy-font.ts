/** Texts of the time before Unicode: what their fonts showed as Vietnamese are other signs. */
export type LegacyFont = 'tcvn3' | 'vni';

/** Signs inside words that Vietnamese has no use for, but TCVN3 (ABC) writes its vowels and đ with. */
const TCVN3 =
  /\p{L}[µ¸¶·¹¨»¾¼½©«¬­®ª×÷¡¢§£¤¥¦]|[µ¸¶·¹¨»¾¼½©«¬®ª×÷¡¢§£¤¥¦]\p{L}|\p{L}[ÆÇËÎÏÑÖØÜÞßäåæçëîïñöøûüþ](?![\p{L}])/u;
/** VNI puts a sign behind the vowel: after a and e no Vietnamese word has a vowel with a tone, and never these signs. */
const VNI = /[ae][ùøûõïâáàåãäêéèúüë]|[oôuöyi][øûïåäëüñ]|ñ[aeiouyôö]|ö[ùøûõïôi]|[oô][ùõ]/iu;

/** Which of them a text is written in, if it is. */
export function legacyFontOf(text: string): LegacyFont | null {
  const word = text.normalize('NFC');
  if (MODERN.test(word)) return null;
  if (VNI.test(word)) return 'vni';
  return TCVN3.test(word) ? 'tcvn3' : null;
}

/** Letters that only Unicode has: ả, ậ, ơ, ư, đ … */
const MODERN = /[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1e00-\u1eff]/u;

/** Two signs of it at least, and more of it than of Vietnamese in Unicode: one odd name does not condemn a file. */
export function legacyFont(texts: Iterable<string>): LegacyFont | null {
  const seen = { tcvn3: 0, vni: 0 };
  let modern = 0;
  for (const text of texts) {
    if (MODERN.test(text.normalize('NFC'))) modern += 1;
    const font = legacyFontOf(text);
    if (font) seen[font] += 1;
  }
  const font = seen.vni > seen.tcvn3 ? 'vni' : 'tcvn3';
  return seen[font] >= 2 && seen[font] > modern ? font : null;
}
