import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessReviews, GRANTED_ROLES, GrantProposals, GrantRoles, ReadGrants, can, type Actor } from '#libs/identity';
import { notFound } from '#libs/platform';
import { roleNames } from '../account/role-names.js';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { OptionalReasonFormDto, ReasonFormDto, RolesQueryDto } from './dto.js';
import { GIVE, ID, REVIEWS, ROLES, crumbs, endPath, proposalPath } from './paths.js';
import { roleDescriptions } from './role-list.js';

const PAGE = 50;

/** Who holds which role, what each role may do, and the proposals that wait for a second person. */
@Controller()
export class RolesController {
  constructor(
    private readonly grants: ReadGrants,
    private readonly roles: GrantRoles,
    private readonly proposals: GrantProposals,
    private readonly reviews: AccessReviews,
  ) {}

  @Get(ROLES)
  @Requires('role.grant')
  async show(@CurrentActor() actor: Actor, @Query() query: RolesQueryDto) {
    return this.showPage(actor, query);
  }

  private async showPage(actor: Actor, query: RolesQueryDto) {
    const number = query.trang ?? 1;
    const role = query['vai-tro'] || undefined;
    const found = { search: query.tim, role, offset: (number - 1) * PAGE, limit: PAGE };
    const { total, grants } = await this.grants.list(actor, found);
    const proposals = await this.grants.proposals(actor);
    const href = (trang: number) =>
      `${ROLES}?${new URLSearchParams({ tim: query.tim ?? '', 'vai-tro': role ?? '', trang: String(trang) })}`;
    const reviews = (await this.reviews.list(actor)).filter(({ open }) => open > 0);
    return page('roles/roles', {
      title: 'Vai trò và quyền',
      wide: true,
      giveHref: GIVE,
      mayReview: can(actor, 'access.review'),
      reviewsHref: REVIEWS,
      reviewsOpen: reviews.length,
      reviewsOverdue: reviews.some(({ overdue }) => overdue),
      action: ROLES,
      search: query.tim,
      roleOptions: GRANTED_ROLES.map((value) => ({ value, label: roleNames[value], selected: value === role })),
      total,
      grants: grants.map((grant) => ({ ...grant, roleName: roleNames[grant.role], endHref: endPath(grant.id) })),
      proposals: proposals.map((item) => ({ ...item, roleName: roleNames[item.role], href: proposalPath(item.id) })),
      descriptions: roleDescriptions(),
      pager: {
        previousHref: number > 1 ? href(number - 1) : undefined,
        nextHref: number * PAGE < total ? href(number + 1) : undefined,
        label: `Trang ${number}/${Math.max(1, Math.ceil(total / PAGE))}`,
      },
    });
  }

  @Post('/quan-tri/vai-tro/de-xuat/:id/xac-nhan')
  @Requires('role.grant')
  @OnInvalid<RolesController>((self, request) => self.showPage(request.actor!, {}))
  async confirm(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    await this.proposals.confirm(actor, id);
    return seeOther(ROLES, { notice: 'role-confirmed' });
  }

  @Post('/quan-tri/vai-tro/de-xuat/:id/khep')
  @Requires('role.grant')
  @OnInvalid<RolesController>((self, request) => self.showPage(request.actor!, {}))
  async refuse(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Body() form: OptionalReasonFormDto) {
    await this.proposals.refuse(actor, id, form.reason);
    return seeOther(ROLES, { notice: 'role-refused' });
  }

  @Get('/quan-tri/vai-tro/:id/thoi-giao')
  @Requires('role.grant')
  async endForm(@CurrentActor() actor: Actor, @Param('id', ID) id: string) {
    return this.endPage(actor, id);
  }

  private async endPage(actor: Actor, id: string) {
    const grant = await this.grants.find(actor, id);
    if (!grant.mayEnd) throw notFound('grant.unknown');
    return page('roles/end', {
      title: 'Thôi giao vai trò',
      breadcrumbs: crumbs('Thôi giao vai trò'),
      grant: { ...grant, roleName: roleNames[grant.role] },
      action: endPath(id),
      backHref: ROLES,
    });
  }

  @Post('/quan-tri/vai-tro/:id/thoi-giao')
  @Requires('role.grant')
  @OnInvalid<RolesController>((self, request) => self.endPage(request.actor!, idOf(request)))
  async end(@CurrentActor() actor: Actor, @Param('id', ID) id: string, @Body() form: ReasonFormDto) {
    await this.roles.end(actor, id, form.reason);
    return seeOther(ROLES, { notice: 'role-ended' });
  }
}

const idOf = (request: FastifyRequest) => (request.params as { id: string }).id;
