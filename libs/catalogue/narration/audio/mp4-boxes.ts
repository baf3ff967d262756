/** One box of an MP4 file (ISO/IEC 14496-12): its type and where its inside lies. */
export interface Box {
  type: string;
  /** Of the box itself, its head included. */
  start: number;
  inside: number;
  end: number;
}

/** The boxes between two places, in order; null when one reaches beyond. */
export function boxesIn(data: Buffer, from: number, to: number): Box[] | null {
  const boxes: Box[] = [];
  for (let at = from; at < to; at = boxes.at(-1)!.end) {
    const box = to - at >= 8 ? boxAt(data, at, to) : null;
    if (!box || box.end > to || box.end < box.inside) return null;
    boxes.push(box);
  }
  return boxes;
}

function boxAt(data: Buffer, at: number, to: number): Box | null {
  const size = data.readUInt32BE(at);
  const type = data.toString('latin1', at + 4, at + 8);
  if (size === 0) return { type, start: at, inside: at + 8, end: to };
  if (size !== 1) return { type, start: at, inside: at + 8, end: at + size };
  if (to - at < 16) return null;
  return { type, start: at, inside: at + 16, end: at + Number(data.readBigUInt64BE(at + 8)) };
}

/** The first box on a path of types, each inside the one before. */
export function boxOn(data: Buffer, within: Box, ...path: string[]): Box | null {
  let box: Box | null | undefined = within;
  for (const type of path) {
    box = boxesIn(data, box.inside, box.end)?.find((one) => one.type === type);
    if (!box) return null;
  }
  return box;
}

/** A box made anew. */
export function boxOf(type: string, ...parts: Buffer[]): Buffer {
  const inside = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(inside.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, inside]);
}
