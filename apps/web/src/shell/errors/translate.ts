import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorKind } from '#libs/platform';

const BY_STATUS: Record<number, [ErrorKind, string]> = {
  400: ['invalid', 'request.malformed'],
  401: ['unauthenticated', 'sign-in.required'],
  403: ['forbidden', 'access.denied'],
  404: ['not-found', 'page.not-found'],
  405: ['not-found', 'page.not-found'],
  413: ['too-large', 'request.too-large'],
  415: ['invalid', 'request.malformed'],
  422: ['invalid', 'request.malformed'],
  429: ['throttled', 'throttled'],
  503: ['unavailable', 'service.unavailable'],
};

/** SQL states and socket errors that mean "the database is away", not "the statement is wrong". */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08006',
  '08001',
  '08003',
  // No room on the disk or in memory: it comes back by itself too, when there is.
  '53100',
  '53200',
  'ENOSPC',
  'EDQUOT',
]);

/** SQL states of a text that no database keeps: a zero byte in an address, a form or a document. */
const UNKEEPABLE = new Set(['22021', '22P05']);

/** What the reader of forms with files throws, without a status, when the body is not what its head says. */
const BROKEN_FORM = /^(Multipart: Boundary not found|Unsupported Content-Type\.|.*nexpected end of multipart data)$/;

/** What an exception means for whoever asked; null when it is a fault of ours. */
export function translate(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error;
  if (databaseAway(error)) return new DomainError('unavailable', 'service.unavailable', { retryAfterSeconds: 5 });
  if (malformed(error)) return new DomainError('invalid', 'request.malformed');
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number })?.statusCode;
  const known = status === undefined ? undefined : BY_STATUS[status];
  return known ? new DomainError(known[0], known[1]) : null;
}

function malformed(error: unknown): boolean {
  const { driverError, message } = (error ?? {}) as { driverError?: { code?: string }; message?: string };
  return driverError ? UNKEEPABLE.has(driverError.code ?? '') : BROKEN_FORM.test(message ?? '');
}

function databaseAway(error: unknown): boolean {
  const { code, message, driverError, errors } = (error ?? {}) as {
    code?: string;
    message?: string;
    driverError?: unknown;
    errors?: unknown[];
  };
  if (code && AWAY.has(code)) return true;
  if (
    message &&
    /Connection terminated|not currently accepting connections|timeout exceeded when trying to connect|Driver not Connected|client password/i.test(
      message,
    )
  )
    return true;
  return (driverError !== undefined && databaseAway(driverError)) || (errors?.some(databaseAway) ?? false);
}
