import type { ParsedAudio } from './read-audio.js';

/** Kilobits a second by index, MPEG-1 and MPEG-2/2.5, layer III; 0 is a rate of its own, which nobody plays well. */
const RATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const RATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLINGS = [44_100, 48_000, 32_000];

interface Frame {
  bytes: number;
  samples: number;
  sampling: number;
  /** Where an encoder's table of the file begins, if this frame holds one instead of sound. */
  tableAt: number;
}

/**
 * The frames of an MP3 from the first to the last whole one, and their length: counted, so that it is right for every
 * encoder. Null: no MP3. What stands around the frames (covers, names, places) is left out.
 */
export function readMp3(data: Buffer, start: number): ParsedAudio | 'damaged' | null {
  const first = frameAt(data, start);
  if (!first || !frameAt(data, start + first.bytes)) return null;
  let [at, samples] = [start, 0];
  for (let frame: Frame | null = first; frame; frame = frameAt(data, at)) {
    if (frame.sampling !== first.sampling || at + frame.bytes > data.length) break;
    if (at > start || !holdsTable(data, at, frame)) samples += frame.samples;
    at += frame.bytes;
  }
  if (!endsHere(data, at)) return 'damaged';
  return { format: 'mp3', milliseconds: Math.round((samples * 1000) / first.sampling), data: data.subarray(start, at) };
}

function frameAt(data: Buffer, at: number): Frame | null {
  if (at + 4 > data.length || data[at] !== 0xff || (data[at + 1]! & 0xe6) !== 0xe2) return null;
  const version = (data[at + 1]! >> 3) & 3;
  const rate = (version === 3 ? RATES_1 : RATES_2)[data[at + 2]! >> 4];
  const full = SAMPLINGS[(data[at + 2]! >> 2) & 3];
  if (version === 1 || !rate || !full) return null;
  const sampling = full / { 3: 1, 2: 2, 0: 4 }[version]!;
  const samples = version === 3 ? 1152 : 576;
  const bytes = Math.floor((samples * 125 * rate) / sampling) + ((data[at + 2]! >> 1) & 1);
  const mono = data[at + 3]! >> 6 === 3;
  const side = version === 3 ? (mono ? 17 : 32) : mono ? 9 : 17;
  return { bytes, samples, sampling, tableAt: 4 + side };
}

function holdsTable(data: Buffer, at: number, { tableAt }: Frame): boolean {
  const mark = (from: number) => data.toString('latin1', at + from, at + from + 4);
  return ['Xing', 'Info'].includes(mark(tableAt)) || mark(36) === 'VBRI';
}

/** After the last frame: nothing, a piece of one, zeros, or words of a player. Anything else is a hole in the sound. */
function endsHere(data: Buffer, at: number): boolean {
  const rest = data.subarray(at);
  const words = /^(TAG|APETAGEX|LYRICSBEGIN|ID3)/.test(rest.toString('latin1', 0, 12));
  return words || rest.length < 2048 || rest.every((byte) => byte === 0);
}
