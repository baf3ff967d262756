import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { multiple, quiz, SECRET, single, trueFalse } from './assessment.fixtures.js';
import type { MultipleQuestion, Question } from './question.js';
import { QuestionTypes } from './question-types.service.js';
import { normaliseQuiz, validateQuiz } from './quiz-content.policy.js';

const types = new QuestionTypes();

const anyMultiple: fc.Arbitrary<MultipleQuestion> = fc
  .array(fc.boolean(), { minLength: 3, maxLength: 8 })
  .filter((key) => key.filter(Boolean).length >= 2 && key.includes(false))
  .map((key) => ({
    ...multiple('q'),
    options: key.map((correct, index) => ({
      id: String.fromCharCode(97 + index),
      text: `Câu ${index}`,
      correct,
      feedback: SECRET,
    })),
  }));
const anyQuestion: fc.Arbitrary<Question> = fc.oneof(
  anyMultiple,
  fc.integer({ min: 0, max: 3 }).map((right) => single('q', right)),
  fc.boolean().map((answer) => trueFalse('q', answer)),
);

/** The values a learner sees on the options with these texts. */
const valuesOf = (question: Question, order: string[] | undefined, wanted: (text: string) => boolean): string[] =>
  types
    .present(question, { id: 'x', options: order }, 1)
    .options.filter(({ text }) => wanted(text))
    .map(({ value }) => value);

describe('multiple choice', () => {
  it('is right only for the exact set, however the options are shuffled', () => {
    fc.assert(
      fc.property(anyMultiple, fc.infiniteStream(fc.boolean()), (question, picks) => {
        const drawn = types.draw('x', question);
        const chosen = question.options.filter(() => picks.next().value);
        fc.pre(chosen.length > 0);
        const values = valuesOf(question, drawn.options, (text) => chosen.some((option) => option.text === text));
        const answer = types.read(question, drawn, values)!;
        const exact = question.options.every((option) => option.correct === chosen.includes(option));
        expect(types.grade(question, answer)).toBe(exact);
      }),
    );
  });

  it('gives nothing for a part, for all, or for none', () => {
    const question = multiple('q', [0, 2]);
    expect(types.grade(question, ['a'])).toBe(false);
    expect(types.grade(question, ['a', 'b', 'c', 'd'])).toBe(false);
    expect(types.grade(question, undefined)).toBe(false);
    expect(types.grade(question, ['a', 'c'])).toBe(true);
  });

  it('keeps one answer for a box ticked twice', () => {
    const question = multiple('q');
    const drawn = { id: 'x', options: ['d', 'c', 'b', 'a'] };
    expect(types.read(question, drawn, ['2', '4', '2'])).toEqual(['a', 'c']);
  });
});

describe('any question', () => {
  it('keeps exactly its options when shuffled', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const { options } = types.draw('x', question);
        if (question.type === 'true_false') expect(options).toBeUndefined();
        else expect(options!.toSorted()).toEqual(question.options.map(({ id }) => id).toSorted());
      }),
    );
  });

  it('shows neither key nor feedback before submission, whatever was chosen', () => {
    fc.assert(
      fc.property(anyQuestion, fc.integer({ min: 1, max: 2 }), (question, pick) => {
        const drawn = types.draw('x', question);
        const raw = question.type === 'true_false' ? pick === 1 : String(pick);
        const shown = types.present(question, drawn, 1, types.read(question, drawn, raw) ?? undefined);
        expect(JSON.stringify(shown)).not.toMatch(
          new RegExp(`${SECRET}|correct|feedback|explanation|"answer"|right|key`),
        );
        expect(shown.options.filter(({ chosen }) => chosen)).toHaveLength(1);
      }),
    );
  });

  it('reads back what it showed, and refuses what it did not show', () => {
    fc.assert(
      fc.property(anyQuestion, fc.anything(), (question, raw) => {
        const drawn = types.draw('x', question);
        const answer = types.read(question, drawn, raw);
        if (answer === undefined || answer === null) return;
        const shown = types.present(question, drawn, 1, answer);
        const given = (Array.isArray(raw) ? raw : [raw]).map(String);
        expect(
          shown.options
            .filter(({ chosen }) => chosen)
            .map(({ value }) => value)
            .toSorted(),
        ).toEqual([...new Set(given)].toSorted());
      }),
    );
  });

  it('knows empty from wrong', () => {
    const drawn = { id: 'x', options: ['a', 'b', 'c', 'd'] };
    for (const empty of [null, undefined, '', []]) expect(types.read(single('q'), drawn, empty)).toBeNull();
    for (const wrong of ['0', '5', 'a', '1.0', ' 1', {}, ['1', '2'], true]) {
      expect(types.read(single('q'), drawn, wrong)).toBeUndefined();
    }
    expect(types.read(trueFalse('q'), { id: 'x' }, 'có')).toBeUndefined();
  });

  it('explains after submission: what was right, and the feedback to what was chosen', () => {
    const reviewed = types.review(single('q', 1), { id: 'x', options: ['d', 'b', 'a', 'c'] }, 1, 'd');
    expect(reviewed).toMatchObject({ right: false, explanation: `${SECRET} giải thích` });
    expect(reviewed.options.map(({ value, correct, chosen, feedback }) => [value, correct, chosen, feedback])).toEqual([
      ['1', false, true, `${SECRET} 3`],
      ['2', true, false, null],
      ['3', false, false, null],
      ['4', false, false, null],
    ]);
  });
});

describe('an author’s quiz', () => {
  const codes = (content: unknown) => validateQuiz(content, types).map(({ path, code }) => `${path}: ${code}`);

  it('is accepted whole, and gets ids for options without', () => {
    const content = quiz();
    expect(codes(content)).toEqual([]);
    const bare = structuredClone(content) as never as { questions: { options?: { id?: string }[] }[] };
    for (const question of bare.questions) for (const option of question.options ?? []) delete option.id;
    expect(codes(bare)).toEqual([]);
    expect(normaliseQuiz(bare as never, types)).toEqual(content);
  });

  it('publishes NFC and nothing that does not belong', () => {
    const question = { ...single('q'), stem: ' Hoà'.normalize('NFD'), note: 'riêng' };
    const [published] = normaliseQuiz(quiz({ draw: 1 }, [question]), types).questions;
    expect(published!.stem).toBe('Hoà'.normalize('NFC'));
    expect(published).not.toHaveProperty('note');
  });

  it('is refused with every reason at its place', () => {
    const bad = quiz({ draw: 9, passPercent: 75 });
    expect(codes(bad)).toEqual(['rule.draw: quiz.pool-too-small']);
    expect(codes({ ...quiz({ passPercent: 101, waitMinutes: 0.5 }) })).toEqual([
      'rule.passPercent: quiz.passPercent-range',
      'rule.waitMinutes: quiz.waitMinutes-range',
    ]);
    const twoRight = single('cau-1');
    twoRight.options[3]!.correct = true;
    twoRight.options[2]!.feedback = ' ';
    twoRight.options[1]!.text = twoRight.options[0]!.text;
    expect(
      codes(quiz({ draw: 1 }, [twoRight, { ...trueFalse('cau-1'), stem: '' }, { type: 'essay', key: 'x' } as never])),
    ).toEqual([
      'questions.0.options.1.text: question.option-twice',
      'questions.0.options.2.feedback: question.feedback-missing',
      'questions.0.options: question.single-needs-one-correct',
      'questions.1.key: question.key',
      'questions.1.stem: question.stem-missing',
      'questions.2.type: question.type-unknown',
    ]);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.anything(), (content) => expect(Array.isArray(validateQuiz(content, types))).toBe(true)));
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('single', 'multiple', 'true_false'), (content, type) => {
        const question = typeof content === 'object' ? { ...content, type } : { type };
        expect(types.validate(question).length).toBeGreaterThan(0);
      }),
    );
  });
});
