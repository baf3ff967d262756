import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-local';
import { SignIn } from '#libs/identity';
import { originOf } from '../request.js';

/** Phone and password, as passport-local reads them from the form. */
@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy) {
  constructor(private readonly signIn: SignIn) {
    super({ usernameField: 'phone', passwordField: 'password', passReqToCallback: true });
  }

  validate(request: FastifyRequest, phone: string, password: string) {
    return this.signIn.withPassword(phone, password, originOf(request), request.headers['user-agent']);
  }
}
