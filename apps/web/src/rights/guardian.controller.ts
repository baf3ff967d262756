import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Guardians, type Actor } from '#libs/identity';
import { RuntimeConfig } from '#libs/platform';
import { SignedIn } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { onceOnly } from '../shell/once-only.js';
import { relationOptions } from './guardian-relations.js';
import { GuardianCodeFormDto, GuardianFormDto } from './forms.js';

const PAGE = '/ca-nhan/nguoi-giam-ho';

/** Somebody under sixteen asks a parent or guardian, who answers by a code on their own phone. */
@Controller()
export class GuardianController {
  constructor(
    private readonly guardians: Guardians,
    private readonly config: RuntimeConfig,
  ) {}

  @Get(PAGE)
  @SignedIn()
  form(@CurrentActor() actor: Actor) {
    if (!actor.awaitsGuardian) return seeOther('/ca-nhan');
    return this.formPage();
  }

  @Post(PAGE)
  @SignedIn()
  @OnInvalid<GuardianController>((self) => self.formPage())
  async begin(@CurrentActor() actor: Actor, @Body() form: GuardianFormDto) {
    const { requestId } = await this.guardians.begin(actor, form);
    return seeOther(`${PAGE}/ma?yeu-cau=${requestId}`);
  }

  @Get(`${PAGE}/ma`)
  @SignedIn()
  code(@Query('yeu-cau') requestId?: string) {
    return requestId ? this.codePage(requestId) : seeOther(PAGE);
  }

  @Post(`${PAGE}/ma`)
  @SignedIn()
  @OnInvalid<GuardianController>((self, request: FastifyRequest) =>
    self.codePage(String((request.body as GuardianCodeFormDto).requestId ?? '')),
  )
  async confirm(@CurrentActor() actor: Actor, @Body() form: GuardianCodeFormDto) {
    await onceOnly(this.guardians.confirm(actor, form.requestId, form.code));
    return seeOther('/', { notice: 'guardian-consented' });
  }

  private formPage() {
    return page('rights/guardian', {
      title: 'Người giám hộ',
      relations: relationOptions,
    });
  }

  private codePage(requestId: string) {
    return page('rights/guardian-code', { title: 'Mã của người lớn', requestId, demo: this.config.demoMode });
  }
}
