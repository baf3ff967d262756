import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { AccessLog, People, SecondFactorResets, StaffAccounts, type Actor, type StaffAccount } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { roleNames } from '../../account/role-names.js';
import { Requires } from '../../shell/access.js';
import { OnInvalid } from '../../shell/on-invalid.js';
import { page, seeOther } from '../../shell/page.js';
import { CurrentActor } from '../../shell/request.js';
import { ReasonFormDto, ResetDecisionFormDto } from './security.forms.js';

const LIST = '/quan-tri/an-toan/tai-khoan';
const ONE = '/quan-tri/an-toan/tai-khoan/:personId';
const reasonNames = { idle: 'lâu không dùng', administrator: 'do quản trị viên' };

const again = OnInvalid<StaffAccountsController>((self, request) =>
  self.one(request.actor!, (request.params as { personId: string }).personId),
);

/** Accounts of those who work at a desk: who has a second factor, who has been away, who needs help to get in. */
@Controller()
export class StaffAccountsController {
  constructor(
    private readonly accounts: StaffAccounts,
    private readonly resets: SecondFactorResets,
    private readonly people: People,
    private readonly accessLog: AccessLog,
    private readonly work: UnitOfWork,
  ) {}

  @Get(LIST)
  @Requires('security.manage')
  async list(@CurrentActor() actor: Actor, @Query('trang') asked?: string) {
    const number = /^[1-9]\d{0,3}$/.test(asked ?? '') ? Number(asked) : 1;
    const { rows, more } = await this.accounts.list(actor, number);
    const waiting = await this.resets.open(actor);
    const seen = [...rows, ...waiting].map(({ personId }) => personId);
    await this.work.run((tx) =>
      this.accessLog.recordMany(tx, actor, [...new Set(seen)], 'account.list', 'account-care'),
    );
    const names = await this.people.names(waiting.flatMap(({ personId, requestedBy }) => [personId, requestedBy]));
    return page('admin/security/accounts', {
      title: 'Tài khoản cán bộ',
      wide: true,
      accounts: rows.map(inWords),
      previous: number > 1 ? `${LIST}?trang=${number - 1}` : null,
      following: more ? `${LIST}?trang=${number + 1}` : null,
      waiting: waiting.map((reset) => ({
        ...reset,
        name: names.get(reset.personId),
        by: names.get(reset.requestedBy),
        mine: reset.requestedBy === actor.personId || reset.personId === actor.personId,
      })),
    });
  }

  @Get(ONE)
  @Requires('security.manage')
  async one(@CurrentActor() actor: Actor, @Param('personId', ParseUUIDPipe) personId: string) {
    const account = await this.accounts.find(actor, personId);
    await this.work.run((tx) => this.accessLog.record(tx, actor, personId, 'account', 'account-care'));
    return page('admin/security/account', {
      title: account.fullName,
      account: inWords(account),
      own: personId === actor.personId,
      fourEyes: account.roles.includes('administrator'),
    });
  }

  @Post(`${ONE}/mo-lai`)
  @Requires('security.manage')
  @again
  async enable(
    @CurrentActor() actor: Actor,
    @Param('personId', ParseUUIDPipe) personId: string,
    @Body() form: ReasonFormDto,
  ) {
    await this.accounts.enable(actor, personId, form.reason);
    return seeOther(LIST, { notice: 'account-enabled' });
  }

  @Post(`${ONE}/dat-lai-buoc-hai`)
  @Requires('security.manage')
  @again
  async reset(
    @CurrentActor() actor: Actor,
    @Param('personId', ParseUUIDPipe) personId: string,
    @Body() form: ReasonFormDto,
  ) {
    const outcome = await this.resets.request(actor, personId, form.reason);
    return seeOther(LIST, { notice: outcome === 'done' ? 'second-factor-reset' : 'second-factor-reset-waiting' });
  }

  @Post('/quan-tri/an-toan/dat-lai/:id')
  @Requires('security.manage')
  async decide(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() form: ResetDecisionFormDto,
  ) {
    await this.resets.decide(actor, id, form.outcome);
    const notice = form.outcome === 'done' ? 'second-factor-reset' : 'second-factor-reset-refused';
    return seeOther(LIST, { notice });
  }
}

const inWords = (account: StaffAccount) => ({
  ...account,
  roles: account.roles.map((role) => roleNames[role]),
  disabledReason: account.disabledReason && reasonNames[account.disabledReason],
});
