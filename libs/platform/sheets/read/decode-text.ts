import { legacyFont } from '../../text/legacy-font.js';
import { refuseSheet } from './sheet-limits.js';

/** PDF, PNG, JPEG, RAR, 7z: what people send by mistake, whatever the file is called. */
const OTHER_FILES = ['25504446', '89504e47', 'ffd8ff', '52617221', '377abcaf'].map((hex) => Buffer.from(hex, 'hex'));

/**
 * UTF-8 with or without its mark, and UTF-16 as Excel's "Unicode Text" is. Old encodings are refused: which one a file
 * has cannot be told for sure, and a wrong guess spoils names. Where it can be told, the refusal says it.
 */
export function decodeText(bytes: Buffer): string {
  if (OTHER_FILES.some((start) => bytes.subarray(0, start.length).equals(start))) throw refuseSheet('sheet.not-text');
  const utf16 = utf16Of(bytes);
  const text = utf16 ? new TextDecoder(utf16).decode(bytes) : decodeUtf8(bytes);
  if (text.includes('\0')) throw refuseSheet('sheet.not-text');
  if (text.trim() === '') throw refuseSheet('sheet.empty');
  if (/^\s*<(!doctype|html|table|\?xml|head|meta)/i.test(text)) throw refuseSheet('sheet.html');
  return text;
}

function utf16Of(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // Without its mark: every other byte of plain letters is zero.
  const zeros = [0, 0];
  const seen = Math.min(bytes.length, 1000);
  for (let i = 0; i < seen; i += 1) if (bytes[i] === 0) zeros[i % 2] += 1;
  if (zeros[1] > seen / 8 && zeros[0] < zeros[1] / 8) return 'utf-16le';
  return zeros[0] > seen / 8 && zeros[1] < zeros[0] / 8 ? 'utf-16be' : null;
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // A broken file in Unicode is no old one.
    if (/[\u1e00-\u1eff]/.test(bytes.toString('utf8'))) throw refuseSheet('sheet.not-utf8');
    const font = legacyFont(new TextDecoder('windows-1252').decode(bytes.subarray(0, 100_000)).split(/[\s;,\t"]+/));
    throw refuseSheet(font ? `sheet.${font}` : 'sheet.not-utf8');
  }
}
