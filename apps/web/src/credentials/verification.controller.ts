import { Body, Controller, Get, Header, Param, Post } from '@nestjs/common';
import { CertificateCards, RevokeCertificate, VerifyCertificate, readCertificateCode } from '#libs/credentials';
import { can, type Actor } from '#libs/identity';
import { DomainError, RuntimeConfig, invalid } from '#libs/platform';
import { Public, Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { download, page, seeOther } from '../shell/page.js';
import { CurrentActor, MaybeActor } from '../shell/request.js';
import { RevocationFormDto } from './dto/revocation-form.dto.js';
import { VerificationFormDto } from './dto/verification-form.dto.js';
import { verificationView } from './verification.view.js';

const addressOf = (code: string) => `/xac-minh/${encodeURIComponent(code)}`;

/** Where anybody checks a paper, and where who has the permission revokes it. */
@Controller()
export class VerificationController {
  constructor(
    private readonly verification: VerifyCertificate,
    private readonly revocations: RevokeCertificate,
    private readonly cards: CertificateCards,
    private readonly config: RuntimeConfig,
  ) {}

  @Get('/xac-minh')
  @Public()
  form() {
    return page('credentials/verify-form', { title: 'Kiểm tra giấy chứng nhận' });
  }

  /** Only leads to the address of the code, so that the answer can be linked and reloaded. */
  @Post('/xac-minh')
  @Public()
  @OnInvalid<VerificationController>((self) => self.form())
  lookUp(@Body() form: VerificationFormDto) {
    const code = readCertificateCode(form.code);
    if (!code) throw invalid('form.invalid', { code: 'certificate.code-malformed' });
    return seeOther(addressOf(code));
  }

  @Get('/xac-minh/:code')
  @Public()
  async verify(@Param('code') typed: string, @MaybeActor() actor: Actor | null) {
    try {
      const certificate = await this.verification.byCode(typed);
      const mayRevoke = actor !== null && can(actor, 'certificate.revoke');
      return page('credentials/verify', verificationView(certificate, mayRevoke, this.config.baseUrl));
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'not-found') throw error;
      return page('credentials/unknown', { title: 'Không có giấy chứng nhận này', noindex: true, typed }, 404);
    }
  }

  /** Asked for by the sites where a link is shared, which sign in nowhere. */
  @Get('/xac-minh/:code/anh.png')
  @Public()
  @Header('x-robots-tag', 'noindex')
  async card(@Param('code') code: string) {
    const { stream, bytes } = await this.cards.byCode(code);
    return download(stream, { fileName: 'giay-chung-nhan.png', type: 'image/png', bytes, inline: true });
  }

  @Post('/xac-minh/:code/thu-hoi')
  @Requires('certificate.revoke')
  @OnInvalid<VerificationController>((self, request) =>
    self.verify((request.params as { code: string }).code, request.actor),
  )
  async revoke(@CurrentActor() actor: Actor, @Param('code') code: string, @Body() { reason }: RevocationFormDto) {
    await this.revocations.revoke(actor, code, reason);
    return seeOther(addressOf(code), { notice: 'certificate-revoked' });
  }
}
