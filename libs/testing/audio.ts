/** Sound files made by hand, silent but whole: a browser plays them. */

/** MPEG-1 layer III, 44,100 Hz, mono, `kilobits` a second; a frame is 26.1 ms. */
export function mp3File(seconds: number, { kilobits = 64, mark = 0 } = {}): Buffer {
  const rate = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320].indexOf(kilobits);
  const frame = Buffer.alloc(Math.floor((144_000 * kilobits) / 44_100));
  frame.set([0xff, 0xfb, rate << 4, 0xc0]);
  const file = Buffer.concat(Array.from({ length: Math.round((seconds * 44_100) / 1152) }, () => frame));
  // Behind the (empty) sound of the last frame: another file, the same silence.
  file.writeUInt32BE(mark, file.length - 4);
  return file;
}

/** An ID3v2 tag with a cover of so many bytes. */
export function id3Tag(bytes: number): Buffer {
  const head = Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 0]);
  for (let at = 0; at < 4; at += 1) head[9 - at] = (bytes >> (7 * at)) & 0x7f;
  return Buffer.concat([head, Buffer.alloc(bytes, 0x41)]);
}

const SAMPLING = 44_100;
/** One AAC-LC frame of silence, mono: 1,024 samples. */
const SILENCE = Buffer.from([0x00, 0xc8, 0x00, 0x80, 0x23, 0x80]);

export function adtsFile(seconds: number): Buffer {
  const bytes = SILENCE.length + 7;
  const head = Buffer.from([
    0xff,
    0xf1,
    0x50,
    0x40 | (bytes >> 11),
    (bytes >> 3) & 0xff,
    ((bytes & 7) << 5) | 0x1f,
    0xfc,
  ]);
  return Buffer.concat(Array.from({ length: frames(seconds) }, () => Buffer.concat([head, SILENCE])));
}

const frames = (seconds: number) => Math.round((seconds * SAMPLING) / 1024);

interface M4aShape {
  /** As telephones write it: the index after the sound. */
  indexLast?: boolean;
  handler?: 'soun' | 'vide';
  codec?: string;
  /** Words about the sound, inside the index. */
  words?: string;
  wide?: boolean;
}

export function m4aFile(seconds: number, shape: M4aShape = {}): Buffer {
  const { indexLast = true } = shape;
  const count = frames(seconds);
  const sound = Buffer.concat(Array.from({ length: count }, () => SILENCE));
  const head = box('ftyp', Buffer.from('M4A \0\0\0\0M4A mp42isom', 'latin1'));
  const media = box('mdat', sound);
  const before = head.length + 8;
  if (indexLast) return Buffer.concat([head, media, index(count, before, shape)]);
  return Buffer.concat([head, index(count, before + index(count, 0, shape).length, shape), media]);
}

function index(count: number, offset: number, { handler = 'soun', codec = 'mp4a', words, wide }: M4aShape): Buffer {
  const length = count * 1024;
  const matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
  const mvhd = box('mvhd', u32(0, 0, 0, SAMPLING, length, 0x10000, 0x01000000, 0, 0), matrix, u32(0, 0, 0, 0, 0, 0, 2));
  const tkhd = box('tkhd', u32(7, 0, 0, 1, 0, length, 0, 0, 0, 0x01000000), matrix, u32(0, 0));
  const mdhd = box('mdhd', u32(0, 0, 0, SAMPLING, length, 0x55c40000));
  const hdlr = box('hdlr', u32(0, 0), Buffer.from(handler), u32(0, 0, 0), Buffer.from([0]));
  const config = Buffer.from([0x05, 2, 0x12, 0x08]);
  const decoder = Buffer.concat([
    Buffer.from([0x04, 13 + config.length, 0x40, 0x15, 0, 0, 0]),
    u32(64_000, 64_000),
    config,
  ]);
  const stream = Buffer.concat([Buffer.from([0x03, 3 + decoder.length + 3, 0, 1, 0]), decoder, Buffer.from([6, 1, 2])]);
  const esds = box('esds', u32(0), stream);
  const entry = box(codec, u32(0, 1, 0, 0, 0x00010010, 0, SAMPLING * 0x10000), esds);
  const stbl = box(
    'stbl',
    box('stsd', u32(0, 1), entry),
    box('stts', u32(0, 1, count, 1024)),
    box('stsc', u32(0, 1, 1, count, 1)),
    box('stsz', u32(0, SILENCE.length, count)),
    wide ? box('co64', u32(0, 1, 0, offset)) : box('stco', u32(0, 1, offset)),
  );
  const minf = box('minf', box('smhd', u32(0, 0)), box('dinf', box('dref', u32(0, 1), box('url ', u32(1)))), stbl);
  const trak = box('trak', tkhd, box('mdia', mdhd, hdlr, minf));
  return box('moov', mvhd, trak, ...(words ? [box('udta', Buffer.from(words))] : []));
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const inside = Buffer.concat(parts);
  return Buffer.concat([u32(inside.length + 8), Buffer.from(type, 'latin1'), inside]);
}

function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => bytes.writeUInt32BE(value >>> 0, at * 4));
  return bytes;
}
