import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { moduleContent } from '../catalogue.fixtures.js';
import { diffContent } from './content-diff.policy.js';
import { diffLines } from './text-diff.policy.js';

describe('what changed between two texts', () => {
  it('shows removed lines before added ones and keeps the rest', () => {
    const lines = diffLines('một\nhai\nba', 'một\nhai hai\nba\nbốn');
    expect(lines.map(({ kind, text }) => `${kind[0]} ${text}`)).toEqual([
      's một',
      'r hai',
      'a hai hai',
      's ba',
      'a bốn',
    ]);
  });

  it('gives back both texts, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const without = (kind: string) =>
          lines
            .filter((line) => line.kind !== kind)
            .map((line) => line.text)
            .join('\n');
        expect([without('added'), without('removed')]).toEqual([before, after]);
        if (before === after) expect(lines.every(({ kind }) => kind === 'same')).toBe(true);
      }),
    );
  });

  it('does not take long over texts that have nothing in common', () => {
    const many = (word: string) => Array.from({ length: 20_000 }, (_, line) => `${word} ${line}`).join('\n');
    expect(diffLines(many('a'), many('b'))).toHaveLength(40_000);
  });
});

describe('what a submission changes', () => {
  const lesson = (title: string, markdown = title) => ({ title, minutes: 2, markdown });
  const lessons = [lesson('A'), lesson('B'), lesson('C')];
  const change = (after: typeof lessons) =>
    diffContent(moduleContent({ lessons }), moduleContent({ lessons: after })).lessons.map(
      ({ kind, title, from, to }) => `${kind} ${title} ${from}-${to}`,
    );

  it('is nothing for the same content', () => {
    expect(diffContent(moduleContent(), moduleContent())).toEqual({ facts: [], lessons: [], parts: [] });
  });

  it('names facts and parts', () => {
    const after = moduleContent({ minutes: 9, sources: [], parts: { assessment: { questions: [] } } });
    expect(diffContent(moduleContent(), after)).toMatchObject({ facts: ['minutes', 'sources'], parts: ['assessment'] });
  });

  it('tells a changed, an added, a removed and a moved lesson apart', () => {
    expect(change([lesson('A'), lesson('B', 'khác'), lesson('C')])).toEqual(['changed B 2-2']);
    expect(change([...lessons, lesson('D')])).toEqual(['added D null-4']);
    expect(change([lesson('A'), lesson('C')])).toEqual(['moved C 3-2', 'removed B 2-null']);
    expect(change([lesson('A'), lesson('B mới', 'B'), lesson('C')])).toEqual(['changed B mới 2-2']);
    expect(change([lesson('C'), lesson('B'), lesson('A')])).toEqual(['moved C 3-1', 'moved A 1-3']);
  });
});
