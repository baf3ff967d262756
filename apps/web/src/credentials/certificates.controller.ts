import { Controller, Get, Param } from '@nestjs/common';
import { Certificates } from '#libs/credentials';
import type { Actor } from '#libs/identity';
import { SignedIn } from '../shell/access.js';
import { download, page } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';

/** A learner's own certificates. */
@Controller()
export class CertificatesController {
  constructor(private readonly certificates: Certificates) {}

  @Get('/chung-nhan')
  @SignedIn({ cards: true })
  async mine(@CurrentActor() actor: Actor) {
    const certificates = await this.certificates.mine(actor.personId);
    return page('credentials/mine', {
      title: 'Giấy chứng nhận của bạn',
      certificates,
      waiting: certificates.some(({ ready, printed, revokedAt }) => printed && !ready && !revokedAt),
    });
  }

  /** Also for who may revoke: what they look at is in the access log. */
  @Get('/chung-nhan/:code/tep')
  @SignedIn({ cards: true })
  async file(@CurrentActor() actor: Actor, @Param('code') typed: string) {
    const { stream, bytes, code } = await this.certificates.file(actor, typed);
    return download(stream, { fileName: `Giấy chứng nhận ${code}.pdf`, type: 'application/pdf', bytes });
  }
}
