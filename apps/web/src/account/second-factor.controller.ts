import { Body, Controller, Get, Post } from '@nestjs/common';
import { OwnSecondFactor, type Actor } from '#libs/identity';
import { DomainError } from '#libs/platform';
import { SignedIn } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import {
  BeginSecondFactorFormDto,
  FirstCodeFormDto,
  RemoveSecondFactorFormDto,
  RenewCodesFormDto,
} from './dto/second-factor.form.js';
import { qrSvg } from './qr-svg.js';
import { grouped } from './second-step.controller.js';

const show = OnInvalid<SecondFactorController>((self, request) => self.show(request.actor!));

@Controller()
export class SecondFactorController {
  constructor(private readonly factor: OwnSecondFactor) {}

  @Get('/ca-nhan/bao-mat')
  @SignedIn()
  async show(@CurrentActor() actor: Actor) {
    const { pending, ...state } = await this.factor.state(actor);
    return page('account/second-factor', {
      title: 'Xác thực hai bước',
      noindex: true,
      ...state,
      hasPassword: actor.accountId !== null,
      secret: pending && grouped(pending.secret),
      qr: pending && (await qrSvg(pending.uri)),
    });
  }

  @Post('/ca-nhan/bao-mat/thiet-lap')
  @SignedIn()
  @show
  async begin(@CurrentActor() actor: Actor, @Body() form: BeginSecondFactorFormDto) {
    await this.factor.begin(actor, form.currentPassword);
    return seeOther('/ca-nhan/bao-mat');
  }

  /** Shows the recovery codes on the answer itself, once; they are kept nowhere. */
  @Post('/ca-nhan/bao-mat/xac-nhan')
  @SignedIn()
  @show
  async confirm(@CurrentActor() actor: Actor, @Body() form: FirstCodeFormDto) {
    return this.codesPage(await this.factor.confirm(actor, form.code));
  }

  @Post('/ca-nhan/bao-mat/ma-du-phong')
  @SignedIn()
  @show
  async renewCodes(@CurrentActor() actor: Actor, @Body() form: RenewCodesFormDto) {
    return this.codesPage(await this.factor.renewCodes(actor, form.code));
  }

  @Post('/ca-nhan/bao-mat/tat')
  @SignedIn()
  @show
  async remove(@CurrentActor() actor: Actor, @Body() form: RemoveSecondFactorFormDto) {
    try {
      await this.factor.remove(actor, form.removalCode);
    } catch (error) {
      if (!(error instanceof DomainError && error.fields.code)) throw error;
      throw new DomainError(error.kind, error.code, error.data, { removalCode: error.fields.code });
    }
    return seeOther('/ca-nhan/bao-mat', { notice: 'second-factor-removed' });
  }

  private codesPage(codes: string[]) {
    return page('account/recovery-codes', { title: 'Mã dự phòng', noindex: true, codes, next: '/ca-nhan/bao-mat' });
  }
}
