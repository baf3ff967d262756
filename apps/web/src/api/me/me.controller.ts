import { Delete, Get, Param } from '@nestjs/common';
import { Certificates } from '#libs/credentials';
import { ApiTokens, type Actor } from '#libs/identity';
import { MyCourses } from '#libs/learning';
import { download } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { certificateOf } from '../certificates/certificate.view.js';
import { CertificateResponse } from '../certificates/certificates.dto.js';
import { ApiArea } from '../openapi/area.js';
import { ID } from '../openapi/ids.js';
import { Operation } from '../openapi/operation.js';
import { CourseProgressResponse, MeResponse, TokenResponse } from './me.dto.js';

/** What belongs to the owner of the token. */
@ApiArea('me')
export class MeApi {
  constructor(
    private readonly courses: MyCourses,
    private readonly certificates: Certificates,
    private readonly tokens: ApiTokens,
  ) {}

  @Get('me')
  @Operation('me.get', 'signed-in', { ok: MeResponse })
  me(@CurrentActor() { personId, displayName, via, grants }: Actor): MeResponse {
    return { personId, displayName, via, grants };
  }

  @Get('me/progress')
  @Operation('me.progress', 'signed-in', { ok: [CourseProgressResponse] })
  async progress(@CurrentActor() actor: Actor): Promise<CourseProgressResponse[]> {
    return this.courses.all(actor.personId);
  }

  @Get('me/certificates')
  @Operation('me.certificates', 'signed-in', { ok: [CertificateResponse] })
  async mine(@CurrentActor() actor: Actor): Promise<CertificateResponse[]> {
    return (await this.certificates.mine(actor.personId)).map(certificateOf);
  }

  @Get('me/certificates/:code/file')
  @Operation('me.certificate-file', 'signed-in', { file: 'application/pdf', problems: [404, 409] })
  async certificateFile(@CurrentActor() actor: Actor, @Param('code') typed: string) {
    const { stream, bytes, code } = await this.certificates.file(actor, typed);
    return download(stream, { fileName: `${code}.pdf`, type: 'application/pdf', bytes });
  }

  @Get('me/tokens')
  @Operation('tokens.list', 'token.manage', { ok: [TokenResponse] })
  async myTokens(@CurrentActor() actor: Actor): Promise<TokenResponse[]> {
    return this.tokens.list(actor);
  }

  @Delete('me/tokens/:id')
  @Operation('tokens.revoke', 'token.manage', { problems: [404] })
  async revoke(@CurrentActor() actor: Actor, @Param('id', ID) id: string): Promise<void> {
    await this.tokens.revoke(actor, id);
  }
}
