import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { Option, Question } from '#libs/assessment';
import { clean } from '#libs/platform';
import { textOf, toList } from './lists.js';
import { RevisionForm } from './studio.forms.js';

/** A draft keeps more than may be published: what is too long or too many is saved, and said beside its field. */
const MAX_OPTIONS = 50;
const LONG = 5_000;
const OPTION_IDS = ['', 'a'].flatMap((start) => [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => start + letter));

export class QuestionForm extends RevisionForm {
  @IsOptional()
  @IsIn(['luu', 'them-lua-chon'], { message: 'form.invalid' })
  viec?: 'luu' | 'them-lua-chon';

  /** A new question brings its key along: saving the form twice makes one question. */
  @IsOptional()
  @Matches(/^[a-z0-9][a-z0-9-]{0,39}$/, { message: 'question.key' })
  key?: string;

  @IsString({ message: 'question.stem-missing' })
  @MaxLength(LONG, { message: 'question.stem-too-long' })
  stem: string;

  @IsString({ message: 'question.explanation-missing' })
  @MaxLength(LONG, { message: 'question.explanation-too-long' })
  explanation: string;

  @Transform(({ value }) => toList(value))
  @ArrayMaxSize(MAX_OPTIONS, { message: 'question.options-count' })
  @MaxLength(20, { each: true, message: 'question.option-id' })
  optionId: string[] = [];

  @Transform(({ value }) => toList(value))
  @ArrayMaxSize(MAX_OPTIONS, { message: 'question.options-count' })
  @MaxLength(LONG, { each: true, message: 'question.text-too-long' })
  optionText: string[] = [];

  @Transform(({ value }) => toList(value))
  @ArrayMaxSize(MAX_OPTIONS, { message: 'question.options-count' })
  @MaxLength(LONG, { each: true, message: 'question.feedback-too-long' })
  optionFeedback: string[] = [];

  /** Which rows are right, by their place. */
  @Transform(({ value }) => toList(value))
  @ArrayMaxSize(MAX_OPTIONS, { message: 'question.options-count' })
  @Matches(/^\d{1,2}$/, { each: true, message: 'form.invalid' })
  correct: string[] = [];

  @IsOptional()
  @IsIn(['true', 'false'], { message: 'question.answer-missing' })
  answer?: 'true' | 'false';

  @IsOptional()
  @IsString()
  @MaxLength(LONG, { message: 'question.feedback-too-long' })
  feedbackTrue?: string;

  @IsOptional()
  @IsString()
  @MaxLength(LONG, { message: 'question.feedback-too-long' })
  feedbackFalse?: string;
}

/**
 * The question as the form has it, whole or not; `body` may be unchecked. Rows left empty are options taken away, and the
 * others keep their ids.
 */
export function questionFrom(type: Question['type'], key: string, body: Record<string, unknown>): Question {
  const text = (name: string) => tidy(textOf(body[name]));
  const base = { key, stem: text('stem'), explanation: text('explanation') };
  if (type !== 'true_false') return { type, ...base, options: optionsFrom(body) };
  const feedback = { true: text('feedbackTrue'), false: text('feedbackFalse') };
  const answer = body.answer === undefined ? undefined : body.answer === 'true';
  return { type, ...base, answer: answer as boolean, feedback };
}

/** A browser sends every line end as CRLF; what is the same text must have the same hash. */
const tidy = (text: string) => clean(text.replace(/\r\n?/g, '\n'));

function optionsFrom(body: Record<string, unknown>): Option[] {
  const [ids, texts, feedbacks, correct] = ['optionId', 'optionText', 'optionFeedback', 'correct'].map((name) =>
    toList(body[name]).map(tidy),
  );
  const used = new Set(ids.filter(Boolean));
  return texts
    .map((text, row) => ({
      id: ids[row],
      text,
      correct: correct.includes(String(row)),
      feedback: feedbacks[row] ?? '',
    }))
    .filter(({ text, feedback }) => text || feedback)
    .map((option) => ({ ...option, id: option.id || freeId(used) }));
}

function freeId(used: Set<string>): string {
  const id = OPTION_IDS.find((free) => !used.has(free))!;
  used.add(id);
  return id;
}
