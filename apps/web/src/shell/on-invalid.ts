import { SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { PageView } from './page.js';

/** What a form page needs to show itself again: nothing typed is lost, each sentence stands beside its field. */
export interface FormFailure {
  status: number;
  values: Record<string, string>;
  errors: Record<string, string>;
  message?: string;
}

export type Rerender<C> = (self: C, request: FastifyRequest, failure: FormFailure) => PageView | Promise<PageView>;

export const ON_INVALID = 'hvs:on-invalid';

/** Shows the form again when its input is refused, instead of an error page. */
export const OnInvalid = <C>(rerender: Rerender<C>) => SetMetadata(ON_INVALID, rerender);
