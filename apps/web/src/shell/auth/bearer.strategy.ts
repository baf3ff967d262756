import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-http-bearer';
import { ApiTokens, type Actor } from '#libs/identity';
import { originOf } from '../request.js';

/** A program's opaque token. */
@Injectable()
export class BearerStrategy extends PassportStrategy(Strategy) {
  constructor(private readonly tokens: ApiTokens) {
    super({ passReqToCallback: true });
  }

  async validate(request: FastifyRequest, token: string): Promise<Actor | false> {
    return (await this.tokens.resolve(token, originOf(request))) ?? false;
  }
}
