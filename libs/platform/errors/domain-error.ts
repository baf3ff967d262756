export type ErrorKind =
  | 'invalid'
  | 'not-found'
  | 'forbidden'
  | 'unauthenticated'
  | 'conflict'
  | 'throttled'
  | 'gone'
  | 'unavailable'
  | 'too-large';

/**
 * What a use case says when it refuses. `code` is stable and in English (`attempt.already-submitted`); the sentence a
 * person reads stands in the web's message catalogue under that code. `fields` puts a code beside a form's field.
 */
export class DomainError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    readonly data: Record<string, unknown> = {},
    readonly fields: Record<string, string> = {},
  ) {
    super(code);
  }
}

export const invalid = (code: string, fields: Record<string, string> = {}, data: Record<string, unknown> = {}) =>
  new DomainError('invalid', code, data, fields);
export const notFound = (code: string, data: Record<string, unknown> = {}) => new DomainError('not-found', code, data);
export const forbidden = (code: string, data: Record<string, unknown> = {}) => new DomainError('forbidden', code, data);
export const conflict = (code: string, data: Record<string, unknown> = {}) => new DomainError('conflict', code, data);
export const throttled = (code: string, retryAfterSeconds: number) =>
  new DomainError('throttled', code, { retryAfterSeconds });
