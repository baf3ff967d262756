import { HttpCode, applyDecorators, type Type } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiNoContentResponse,
  ApiOperation,
  ApiResponse,
  ApiSecurity,
  getSchemaPath,
} from '@nestjs/swagger';
import { Public, Requires, SignedIn } from '../../shell/access.js';
import type { Permission } from '#libs/identity';
import { operationTexts, problemTexts } from './texts.vi.js';
import { Problem } from './problem.dto.js';

export type OperationId = keyof typeof operationTexts;
type Status = keyof typeof problemTexts;

interface Answers {
  /** The class of the body; none: an answer without one. */
  ok?: Type | [Type];
  /** A file instead of JSON: its media type. */
  file?: string;
  status?: 200 | 201 | 202 | 204;
  /** Refusals of its own, beside those that every route of its kind has. */
  problems?: Status[];
}

/** `public`: anybody. `signed-in`: any token. Else the permission the token's owner needs. */
type Who = 'public' | 'signed-in' | Permission;

/**
 * Declares one operation of the API: who may call it, the status and body it answers, and its place in the document.
 * The guard reads the very declaration that the document shows.
 */
export function Operation(id: OperationId, who: Who, { ok, file, status, problems = [] }: Answers) {
  const code = status ?? (ok || file ? 200 : 204);
  const known: Status[] = [...(who === 'public' ? [] : [401 as const]), ...(isPermission(who) ? [403 as const] : [])];
  const summary = operationTexts[id];
  return applyDecorators(
    accessOf(who),
    HttpCode(code),
    ApiOperation({ operationId: id, summary, ...(isPermission(who) ? { 'x-permission': who } : {}) } as never),
    ...(who === 'public' ? [] : [ApiSecurity('bearer')]),
    answerOf(code, ok, file),
    ApiExtraModels(Problem),
    ...[...new Set([...known, ...problems])].sort().map(problemOf),
  );
}

const isPermission = (who: Who): who is Permission => who !== 'public' && who !== 'signed-in';

function accessOf(who: Who) {
  if (who === 'public') return Public();
  return isPermission(who) ? Requires(who) : SignedIn();
}

function answerOf(status: number, ok?: Type | [Type], file?: string) {
  if (file) {
    return ApiResponse({
      status,
      description: '',
      content: { [file]: { schema: { type: 'string', format: 'binary' } } },
    });
  }
  if (!ok) return ApiNoContentResponse({ description: '' });
  return Array.isArray(ok)
    ? ApiResponse({ status, description: '', type: ok[0], isArray: true })
    : ApiResponse({ status, description: '', type: ok });
}

function problemOf(status: Status) {
  const content = { 'application/problem+json': { schema: { $ref: getSchemaPath(Problem) } } };
  return ApiResponse({ status: Number(status), description: problemTexts[status], content });
}
