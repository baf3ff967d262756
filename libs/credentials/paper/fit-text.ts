/** Width of a text in points at a size of 1. */
export type Measure = (text: string) => number;

export interface Line {
  size: number;
  width: number;
  /** A text that one line would press below `smallest` is broken into two, of at most `size`. */
  broken?: { smallest: number; size: number };
}

/** The lines of a text and the largest size at which they fit: one line while that is readable, else two even ones. */
export function fitText(text: string, measure: Measure, { size, width, broken }: Line) {
  const one = largest([text], measure, size, width);
  if (!broken || one >= broken.smallest || !text.includes(' ')) return { lines: [text], size: one };
  const lines = halves(text, measure);
  return { lines, size: largest(lines, measure, broken.size, width) };
}

/** In tenths of a point, rounded down so that it still fits. */
function largest(lines: string[], measure: Measure, size: number, width: number): number {
  const widest = Math.max(...lines.map(measure));
  return widest * size <= width ? size : Math.floor((width / widest) * 10) / 10;
}

/** Broken at the space that leaves the wider half narrowest. */
function halves(text: string, measure: Measure): [string, string] {
  const words = text.split(' ');
  const cuts = words
    .slice(1)
    .map((_, i): [string, string] => [words.slice(0, i + 1).join(' '), words.slice(i + 1).join(' ')]);
  const widest = (cut: [string, string]) => Math.max(...cut.map(measure));
  return cuts.reduce((best, cut) => (widest(cut) < widest(best) ? cut : best));
}
