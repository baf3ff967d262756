import { fold } from '#libs/platform';

/** A stretch of text; `hit` is what was looked for. */
export interface ExcerptPart {
  text: string;
  hit: boolean;
}

interface Word {
  /** Folded. */
  word: string;
  from: number;
  to: number;
}

const LONGEST = 180;

/**
 * The sentence of a text that answers best to the folded words of a question: the one with all of them in a row, else
 * the one with most of them, else the first. Its hits are marked; a long one is cut around the first.
 */
export function excerpt(text: string, asked: string[]): ExcerptPart[] {
  const sentences = text.split(/(?<=[.!?…:])\s+|\n+/u).filter((sentence) => sentence.trim());
  const [best] = sentences
    .map((sentence) => ({ sentence, ...hitsIn(sentence, asked) }))
    .sort((a, b) => Number(b.whole) - Number(a.whole) || b.found - a.found);
  return best ? shortened(marked(best.sentence.trimEnd(), best.hits)) : [];
}

/** The title with its hits marked. */
export const markedText = (text: string, asked: string[]): ExcerptPart[] => marked(text, hitsIn(text, asked).hits);

/** A single syllable without its tone is no hit for a question of several: "căn cước" is not in "cán bộ". */
function hitsIn(sentence: string, asked: string[]): { whole: boolean; found: number; hits: Word[] } {
  const words = wordsOf(sentence);
  const runs = words.flatMap((_, start) =>
    isRun(words, start, asked) ? words.slice(start, start + asked.length) : [],
  );
  if (runs.length > 0) return { whole: true, found: asked.length, hits: runs };
  const hits = words.filter(({ word }) => asked.includes(word));
  const found = new Set(hits.map(({ word }) => word)).size;
  return { whole: false, found, hits: found >= 2 ? hits : [] };
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map((match) => ({
    word: fold(match[0]),
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/** The last word may be only begun: "mat kha" is found in "mật khẩu" no less than "mat khau". */
function isRun(words: Word[], start: number, asked: string[]): boolean {
  return asked.every((word, offset) => {
    const there = words[start + offset]?.word;
    return offset === asked.length - 1 ? there?.startsWith(word) : there === word;
  });
}

/** Hits that follow each other are one. */
function marked(text: string, hits: Word[]): ExcerptPart[] {
  const parts: ExcerptPart[] = [];
  let at = 0;
  const add = (to: number, hit: boolean) => {
    const piece = text.slice(at, to);
    const last = parts.at(-1);
    if (piece && last?.hit === hit) last.text += piece;
    else if (piece) parts.push({ text: piece, hit });
    at = to;
  };
  for (const { from, to } of hits) {
    add(from, parts.at(-1)?.hit === true && /^\s+$/u.test(text.slice(at, from)));
    add(to, true);
  }
  add(text.length, false);
  return parts;
}

function shortened(parts: ExcerptPart[]): ExcerptPart[] {
  const length = parts.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= LONGEST) return parts;
  const shown: ExcerptPart[] = [];
  let left = LONGEST;
  for (const [index, part] of parts.entries()) {
    const before = index === 0 && !part.hit && parts.length > 1;
    const text = before ? tail(part.text, LONGEST / 3) : head(part.text, left);
    shown.push({ ...part, text });
    left -= text.length;
    if (left <= 0 || (!before && text !== part.text)) break;
  }
  return shown;
}

const head = (text: string, size: number): string =>
  text.length <= size ? text : `${text.slice(0, size).replace(/\s+\S*$/u, '')}…`;
const tail = (text: string, size: number): string =>
  text.length <= size ? text : `…${text.slice(-size).replace(/^\S*\s+/u, '')}`;
