import { boxOf, boxOn, boxesIn, type Box } from './mp4-boxes.js';
import type { ParsedAudio } from './read-audio.js';

/** AAC of MPEG-4, and of MPEG-2 in its three profiles (ISO/IEC 14496-1, object types). */
const AAC = [0x40, 0x66, 0x67, 0x68];
/** Words about the sound: who, where, a cover. Not kept: a telephone writes the place of the recording there. */
const WORDS = ['udta', 'meta', 'uuid', 'free', 'skip'];

/**
 * An M4A with one track of AAC, put so that its index comes before the sound: a phone then plays from the first bytes on.
 * Null: no MP4. `video`: it has pictures. `foreign`: sound that not every phone plays.
 */
export function readMp4(data: Buffer): ParsedAudio | 'damaged' | 'video' | 'foreign' | null {
  if (data.toString('latin1', 4, 8) !== 'ftyp') return null;
  const top = boxesIn(data, 0, data.length);
  const moov = top?.find(({ type }) => type === 'moov');
  if (!top || !moov) return 'damaged';
  const tracks = (boxesIn(data, moov.inside, moov.end) ?? []).filter(({ type }) => type === 'trak');
  const kinds = tracks.map((track) => handlerOf(data, track));
  if (kinds.includes('vide')) return 'video';
  const sound = tracks[kinds.indexOf('soun')];
  if (!sound || kinds.filter((kind) => kind === 'soun').length !== 1 || top.some(({ type }) => type === 'moof'))
    return 'foreign';
  if (!isAac(data, sound)) return 'foreign';
  const milliseconds = lengthOf(data, sound);
  const whole = milliseconds === null ? null : indexFirst(data, top, moov, sound);
  return whole ? { format: 'm4a', milliseconds: milliseconds!, data: whole } : 'damaged';
}

function handlerOf(data: Buffer, track: Box): string | null {
  const handler = boxOn(data, track, 'mdia', 'hdlr');
  return handler && data.toString('latin1', handler.inside + 8, handler.inside + 12);
}

function isAac(data: Buffer, track: Box): boolean {
  const table = boxOn(data, track, 'mdia', 'minf', 'stbl', 'stsd');
  if (!table || table.end - table.inside < 16) return false;
  if (data.toString('latin1', table.inside + 12, table.inside + 16) !== 'mp4a') return false;
  const esds = data.indexOf('esds', table.inside, 'latin1');
  if (esds < 0 || esds > table.end) return false;
  // After the version: descriptor 3 with the number of the stream and flags, in it descriptor 4 with the type.
  const stream = descriptorAt(data, esds + 8, 3);
  const decoder = stream && descriptorAt(data, stream + 3, 4);
  return Boolean(decoder && AAC.includes(data[decoder]!));
}

/** Where the inside of a descriptor begins: its length takes one to four bytes. */
function descriptorAt(data: Buffer, at: number, tag: number): number | null {
  if (data[at] !== tag) return null;
  let inside = at + 1;
  while (inside < at + 4 && data[inside]! & 0x80) inside += 1;
  return inside + 1;
}

/** Counted from the samples, for some recorders write no length, or that of the video. */
function lengthOf(data: Buffer, track: Box): number | null {
  const head = boxOn(data, track, 'mdia', 'mdhd');
  const times = boxOn(data, track, 'mdia', 'minf', 'stbl', 'stts');
  const sizes = boxOn(data, track, 'mdia', 'minf', 'stbl', 'stsz');
  if (!head || !times || !sizes || sizes.end - sizes.inside < 12 || head.end - head.inside < 24) return null;
  const scale = data.readUInt32BE(head.inside + (data[head.inside] === 1 ? 20 : 12));
  const rows = data.readUInt32BE(times.inside + 4);
  if (scale === 0 || times.inside + 8 + rows * 8 > times.end) return null;
  let [samples, units] = [0, 0];
  for (let row = 0; row < rows; row += 1) {
    const count = data.readUInt32BE(times.inside + 8 + row * 8);
    samples += count;
    units += count * data.readUInt32BE(times.inside + 12 + row * 8);
  }
  return samples === data.readUInt32BE(sizes.inside + 8) ? Math.round((units * 1000) / scale) : null;
}

/** The same file with its index in front and without words; null when the index points beside the sound. */
function indexFirst(data: Buffer, top: Box[], moov: Box, sound: Box): Buffer | null {
  const media = top.filter(({ type }) => type === 'mdat');
  const head = data.subarray(top[0]!.start, top[0]!.end);
  const shape = index(data, moov, sound, (offset) => offset);
  if (!shape) return null;
  let next = head.length + shape.length;
  const moves = media.map(({ inside, end }) => {
    const move = { inside, end, by: next + 8 - inside };
    next += end - inside + 8;
    return move;
  });
  const moved = index(data, moov, sound, (offset) => {
    const move = moves.find(({ inside, end }) => offset >= inside && offset < end);
    return move ? offset + move.by : null;
  });
  return (
    moved && Buffer.concat([head, moved, ...media.map(({ inside, end }) => boxOf('mdat', data.subarray(inside, end)))])
  );
}

/** What holds what, from the index down to the tables. */
const FOLDERS = ['moov', 'trak', 'mdia', 'minf', 'stbl'];

type Place = (offset: number) => number | null;

/** `moov` with its one track of sound, every place in the file put anew. */
function index(data: Buffer, box: Box, sound: Box, place: Place, depth = 0): Buffer | null {
  if (box.type === 'stco' || box.type === 'co64') return offsets(data, box, place);
  if (box.type !== FOLDERS[depth]) return data.subarray(box.start, box.end);
  const inner = boxesIn(data, box.inside, box.end)?.filter(
    (one) => !WORDS.includes(one.type) && (one.type !== 'trak' || one.start === sound.start),
  );
  const parts = inner?.map((one) => index(data, one, sound, place, depth + 1));
  return parts && parts.every((part) => part !== null) ? boxOf(box.type, ...(parts as Buffer[])) : null;
}

function offsets(data: Buffer, { type, inside, end }: Box, place: Place): Buffer | null {
  const wide = type === 'co64' ? 8 : 4;
  const count = end - inside < 8 ? 0 : data.readUInt32BE(inside + 4);
  if (count === 0 || inside + 8 + count * wide > end) return null;
  const body = Buffer.from(data.subarray(inside, inside + 8 + count * wide));
  for (let at = 8; at < body.length; at += wide) {
    const to = place(wide === 8 ? Number(body.readBigUInt64BE(at)) : body.readUInt32BE(at));
    if (to === null) return null;
    if (wide === 8) body.writeBigUInt64BE(BigInt(to), at);
    else body.writeUInt32BE(to, at);
  }
  return boxOf(type, body);
}
