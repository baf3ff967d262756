import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const FOLDER = 'seed/courses';

export interface SeededModule {
  path: string;
  title: string;
  lessons: { title: string; /** The first words of a paragraph, as a reader sees them. */ words: string }[];
  questions: number;
}

export interface SeededCourse {
  folder: string;
  path: string;
  title: string;
  modules: SeededModule[];
}

/** The courses that ship with the program, read from their files. */
export function seededCourses(): SeededCourse[] {
  return readdirSync(FOLDER)
    .sort()
    .map((name) => {
      const folder = join(FOLDER, name);
      const { slug, title, modules } = read(folder, 'course.yaml');
      return {
        folder,
        path: `/chuyen-de/${slug}`,
        title,
        modules: modules.map((module: string) => seededModule(folder, slug, module)),
      };
    });
}

function seededModule(folder: string, courseSlug: string, name: string): SeededModule {
  const { slug, title, lessons, quiz } = read(folder, `${name}/module.yaml`);
  return {
    path: `/hoc/${courseSlug}/${slug}`,
    title,
    lessons: lessons.map((lesson: { title: string; file: string }) => ({
      title: lesson.title,
      words: firstWords(readFileSync(join(folder, name, lesson.file), 'utf8')),
    })),
    questions: quiz.draw,
  };
}

/** The first stretch of a plain paragraph without marks of Markdown in it. */
function firstWords(markdown: string): string {
  const paragraphs = markdown.split(/\n\s*\n/).filter((block) => /^[\p{L}“]/u.test(block.trim()));
  const stretches = paragraphs.flatMap((block) => block.split(/[*_[\]`\n]/)).map((stretch) => stretch.trim());
  return stretches.find((stretch) => stretch.length > 15)!;
}

/** The words of a question to the words of its right answers: what the pages must not tell, so it comes from the files. */
export function answerKey(folder: string): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const entry of readdirSync(folder, { withFileTypes: true }).filter((item) => item.isDirectory()))
    for (const question of read(folder, `${entry.name}/questions.yaml`))
      keys.set(question.stem, rightAnswers(question));
  return keys;
}

function rightAnswers(question: {
  type: string;
  answer?: boolean;
  options?: { text: string; correct: boolean }[];
}): string[] {
  if (question.type === 'true_false') return [question.answer ? 'Đúng' : 'Sai'];
  return question.options!.filter(({ correct }) => correct).map(({ text }) => text);
}

const read = (folder: string, file: string) => parse(readFileSync(join(folder, file), 'utf8'));
