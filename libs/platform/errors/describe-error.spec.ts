import { describe, expect, it } from '@jest/globals';
import { describeError, describeErrorPlace } from './describe-error.js';

describe('what is told of an error', () => {
  it('has no value that somebody typed', () => {
    for (const [message, told] of [
      ['invalid input syntax for type uuid: "Lò Thị Mai"', 'invalid input syntax for type uuid: …'],
      ['Unexpected token \'L\', "Lò Thị"... is not valid JSON', 'Unexpected token …, …... is not valid JSON'],
      ['no person for 0912 345 678 here', 'no person for … here'],
      ['cannot read Lò of the row\nDETAIL: Key (phone)=(+84912345678)', 'cannot read … of the row'],
    ] as const)
      expect(describeError(new Error(message))).toBe(told);
    expect(describeError('Lò Thị Mai')).toBe('string');
  });

  it('has what a programmer needs: code, constraint and places', () => {
    const error = Object.assign(new Error('duplicate key value violates unique constraint "account_person"'), {
      driverError: { code: '23505', constraint: 'account_person', detail: 'Key (person)=(Mai) already exists' },
    });
    expect(describeError(error)).toBe('Error [23505 account_person]: duplicate key value violates unique constraint …');
    expect(describeErrorPlace(error)).toMatch(/\n\s+at .*describe-error\.spec/);
    expect(describeErrorPlace(error)).not.toContain('Mai');
  });
});
