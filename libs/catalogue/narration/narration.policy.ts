import { createHash } from 'node:crypto';
import type { ContentProblem, LessonContent, ModuleContent, Narration } from '../module-content.js';

const MAX_TRANSCRIPT = 20_000;
const HASH = /^[0-9a-f]{64}$/;

export const AUDIO_FORMATS = ['mp3', 'm4a', 'aac'] as const;

/** Names the words a recording reads: a page's title and text. */
export function lessonTextHash({ title, markdown }: Pick<LessonContent, 'title' | 'markdown'>): string {
  return createHash('sha256').update(`${title}\n\n${markdown}`).digest('hex');
}

/** The text was changed after the recording was made or last compared with it: they may no longer say the same. */
export function narrationIsStale({ narration, ...text }: LessonContent): boolean {
  return narration !== undefined && narration.textHash !== lessonTextHash(text);
}

export function validateNarration({ narration }: LessonContent, path: string): ContentProblem[] {
  if (!narration) return [];
  const { sha256, format, seconds, bytes, textHash, transcript = '' } = narration;
  const sound =
    HASH.test(sha256) &&
    AUDIO_FORMATS.includes(format) &&
    [seconds, bytes].every((value) => Number.isInteger(value) && value > 0) &&
    HASH.test(textHash);
  const problems = sound ? [] : [{ path: `${path}.narration`, code: 'narration.unknown' }];
  if (transcript.length <= MAX_TRANSCRIPT) return problems;
  return [...problems, { path: `${path}.narration.transcript`, code: 'narration.transcript-too-long' }];
}

/** Gives a page its recording, or takes it away; the page's text stays. The caller has made sure that the page is there. */
export function withNarration(content: ModuleContent, position: number, narration: Narration | null): ModuleContent {
  const { narration: _, ...lesson } = content.lessons[position - 1]!;
  return { ...content, lessons: content.lessons.with(position - 1, { ...lesson, ...(narration && { narration }) }) };
}

/** Every recording that a content names. */
export const recordingsOf = ({ lessons }: Pick<ModuleContent, 'lessons'>): string[] =>
  lessons.flatMap(({ narration }) => (narration ? [narration.sha256] : []));
