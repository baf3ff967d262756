import { createInflateRaw } from 'node:zlib';
import { RATIO_FROM, refuseSheet, sheetTooLarge, type SheetLimits } from './sheet-limits.js';

interface ZipEntry {
  name: string;
  method: number;
  /** Packed. */
  bytes: number;
  /** Unpacked, as the archive claims. */
  size: number;
  offset: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const SENTINEL = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;

/**
 * A zip archive in memory, read by its list of contents: names, number and claimed sizes of the parts are judged before
 * anything is unpacked, and what is unpacked is counted piece by piece, because claims may lie. Parts that nobody asks for
 * are never unpacked, names are never used as paths.
 *
 * Read by the list and not from the front (as fflate's Unzip does), because parts of unknown size can there be told apart
 * only by searching packed data for a signature, and because a workbook's sheet stands before the texts it refers to.
 */
export class ZipArchive {
  private unpacked = 0;

  private constructor(
    private readonly bytes: Buffer,
    private readonly entries: Map<string, ZipEntry>,
    private readonly limits: SheetLimits,
  ) {}

  static open(bytes: Buffer, limits: SheetLimits): ZipArchive {
    try {
      return new ZipArchive(bytes, listEntries(bytes, limits), limits);
    } catch (error) {
      throw error instanceof RangeError ? refuseSheet('sheet.damaged') : error;
    }
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase());
  }

  /** The part's text in pieces. */
  async *text(name: string): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
      for await (const chunk of this.unpack(name)) yield decoder.decode(chunk, { stream: true });
      decoder.decode();
    } catch (error) {
      if (error instanceof TypeError || (error as { code?: string }).code?.startsWith('Z_'))
        throw refuseSheet('sheet.damaged');
      throw error;
    }
  }

  private async *unpack(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name.toLowerCase());
    if (!entry) throw refuseSheet('sheet.damaged');
    const packed = this.packed(entry);
    if (entry.method === STORED) {
      this.count(entry, packed.length, packed.length);
      yield packed;
      return;
    }
    const inflate = createInflateRaw();
    try {
      inflate.end(packed);
      let size = 0;
      for await (const chunk of inflate as AsyncIterable<Buffer>) {
        size += chunk.length;
        this.count(entry, size, chunk.length);
        yield chunk;
      }
    } finally {
      inflate.destroy();
    }
  }

  private packed({ offset, bytes, method }: ZipEntry): Buffer {
    if (method !== STORED && method !== DEFLATED) throw refuseSheet('sheet.damaged');
    if (offset + 30 > this.bytes.length || this.bytes.readUInt32LE(offset) !== LOCAL)
      throw refuseSheet('sheet.damaged');
    const start = offset + 30 + this.bytes.readUInt16LE(offset + 26) + this.bytes.readUInt16LE(offset + 28);
    if (start + bytes > this.bytes.length) throw refuseSheet('sheet.damaged');
    return this.bytes.subarray(start, start + bytes);
  }

  private count(entry: ZipEntry, size: number, more: number): void {
    this.unpacked += more;
    if (this.unpacked > this.limits.inflatedBytes || tooDense(entry.bytes, size, this.limits))
      throw sheetTooLarge('sheet.bomb');
  }
}

const tooDense = (bytes: number, size: number, { ratio }: SheetLimits): boolean =>
  size > RATIO_FROM && size > Math.max(1, bytes) * ratio;

function listEntries(bytes: Buffer, limits: SheetLimits): Map<string, ZipEntry> {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > limits.entries) throw sheetTooLarge('sheet.bomb');
  const entries = new Map<string, ZipEntry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < count; i += 1) {
    if (bytes.readUInt32LE(at) !== CENTRAL) throw refuseSheet('sheet.damaged');
    const names = at + 46;
    const extra = names + bytes.readUInt16LE(at + 28);
    const next = extra + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if ((bytes.readUInt16LE(at + 8) & 1) === 1) throw refuseSheet('sheet.locked');
    const entry: ZipEntry = {
      name: bytes.toString('utf8', names, extra),
      method: bytes.readUInt16LE(at + 10),
      ...sizes(bytes, at, extra, extra + bytes.readUInt16LE(at + 30)),
    };
    refusePath(entry.name);
    if (entry.size > limits.inflatedBytes) throw sheetTooLarge('sheet.bomb');
    // Excel itself takes names without regard to case.
    entries.set(entry.name.toLowerCase(), entry);
    at = next;
  }
  return entries;
}

function findEnd(bytes: Buffer): number {
  const last = bytes.length - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at -= 1) if (bytes.readUInt32LE(at) === END) return at;
  throw refuseSheet('sheet.damaged');
}

/** Sizes and place; where they do not fit in 32 bits, or a program always writes so, they stand in the zip64 field. */
function sizes(bytes: Buffer, at: number, from: number, to: number): Pick<ZipEntry, 'bytes' | 'size' | 'offset'> {
  let [size, packed, offset] = [24, 20, 42].map((place) => bytes.readUInt32LE(at + place));
  for (let field = from; field + 4 <= to; field += 4 + bytes.readUInt16LE(field + 2)) {
    if (bytes.readUInt16LE(field) !== 1) continue;
    let place = field + 4;
    const wide = (value: number): number => {
      if (value !== SENTINEL) return value;
      const read = Number(bytes.readBigUInt64LE(place));
      place += 8;
      return read;
    };
    [size, packed, offset] = [wide(size), wide(packed), wide(offset)];
  }
  return { size, bytes: packed, offset };
}

/** No workbook has such names; who sends them tries whether they are followed. */
function refusePath(name: string): void {
  if (/^[/\\]|^[a-z]:|\\|\0/i.test(name) || name.split('/').includes('..')) throw refuseSheet('sheet.bad-path');
}
