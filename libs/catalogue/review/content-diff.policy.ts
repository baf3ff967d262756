import { canonicalJson } from '#libs/platform';
import type { LessonContent, ModuleContent, Narration } from '../module-content.js';
import { diffLines, type DiffLine } from './text-diff.policy.js';

export type FactField =
  'title' | 'summary' | 'minutes' | 'objectives' | 'competence' | 'sources' | 'reviewBy' | 'keywords' | 'outline';

export interface LessonChange {
  kind: 'added' | 'removed' | 'changed' | 'moved';
  title: string;
  /** 1-based; null where the lesson does not stand. */
  from: number | null;
  to: number | null;
  lines: DiffLine[];
  /** Of the page's recording; null when it is the same. */
  narration: 'added' | 'removed' | 'changed' | null;
}

export interface ContentDiff {
  facts: FactField[];
  lessons: LessonChange[];
  /** Keys of the parts that differ. */
  parts: string[];
}

const FACTS: FactField[] = [
  'title',
  'summary',
  'minutes',
  'objectives',
  'competence',
  'sources',
  'reviewBy',
  'keywords',
  'outline',
];

/** What a new content changes in an old one. */
export function diffContent(before: ModuleContent, after: ModuleContent): ContentDiff {
  const differs = (a: unknown, b: unknown) => canonicalJson(a ?? null) !== canonicalJson(b ?? null);
  const parts = new Set([...Object.keys(before.parts), ...Object.keys(after.parts)]);
  return {
    facts: FACTS.filter((field) => differs(before[field], after[field])),
    lessons: diffLessons(before.lessons, after.lessons),
    parts: [...parts].filter((key) => differs(before.parts[key], after.parts[key])).sort(),
  };
}

/** Lessons are matched by title, then by what stands in the same place; minutes count as part of the text. */
function diffLessons(before: LessonContent[], after: LessonContent[]): LessonChange[] {
  const old = before.map((lesson, index) => ({ lesson, position: index + 1, taken: false }));
  const take = (candidate: (typeof old)[number] | undefined) => {
    if (candidate) candidate.taken = true;
    return candidate;
  };
  const byTitle = after.map(({ title }) => take(old.find((one) => !one.taken && one.lesson.title === title)));
  const matched = after.map(
    (_, index) => byTitle[index] ?? take(old.find((one) => !one.taken && one.position === index + 1)),
  );
  const changes = after.flatMap((lesson, index): LessonChange[] => {
    const was = matched[index];
    const lines = diffLines(was ? asText(was.lesson) : '', asText(lesson));
    const narration = narrationChange(was?.lesson.narration, lesson.narration);
    const place = { title: lesson.title, from: was?.position ?? null, to: index + 1, lines, narration };
    if (!was) return [{ kind: 'added', ...place }];
    if (narration || lines.some(({ kind }) => kind !== 'same')) return [{ kind: 'changed', ...place }];
    return was.position === index + 1 ? [] : [{ kind: 'moved', ...place }];
  });
  const removed = old
    .filter(({ taken }) => !taken)
    .map(({ lesson, position }): LessonChange => {
      const lines = diffLines(asText(lesson), '');
      const narration = narrationChange(lesson.narration, undefined);
      return { kind: 'removed', title: lesson.title, from: position, to: null, lines, narration };
    });
  return [...changes, ...removed];
}

function narrationChange(was: Narration | undefined, is: Narration | undefined): LessonChange['narration'] {
  if (!was || !is) return was ? 'removed' : is ? 'added' : null;
  return canonicalJson(was) === canonicalJson(is) ? null : 'changed';
}

const asText = ({ title, minutes, markdown, gist = [] }: LessonContent) =>
  [`${title} (${minutes})`, '', markdown, ...(gist.length > 0 ? ['', ...gist] : [])].join('\n');
