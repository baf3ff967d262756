import { clean, isDay, withoutUnseen } from '#libs/platform';
import {
  COMPETENCE_DOMAINS,
  type ContentProblem,
  type ModuleContent,
  type Narration,
  type Outline,
  type Source,
} from './module-content.js';
import { validateNarration } from './narration/narration.policy.js';

const MAX_LESSONS = 20;
const MAX_MARKDOWN = 50_000;
/** With the objectives, sources and heads these fill two printed pages. */
const MAX_OUTLINE_LINES = 10;
const MAX_OUTLINE_TEXT = 300;
const MAX_KEYWORDS = 30;
const MAX_KEYWORD = 60;
const MAX_GIST_LINES = 5;
const MAX_GIST_TEXT = 200;
const OUTLINE_PARTS = ['keyPoints', 'show', 'questions'] as const;

/**
 * The same content with its texts in NFC, without control characters or stray spaces, and with no field that is not the
 * content's own, so that what looks the same has the same hash. Parts are left to their libs.
 */
export function tidyContent(content: ModuleContent): ModuleContent {
  return {
    title: oneLine(content.title),
    summary: oneLine(content.summary),
    minutes: content.minutes,
    objectives: content.objectives.map(oneLine).filter(Boolean),
    competence: { domain: content.competence.domain, level: content.competence.level },
    sources: content.sources.map(tidySource).filter((source) => Object.values(source).some(Boolean)),
    reviewBy: content.reviewBy || null,
    lessons: content.lessons.map(({ title, minutes, markdown, gist, narration }) => ({
      title: oneLine(title),
      minutes,
      markdown: tidyMarkdown(markdown),
      ...tidyLines('gist', gist),
      ...tidyNarration(narration),
    })),
    ...tidyLines('keywords', content.keywords),
    ...tidyOutline(content.outline),
    parts: content.parts ?? {},
  };
}

const oneLine = (text: string) => clean(text.replace(/[\r\n]+/g, ' '));

/** Lines without a word are none: they must not change the hash. */
function tidyLines<K extends string>(key: K, lines: string[] | undefined): Partial<Record<K, string[]>> {
  const tidy = (lines ?? []).map(oneLine).filter(Boolean);
  return tidy.length === 0 ? {} : ({ [key]: tidy } as Partial<Record<K, string[]>>);
}

function tidyNarration(narration: Narration | undefined): { narration?: Narration } {
  if (!narration) return {};
  const { sha256, format, seconds, bytes, textHash } = narration;
  const transcript = tidyMarkdown(narration.transcript ?? '');
  return { narration: { sha256, format, seconds, bytes, textHash, ...(transcript && { transcript }) } };
}

/** An outline without a word is none: it must not change the hash. */
function tidyOutline(outline: Outline | undefined): { outline?: Outline } {
  const [keyPoints, show, questions] = OUTLINE_PARTS.map((part) =>
    (outline?.[part] ?? []).map(oneLine).filter(Boolean),
  );
  const empty = keyPoints.length + show.length + questions.length === 0;
  return empty ? {} : { outline: { keyPoints, show, questions } };
}

function tidySource({ title, number, date, issuer, url }: Source): Source {
  const optional = Object.entries({ number, date, issuer, url })
    .map(([key, value]) => [key, oneLine(value ?? '')])
    .filter(([, value]) => value);
  return { title: oneLine(title), ...Object.fromEntries(optional) };
}

/** Spaces matter in Markdown (lists within lists), so only what cannot be seen goes. */
function tidyMarkdown(markdown: string): string {
  return withoutUnseen(markdown.normalize('NFC').replace(/\r\n?/g, '\n').replaceAll('\u00a0', ' ')).trim();
}

/** Everything that keeps a content from being published, parts aside. */
export function validateContent(content: ModuleContent): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const check = (ok: boolean, path: string, code: string) => ok || problems.push({ path, code });
  check(isText(content.title, 150), 'title', 'module.title');
  check(isText(content.summary, 500), 'summary', 'module.summary');
  check(isWhole(content.minutes, 1, 60), 'minutes', 'module.minutes');
  check(content.objectives.length > 0, 'objectives', 'module.objectives-missing');
  check(content.objectives.length <= 10, 'objectives', 'module.objectives-too-many');
  content.objectives.forEach((text, index) => check(isText(text, 300), `objectives.${index}`, 'module.objective'));
  check(COMPETENCE_DOMAINS.includes(content.competence.domain), 'competence.domain', 'module.competence');
  check(isWhole(content.competence.level, 1, 4), 'competence.level', 'module.competence');
  check(content.sources.length > 0, 'sources', 'module.sources-missing');
  content.sources.forEach((source, index) => problems.push(...validateSource(source, `sources.${index}`)));
  check(content.reviewBy === null || isDay(content.reviewBy), 'reviewBy', 'module.review-by');
  check(content.lessons.length > 0, 'lessons', 'module.lessons-missing');
  check(content.lessons.length <= MAX_LESSONS, 'lessons', 'module.lessons-too-many');
  content.lessons.forEach((lesson, index) => {
    const path = `lessons.${index}`;
    check(isText(lesson.title, 150), `${path}.title`, 'lesson.title');
    check(isWhole(lesson.minutes, 1, 30), `${path}.minutes`, 'lesson.minutes');
    check(isText(lesson.markdown, MAX_MARKDOWN), `${path}.markdown`, 'lesson.markdown');
    const gist = lesson.gist ?? [];
    check(gist.length <= MAX_GIST_LINES, `${path}.gist`, 'lesson.gist-too-many');
    check(areTexts(gist, MAX_GIST_TEXT), `${path}.gist`, 'lesson.gist-too-long');
    problems.push(...validateNarration(lesson, path));
  });
  const keywords = content.keywords ?? [];
  check(keywords.length <= MAX_KEYWORDS, 'keywords', 'module.keywords-too-many');
  check(areTexts(keywords, MAX_KEYWORD), 'keywords', 'module.keyword-too-long');
  return [...problems, ...validateOutline(content.outline)];
}

function validateOutline(outline: Outline | undefined): ContentProblem[] {
  return OUTLINE_PARTS.flatMap((part) => {
    const lines = outline?.[part] ?? [];
    const long = lines.flatMap((line, index) =>
      isText(line, MAX_OUTLINE_TEXT) ? [] : [{ path: `outline.${part}.${index}`, code: 'outline.too-long' }],
    );
    return lines.length > MAX_OUTLINE_LINES ? [...long, { path: `outline.${part}`, code: 'outline.too-many' }] : long;
  });
}

function validateSource(source: Source, path: string): ContentProblem[] {
  const problems: ContentProblem[] = [];
  if (!isText(source.title, 500)) problems.push({ path: `${path}.title`, code: 'source.title' });
  if (source.date && !isDay(source.date)) problems.push({ path: `${path}.date`, code: 'source.date' });
  if (source.url && !/^https?:\/\/\S+$/.test(source.url)) problems.push({ path: `${path}.url`, code: 'source.url' });
  return problems;
}

const isText = (value: unknown, max: number) => typeof value === 'string' && value.trim() !== '' && value.length <= max;
const areTexts = (values: unknown[], max: number) => values.every((value) => isText(value, max));
const isWhole = (value: unknown, min: number, max: number) =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
