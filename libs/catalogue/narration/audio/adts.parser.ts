import type { ParsedAudio } from './read-audio.js';

const SAMPLINGS = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
];

/** AAC frame after frame, as recorders without a container write it. Null: not that. */
export function readAdts(data: Buffer, start: number): ParsedAudio | 'damaged' | null {
  const first = frameAt(data, start);
  if (!first || !frameAt(data, start + first.bytes)) return null;
  let [at, samples] = [start, 0];
  for (let frame = frameAt(data, at); frame && at + frame.bytes <= data.length; frame = frameAt(data, at)) {
    if (frame.sampling !== first.sampling) break;
    samples += frame.samples;
    at += frame.bytes;
  }
  const rest = data.subarray(at);
  if (rest.length >= 2048 && !/^(TAG|APETAGEX)/.test(rest.toString('latin1', 0, 8))) return 'damaged';
  return { format: 'aac', milliseconds: Math.round((samples * 1000) / first.sampling), data: data.subarray(start, at) };
}

function frameAt(data: Buffer, at: number) {
  if (at + 7 > data.length || data[at] !== 0xff || (data[at + 1]! & 0xf6) !== 0xf0) return null;
  const sampling = SAMPLINGS[(data[at + 2]! >> 2) & 15];
  const bytes = ((data[at + 3]! & 3) << 11) | (data[at + 4]! << 3) | (data[at + 5]! >> 5);
  if (!sampling || bytes < 7) return null;
  return { bytes, sampling, samples: 1024 * ((data[at + 6]! & 3) + 1) };
}
