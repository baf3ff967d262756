import { Body, Get, Param, Post } from '@nestjs/common';
import { RevokeCertificate, VerifyCertificate } from '#libs/credentials';
import type { Actor } from '#libs/identity';
import { CurrentActor } from '../../shell/request.js';
import { ApiArea } from '../openapi/area.js';
import { Operation } from '../openapi/operation.js';
import { certificateOf } from './certificate.view.js';
import { CertificateResponse, RevocationRequest } from './certificates.dto.js';

@ApiArea('certificates')
export class CertificatesApi {
  constructor(
    private readonly verification: VerifyCertificate,
    private readonly revocation: RevokeCertificate,
  ) {}

  @Get('certificates/:code')
  @Operation('certificates.verify', 'public', { ok: CertificateResponse, problems: [404] })
  async verify(@Param('code') code: string): Promise<CertificateResponse> {
    return certificateOf(await this.verification.byCode(code));
  }

  @Post('certificates/:code/revocation')
  @Operation('certificates.revoke', 'certificate.revoke', { ok: CertificateResponse, problems: [404, 409, 422] })
  async revoke(
    @CurrentActor() actor: Actor,
    @Param('code') code: string,
    @Body() { reason }: RevocationRequest,
  ): Promise<CertificateResponse> {
    await this.revocation.revoke(actor, code, reason);
    return certificateOf(await this.verification.byCode(code));
  }
}
