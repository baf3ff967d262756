import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { can } from '#libs/identity';
import { forbidden } from '#libs/platform';
import { ACCESS, type Access } from './access.js';
import { signInFirst } from './request.js';

const learns = (access: Access): boolean =>
  access.kind === 'permission'
    ? access.permission === 'learn.take'
    : access.kind === 'signed-in' && access.learns === true;

/** Closes every route that does not say otherwise. Reads what the session already brought: no query of its own. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!access) throw forbidden('access.undeclared');
    if (access.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { actor } = request;
    if (!actor) throw signInFirst(request);
    if (learns(access) && actor.restricted)
      throw forbidden(actor.awaitsGuardian ? 'learn.awaits-guardian' : 'learn.restricted');
    if (access.kind === 'signed-in' && actor.byCard && !access.cards) throw forbidden('access.not-by-card');
    if (access.kind === 'permission' && !can(actor, access.permission)) {
      throw forbidden('access.denied', { permission: access.permission });
    }
    return true;
  }
}
