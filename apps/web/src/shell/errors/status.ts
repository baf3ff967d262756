import type { ErrorKind } from '#libs/platform';

const STATUS: Record<ErrorKind, number> = {
  invalid: 422,
  'not-found': 404,
  forbidden: 403,
  unauthenticated: 401,
  conflict: 409,
  throttled: 429,
  gone: 410,
  unavailable: 503,
  'too-large': 413,
};

export const statusOf = (kind: ErrorKind): number => STATUS[kind];
