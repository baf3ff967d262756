import { invalid, type DomainError } from '#libs/platform';
import type { AudioFormat } from '../../module-content.js';
import { readAdts } from './adts.parser.js';
import { readMp3 } from './mp3.parser.js';
import { readMp4 } from './mp4.parser.js';

export const MAX_BYTES = 10 * 1024 * 1024;
export const MAX_SECONDS = 15 * 60;
/** Half of what a weak line brings in a second: heavier sound stops and stops again. */
export const MAX_BITS_A_SECOND = 200_000;

export interface ParsedAudio {
  format: AudioFormat;
  milliseconds: number;
  /** The sound alone, ready to be played while it arrives. */
  data: Buffer;
}

export interface Audio {
  format: AudioFormat;
  /** Rounded, at least 1. */
  seconds: number;
  data: Buffer;
}

/**
 * What a file is by its content, whatever its name says: MP3, M4A with AAC, or bare AAC. Answers the sound without covers
 * and words about it. Refuses, beside `file`, `narration.too-large`, `.not-audio`, `.video`, `.damaged`, `.too-short`,
 * `.too-long`, `.too-heavy`.
 */
export function readAudio(file: Buffer): Audio {
  if (file.length === 0) throw refused('file-missing');
  if (file.length > MAX_BYTES) throw refused('too-large');
  const start = afterId3(file);
  const parsed = readMp4(file) ?? readMp3(file, start) ?? readAdts(file, start) ?? 'foreign';
  if (parsed === 'foreign') throw refused('not-audio');
  if (parsed === 'damaged' || parsed === 'video') throw refused(parsed);
  const { format, milliseconds, data } = parsed;
  if (milliseconds < 1000) throw refused('too-short');
  if (milliseconds > MAX_SECONDS * 1000) throw refused('too-long');
  if ((data.length * 8000) / milliseconds > MAX_BITS_A_SECOND) throw refused('too-heavy');
  return { format, seconds: Math.round(milliseconds / 1000), data };
}

const refused = (why: string): DomainError => invalid(`narration.${why}`, { file: `narration.${why}` });

/** Past the tags before the sound: one or several, and the zeros some writers leave after them. */
function afterId3(file: Buffer): number {
  let at = 0;
  while (file.toString('latin1', at, at + 3) === 'ID3' && at + 10 <= file.length) {
    const size = [6, 7, 8, 9].reduce((sum, byte) => sum * 128 + (file[at + byte]! & 0x7f), 0);
    at += 10 + size + (file[at + 5]! & 0x10 ? 10 : 0);
  }
  while (at > 0 && file[at] === 0) at += 1;
  return at;
}
