import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/platform';

/** Where a lesson's facts come from, as readers see it. */
export interface Source {
  title: string;
  number?: string;
  /** Local day. */
  date?: string;
  issuer?: string;
  url?: string;
}

/** A field of the national digital skills framework and the level the module serves. */
export interface Competence {
  domain: CompetenceDomain;
  level: number;
}

export const COMPETENCE_DOMAINS = [
  'du-lieu',
  'giao-tiep',
  'sang-tao',
  'an-toan',
  'giai-quyet',
  'tri-tue-nhan-tao',
] as const;
export type CompetenceDomain = (typeof COMPETENCE_DOMAINS)[number];

export type AudioFormat = 'mp3' | 'm4a' | 'aac';

/** A recording of somebody reading the page. What it is stands here, so that the approved hash covers the very sound. */
export interface Narration {
  /** Of the file, in hex; the file lies in the storage under it. */
  sha256: string;
  format: AudioFormat;
  seconds: number;
  bytes: number;
  /** Of the page's words when they were last known to be what is heard (`lessonTextHash`). */
  textHash: string;
  /** What is heard, where it is not what the page says; plain text. */
  transcript?: string;
}

export interface LessonContent {
  title: string;
  minutes: number;
  markdown: string;
  /** The page in two or three plain sentences, shown instead of it to who reads little; only when somebody wrote them. */
  gist?: string[];
  narration?: Narration;
}

/** What a speaker says, shows and asks: plain lines. */
export interface Outline {
  keyPoints: string[];
  show: string[];
  /** For talking about; without an answer. */
  questions: string[];
}

/** A whole module: what authors write, what is hashed and approved, what is published. */
export interface ModuleContent {
  title: string;
  summary: string;
  minutes: number;
  objectives: string[];
  competence: Competence;
  sources: Source[];
  /** Local day by which the facts must be looked at again. */
  reviewBy: string | null;
  lessons: LessonContent[];
  /** The words people use for what the module is about, for search: "mất sim"; only when somebody wrote them. */
  keywords?: string[];
  /** Only when somebody wrote one. */
  outline?: Outline;
  /** What other libs publish with the module, by the key of their PublicationPart (`assessment` is the quiz). */
  parts: Record<string, unknown>;
}

/** Where a new module begins. */
export const emptyContent = (): ModuleContent => ({
  title: '',
  summary: '',
  minutes: 5,
  objectives: [],
  competence: { domain: 'an-toan', level: 1 },
  sources: [],
  reviewBy: null,
  lessons: [],
  parts: {},
});

/** What is wrong with a content, for its author: the path inside it and a code. */
export interface ContentProblem {
  path: string;
  code: string;
}

/** SHA-256 over the canonical JSON, in hex: the name of exactly this text. */
export function contentHash(content: ModuleContent): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}
