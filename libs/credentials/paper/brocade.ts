/** Weaving drafts: a sign is one stitch. T is teal, G gold. After the lozenges of north-western brocade. */
const LOZENGE = [
  '....T....',
  '...T.T...',
  '..T...T..',
  '.T..G..T.',
  'T..GGG..T',
  '.T..G..T.',
  '..T...T..',
  '...T.T...',
  '....T....',
];
const SEED = ['.......', '.......', '...G...', '..G.G..', '.G.T.G.', '..G.G..', '...G...', '.......', '.......'];
const CORNER = [
  'TTTTTTTTT',
  'T...T...T',
  'T..TGT..T',
  'T.T.G.T.T',
  'TTGGGGGTT',
  'T.T.G.T.T',
  'T..TGT..T',
  'T...T...T',
  'TTTTTTTTT',
];
const ROWS = 9;

export interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Of the band, in points; corners are squares of this side. */
  band: number;
  /** Lozenges along the long and the short side. */
  across: number;
  down: number;
}

/** SVG paths of a woven frame, one per colour. */
export interface Weave {
  teal: string;
  gold: string;
}

/** A band along all four sides with a square in each corner, the same from the left and the right, above and below. */
export function weaveFrame({ x, y, width, height, band, across, down }: Frame): Weave {
  const inner = { width: width - 2 * band, height: height - 2 * band };
  const horizontal = strip(across);
  const vertical = transpose(strip(down));
  const stitch = band / ROWS;
  const far = { x: x + width - band, y: y + height - band };
  const pieces = [
    ...[x, far.x].flatMap((left) => [y, far.y].map((top) => ({ draft: CORNER, left, top, w: stitch, h: stitch }))),
    ...[y, far.y].map((top) => ({
      draft: horizontal,
      left: x + band,
      top,
      w: inner.width / horizontal[0]!.length,
      h: stitch,
    })),
    ...[x, far.x].map((left) => ({
      draft: vertical,
      left,
      top: y + band,
      w: stitch,
      h: inner.height / vertical.length,
    })),
  ];
  const weave = (colour: string) => pieces.map(({ draft, ...place }) => stitches(draft, colour, place)).join('');
  return { teal: weave('T'), gold: weave('G') };
}

/** Seeds and lozenges in turn, a seed at both ends. */
function strip(lozenges: number): string[] {
  return LOZENGE.map((row, i) => SEED[i]! + `${row}${SEED[i]!}`.repeat(lozenges));
}

function transpose(draft: string[]): string[] {
  return [...draft[0]!].map((_, column) => draft.map((row) => row[column]).join(''));
}

/** Neighbouring stitches of a row are one rectangle, and each is a hair too high, so that no seam shows between them. */
function stitches(draft: string[], colour: string, at: { left: number; top: number; w: number; h: number }): string {
  const runs = draft.flatMap((row, line) =>
    [...row.matchAll(new RegExp(`${colour}+`, 'g'))].map((run) => ({ line, from: run.index, length: run[0].length })),
  );
  return runs
    .map(({ line, from, length }) => {
      const [left, top] = [at.left + from * at.w, at.top + line * at.h].map(points);
      const width = points(length * at.w + 0.04);
      return `M${left} ${top}h${width}v${points(at.h + 0.04)}h-${width}z`;
    })
    .join('');
}

const points = (value: number): string => value.toFixed(2);
