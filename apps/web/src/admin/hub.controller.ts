import { Controller, Get } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { forbidden } from '#libs/platform';
import { SignedIn } from '../shell/access.js';
import { adminDesks } from '../shell/admin-desks.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';

/** The door to the administrator's desks; whoever has one alone goes straight there. */
@Controller()
export class AdminHubController {
  @Get('/quan-tri')
  @SignedIn()
  show(@CurrentActor() actor: Actor) {
    const desks = adminDesks(actor);
    if (desks.length === 0) throw forbidden('access.denied');
    return desks.length === 1 ? seeOther(desks[0]!.href) : page('admin/hub', { title: 'Quản trị', desks });
  }
}
