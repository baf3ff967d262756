import { Controller, Get, Query } from '@nestjs/common';
import { MyLooks, type Actor } from '#libs/identity';
import { roleNames } from '../account/role-names.js';
import { SignedIn } from '../shell/access.js';
import { page } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { nameOf, purposeName } from './words.js';

const PAGE = 50;
const PATH = '/ca-nhan/ai-da-xem';

/** Who looked at the own data: in which role and from which unit, when, at what and why. */
@Controller()
export class LooksController {
  constructor(private readonly looks: MyLooks) {}

  @Get(PATH)
  @SignedIn()
  async show(@CurrentActor() actor: Actor, @Query('trang') asked?: string) {
    const number = /^[1-9]\d{0,4}$/.test(asked ?? '') ? Number(asked) : 1;
    const { total, looks } = await this.looks.of(actor.personId, { offset: (number - 1) * PAGE, limit: PAGE });
    return page('audit/looks', {
      title: 'Ai đã xem dữ liệu của bạn',
      total,
      looks: looks.map((look) => ({
        ...look,
        what: nameOf(look.what),
        purpose: purposeName(look.purpose),
        roles: look.roles.map((role) => roleNames[role]).join(', '),
        units: look.units.join('; '),
      })),
      pager: {
        previousHref: number > 1 ? `${PATH}?trang=${number - 1}` : undefined,
        nextHref: number * PAGE < total ? `${PATH}?trang=${number + 1}` : undefined,
        label: `Trang ${number}/${Math.max(1, Math.ceil(total / PAGE))}`,
      },
    });
  }
}
