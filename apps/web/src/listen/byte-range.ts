export interface ByteRange {
  /** Both included. */
  first: number;
  last: number;
}

const UNIT = /^\s*bytes\s*=/i;
const SPAN = /^(\d*)-(\d*)$/;

/**
 * What a Range header asks of a file of `size` bytes (RFC 9110, 14.1 and 14.2). Null: all of it, for the header is absent,
 * of another unit, malformed, or asks for several ranges, which a server may answer with the whole.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  if (!header || !UNIT.test(header)) return null;
  const spans = header
    .replace(UNIT, '')
    .split(',')
    .map((span) => span.trim())
    .filter(Boolean);
  const match = spans.length === 1 ? SPAN.exec(spans[0]!) : null;
  if (!match) return null;
  const [from, to] = [match[1]!, match[2]!];
  if (from === '') return to === '' ? null : lastBytes(Number(to), size);
  if (to !== '' && Number(to) < Number(from)) return null;
  if (Number(from) >= size) return 'unsatisfiable';
  return { first: Number(from), last: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}

function lastBytes(count: number, size: number): ByteRange | 'unsatisfiable' {
  return count === 0 || size === 0 ? 'unsatisfiable' : { first: Math.max(size - count, 0), last: size - 1 };
}
