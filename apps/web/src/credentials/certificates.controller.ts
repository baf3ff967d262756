import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { IsString, MaxLength } from 'class-validator';
import { Certificates, RevokeCertificate } from '#libs/credentials';
import { can, type Actor } from '#libs/identity';
import { DomainError } from '#libs/platform';
import { Public, Requires, SignedIn } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { download, page, seeOther } from '../shell/page.js';
import { CurrentActor, MaybeActor } from '../shell/request.js';

export class RevocationFormDto {
  @IsString({ message: 'revocation.reason-required' })
  @MaxLength(500, { message: 'revocation.reason-required' })
  reason: string;
}

export class VerificationFormDto {
  @IsString({ message: 'certificate.code-malformed' })
  @MaxLength(40, { message: 'certificate.code-malformed' })
  code: string;
}

@Controller()
export class CertificatesController {
  constructor(
    private readonly certificates: Certificates,
    private readonly revocations: RevokeCertificate,
  ) {}

  @Get('/chung-nhan')
  @SignedIn()
  async mine(@CurrentActor() actor: Actor) {
    const certificates = await this.certificates.mine(actor.personId);
    return page('credentials/mine', { title: 'Giấy chứng nhận của bạn', certificates, waiting: certificates.some(({ ready, printed }) => !ready && printed) });
  }

  @Get('/chung-nhan/:code/tep')
  @SignedIn()
  async file(@CurrentActor() actor: Actor, @Param('code') typed: string) {
    const { stream, bytes, code } = await this.certificates.file(actor, typed);
    return download(stream, { fileName: `Giấy chứng nhận ${code}.pdf`, type: 'application/pdf', bytes });
  }

  @Get('/xac-minh')
  @Public()
  form() {
    return page('credentials/verify-form', { title: 'Kiểm tra giấy chứng nhận' });
  }

  /** Only leads to the address of the code, so that the answer can be linked and reloaded. */
  @Post('/xac-minh')
  @Public()
  @OnInvalid<CertificatesController>((self) => self.form())
  lookUp(@Body() { code }: VerificationFormDto) {
    return seeOther(`/xac-minh/${encodeURIComponent(code.trim() || '-')}`);
  }

  @Get('/xac-minh/:code')
  @Public()
  async verify(@Param('code') typed: string, @MaybeActor() actor: Actor | null) {
    try {
      const certificate = await this.certificates.verify(typed);
      return page('credentials/verify', { title: `Giấy chứng nhận ${certificate.code}`, noindex: true, certificate, mayRevoke: actor !== null && can(actor, 'certificate.revoke') });
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'not-found') throw error;
      return page('credentials/unknown', { title: 'Không có giấy chứng nhận này', noindex: true, typed }, 404);
    }
  }

  @Post('/xac-minh/:code/thu-hoi')
  @Requires('certificate.revoke')
  @OnInvalid<CertificatesController>((self, request) => self.verify((request.params as { code: string }).code, request.actor))
  async revoke(@CurrentActor() actor: Actor, @Param('code') code: string, @Body() { reason }: RevocationFormDto) {
    await this.revocations.revoke(actor, code, reason);
    return seeOther(`/xac-minh/${encodeURIComponent(code)}`, { notice: 'certificate-revoked' });
  }
}
