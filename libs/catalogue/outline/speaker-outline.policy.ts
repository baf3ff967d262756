import { lessonTokens } from '../render-markdown.js';
import type { LessonContent, ModuleContent } from '../module-content.js';

/** What a speaker holds in their hand. Questions are for talking about, never from the quiz: its key stays on the server. */
export interface SpeakerOutline {
  keyPoints: string[];
  /** Screens and steps to show, each with what to do in it. */
  show: { title: string; items: string[] }[];
  questions: string[];
}

/** As its authors wrote it; what they left out is taken from objectives, headings and steps of the lessons. */
export function speakerOutline({
  objectives,
  lessons,
  outline,
}: Pick<ModuleContent, 'objectives' | 'lessons' | 'outline'>): SpeakerOutline {
  const headings = lessons.flatMap(({ title, markdown }) => [title, ...headingsOf(markdown)]);
  return {
    keyPoints: outline?.keyPoints.length ? outline.keyPoints : unique([...objectives, ...headings]),
    show: outline?.show.length ? outline.show.map((title) => ({ title, items: [] })) : lessons.flatMap(stepsOf),
    questions: outline?.questions ?? [],
  };
}

const unique = (texts: string[]) => [...new Set(texts)];

type Tokens = ReturnType<typeof lessonTokens>;

function headingsOf(markdown: string): string[] {
  const tokens = lessonTokens(markdown);
  return tokens.flatMap((token, index) => (token.type === 'heading_open' ? wordsOf(tokens[index + 1]) : []));
}

/** Each `::: steps` of a lesson, with its title or the lesson's. */
function stepsOf({ title, markdown }: LessonContent): SpeakerOutline['show'] {
  const tokens = lessonTokens(markdown);
  return tokens.flatMap((token, index) => {
    if (token.type !== 'container_steps_open') return [];
    const end = tokens.findIndex((later, at) => at > index && later.type === 'container_steps_close');
    const items = tokens.slice(index, end).flatMap((inner) => (inner.type === 'inline' ? wordsOf(inner) : []));
    return [{ title: token.info.trim().replace(/^\S+\s*/, '') || title, items }];
  });
}

const wordsOf = (token: Tokens[number] | undefined): string[] => {
  const words = (token?.children ?? [])
    .map(({ type, content }) => (type.endsWith('break') ? ' ' : content))
    .join('')
    .trim();
  return words ? [words] : [];
};
