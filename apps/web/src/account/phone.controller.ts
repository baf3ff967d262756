import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ChangePhone, type Actor } from '#libs/identity';
import { RuntimeConfig } from '#libs/platform';
import { SignedIn } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { ChangePhoneFormDto, PhoneCodeFormDto } from './dto/phone.form.js';
import { onceOnly } from '../shell/once-only.js';

const PAGE = '/ca-nhan/so-dien-thoai';

/** Another phone to sign in with. */
@Controller()
export class PhoneController {
  constructor(
    private readonly phone: ChangePhone,
    private readonly config: RuntimeConfig,
  ) {}

  @Get(PAGE)
  @SignedIn()
  form() {
    return page('account/phone', { title: 'Đổi số điện thoại' });
  }

  @Post(PAGE)
  @SignedIn()
  @OnInvalid<PhoneController>((self) => self.form())
  async begin(@CurrentActor() actor: Actor, @Body() form: ChangePhoneFormDto) {
    const { requestId } = await this.phone.begin(actor, form);
    return seeOther(`${PAGE}/ma?yeu-cau=${requestId}`);
  }

  @Get(`${PAGE}/ma`)
  @SignedIn()
  code(@Query('yeu-cau') requestId?: string) {
    return requestId ? this.codePage(requestId) : seeOther(PAGE);
  }

  @Post(`${PAGE}/ma`)
  @SignedIn()
  @OnInvalid<PhoneController>((self, request: FastifyRequest) =>
    self.codePage(String((request.body as PhoneCodeFormDto).requestId ?? '')),
  )
  async confirm(@CurrentActor() actor: Actor, @Body() form: PhoneCodeFormDto) {
    await onceOnly(this.phone.confirm(actor, form.requestId, form.code));
    return seeOther('/ca-nhan', { notice: 'phone-changed' });
  }

  private codePage(requestId: string) {
    return page('account/phone-code', { title: 'Mã gửi đến số mới', requestId, demo: this.config.demoMode });
  }
}
