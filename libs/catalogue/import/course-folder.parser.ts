import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ModuleContent, Outline, Source } from '../module-content.js';

export interface FolderModule {
  code: string;
  slug: string;
  content: ModuleContent;
}

export interface FolderCourse {
  code: string;
  slug: string;
  title: string;
  summary: string;
  audience: string;
  modules: FolderModule[];
}

interface ModuleFile {
  code: string;
  slug: string;
  title: string;
  summary: string;
  minutes: number;
  objectives?: string[];
  competence: ModuleContent['competence'];
  quiz: { draw: number; pass_percent: number; max_attempts?: number; wait_minutes?: number };
  sources?: Source[];
  review_by?: string;
  outline?: { key_points?: string[]; show?: string[]; questions?: string[] };
  /** The words people use, for search. */
  keywords?: string[];
  lessons: { file: string; title: string; minutes: number; gist?: string[] }[];
}

/** Reads a course from `course.yaml` and one folder per module (`module.yaml`, lesson pages, `questions.yaml`). */
export async function readCourseFolder(folder: string): Promise<FolderCourse> {
  const { modules, ...course } = await yaml<Omit<FolderCourse, 'modules'> & { modules: string[] }>(
    folder,
    'course.yaml',
  );
  return { ...course, modules: await Promise.all(modules.map((name) => readModule(join(folder, name)))) };
}

async function readModule(folder: string): Promise<FolderModule> {
  const file = await yaml<ModuleFile>(folder, 'module.yaml');
  const questions = await yaml<unknown[]>(folder, 'questions.yaml');
  const lessons = file.lessons.map(async ({ file: name, title, minutes, gist }) => ({
    title,
    minutes,
    markdown: await readFile(join(folder, name), 'utf8'),
    ...(gist && { gist }),
  }));
  const { title, summary, minutes, competence, quiz } = file;
  const rule = {
    draw: quiz.draw,
    passPercent: quiz.pass_percent,
    maxAttempts: quiz.max_attempts ?? 0,
    waitMinutes: quiz.wait_minutes ?? 0,
  };
  return {
    code: file.code,
    slug: file.slug,
    content: {
      title,
      summary,
      minutes,
      objectives: file.objectives ?? [],
      competence,
      sources: (file.sources ?? []).map((source) => ({ ...source })),
      reviewBy: file.review_by ?? null,
      lessons: await Promise.all(lessons),
      ...(file.keywords && { keywords: file.keywords }),
      ...(file.outline && { outline: outlineOf(file.outline) }),
      parts: { assessment: { rule, questions } },
    },
  };
}

const outlineOf = ({ key_points = [], show = [], questions = [] }: NonNullable<ModuleFile['outline']>): Outline => ({
  keyPoints: key_points,
  show,
  questions,
});

/** YAML 1.2's core schema leaves 2026-03-31 a text, which is what a day is here. */
async function yaml<T>(folder: string, name: string): Promise<T> {
  return parse(await readFile(join(folder, name), 'utf8')) as T;
}
