import { Get, Param } from '@nestjs/common';
import { VerifyCertificate } from '#libs/credentials';
import { ApiArea } from '../openapi/area.js';
import { Operation } from '../openapi/operation.js';
import { certificateOf } from './certificate.view.js';
import { CertificateResponse } from './certificates.dto.js';

@ApiArea('certificates')
export class CertificatesApi {
  constructor(private readonly verification: VerifyCertificate) {}

  @Get('certificates/:code')
  @Operation('certificates.verify', 'public', { ok: CertificateResponse, problems: [404] })
  async verify(@Param('code') code: string): Promise<CertificateResponse> {
    return certificateOf(await this.verification.byCode(code));
  }
}
