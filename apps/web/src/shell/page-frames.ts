import { randomBytes } from 'node:crypto';
import type { OutgoingHttpHeader, OutgoingHttpHeaders } from 'node:http';
import { constants, crc32, deflateRawSync } from 'node:zlib';
import Handlebars from 'handlebars';
import { etagOf } from './kept-copy.js';

/** All that may differ between two people who are shown the same frame. */
export interface Personal {
  displayName: string;
  csrfToken: string;
}

interface Fixed {
  plain: Buffer;
  deflated: Buffer;
}
type Part = Fixed | keyof Personal;

/** Names and values in turn, as `writeHead` takes them. */
type HeaderList = OutgoingHttpHeader[];

interface Frame {
  headers: HeaderList;
  parts: Part[];
}

export interface Answer {
  /** Of a whole page and of a browser's copy alike: without its length. */
  headers: HeaderList;
  etag: string;
  body: Buffer;
}

const mark = () => `hole${randomBytes(16).toString('hex')}`;
/** Stand where the personal words come; secret and new in each process, so that no text can contain one. */
export const HOLES: Personal = { displayName: mark(), csrfToken: mark() };
const HOLE = new RegExp(`(${HOLES.displayName}|${HOLES.csrfToken})`);

const KEPT = 1_000;
const GZIP_HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
const LAST_BLOCK = Buffer.from([3, 0]);

/**
 * Pages that look the same to everyone in the same state but for their own name and form token: rendered and deflated once,
 * then put together from the finished pieces. The key of a frame must tell everything else that the page depends on.
 */
export class PageFrames {
  private readonly kept = new Map<string, Frame>();

  /** `html` carries the HOLES. `headers` are those of the page before it is compressed. */
  keep(key: string, html: string, headers: OutgoingHttpHeaders): void {
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(key, {
      headers: listOf({ ...headers, vary: 'save-data, accept-encoding', 'content-encoding': 'gzip' }),
      parts: html.split(HOLE).map(partOf),
    });
  }

  /** Gzip: pieces that were deflated apart may follow each other, which no other compression of browsers allows. */
  answer(key: string, personal: Personal): Answer | null {
    const frame = this.kept.get(key);
    if (!frame) return null;
    const plains = frame.parts.map((part) =>
      typeof part === 'string' ? Buffer.from(escaped(personal[part])) : part.plain,
    );
    const chunks: Buffer[] = [GZIP_HEAD];
    let sum = 0;
    let length = 0;
    for (const [index, part] of frame.parts.entries()) {
      const plain = plains[index]!;
      if (plain.length === 0) continue; // crc32 of nothing forgets the sum so far
      if (typeof part === 'string') chunks.push(storedHead(plain.length), plain);
      else chunks.push(part.deflated);
      sum = crc32(plain, sum);
      length += plain.length;
    }
    const body = Buffer.concat([...chunks, LAST_BLOCK, trailer(sum, length)]);
    const etag = etagOf(Buffer.concat(plains));
    return { headers: [...frame.headers, 'etag', etag], etag, body };
  }
}

/** Those of one person's page. */
const OWN = new Set(['etag', 'content-length']);

const listOf = (headers: OutgoingHttpHeaders): HeaderList =>
  Object.entries(headers).flatMap(([name, value]) => (value === undefined || OWN.has(name) ? [] : [name, value]));

/** The page of one person, from the same text. */
export const filled = (html: string, personal: Personal): string =>
  html
    .split(HOLE)
    .map((text) => personalOf(text, personal) ?? text)
    .join('');

function partOf(text: string): Part {
  if (text === HOLES.displayName) return 'displayName';
  if (text === HOLES.csrfToken) return 'csrfToken';
  const plain = Buffer.from(text);
  return { plain, deflated: deflateRawSync(plain, { level: 9, finishFlush: constants.Z_FULL_FLUSH }) };
}

function personalOf(text: string, personal: Personal): string | null {
  const part = text === HOLES.displayName || text === HOLES.csrfToken ? partOf(text) : null;
  return typeof part === 'string' ? escaped(personal[part]) : null;
}

const escaped = (text: string): string => Handlebars.Utils.escapeExpression(text);

/** A deflate block that holds its bytes as they are; at most 65,535 of them. */
function storedHead(length: number): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt16LE(length, 1);
  head.writeUInt16LE(~length & 0xffff, 3);
  return head;
}

function trailer(sum: number, length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(sum, 0);
  bytes.writeUInt32LE(length, 4);
  return bytes;
}
