import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  FOUR_EYES,
  GrantRoles,
  PersonRefs,
  grantableBy,
  normalisePhone,
  rootsFor,
  scopeOf,
  type Actor,
  type GrantedRole,
} from '#libs/identity';
import { FindUnits, type UnitFound } from '#libs/organisation';
import { Clock, Throttle, newId } from '#libs/platform';
import { FindPeople } from '#libs/rosters';
import { roleNames } from '../account/role-names.js';
import { Requires } from '../shell/access.js';
import { OnInvalid } from '../shell/on-invalid.js';
import { page, seeOther } from '../shell/page.js';
import { CurrentActor } from '../shell/request.js';
import { GrantFormDto, GrantQueryDto } from './dto.js';
import { GIVE, ROLES, crumbs } from './paths.js';

const PURPOSE = 'Giao vai trò';
const TREES: Record<string, string> = { territory: 'địa bàn', state: 'cơ quan nhà nước', party: 'tổ chức Đảng' };

/** Giving a role, one question per page: to whom, for which units, which role and until when. */
@Controller()
export class GrantController {
  constructor(
    private readonly refs: PersonRefs,
    private readonly people: FindPeople,
    private readonly units: FindUnits,
    private readonly roles: GrantRoles,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
  ) {}

  @Get(GIVE)
  @Requires('role.grant')
  async form(@CurrentActor() actor: Actor, @Query() query: GrantQueryDto) {
    if (!query.nguoi) return this.whoPage(actor, query.tim?.trim() ?? '');
    const person = await this.refs.open(actor, query.nguoi);
    const chosen = await this.units.named(scopeOf(actor, 'role.grant'), query['don-vi'] ?? []);
    if (query.buoc === 'vai-tro' && chosen.length > 0) return this.rolePage(actor, query.nguoi, chosen);
    const search = query['tim-don-vi']?.trim() ?? '';
    const roots = scopeOf(actor, 'role.grant');
    const offered = search ? await this.units.below(roots, search) : await this.units.named(roots, roots);
    return page('roles/give-where', {
      title: 'Giao vai trò: ở đâu',
      breadcrumbs: crumbs('Giao vai trò'),
      action: GIVE,
      person,
      search,
      nothingChosen: query.buoc === 'vai-tro',
      chosen: chosen.map(unitView),
      offered: offered.filter(({ id }) => !chosen.some((unit) => unit.id === id)).map(unitView),
    });
  }

  private async whoPage(actor: Actor, search: string) {
    const phone = normalisePhone(search);
    const found =
      search === '' ? undefined : phone ? await this.byPhone(actor, phone) : await this.byName(actor, search);
    return page('roles/give-who', {
      title: 'Giao vai trò: cho ai',
      breadcrumbs: crumbs('Giao vai trò'),
      action: GIVE,
      search,
      found,
      short: found === null,
      byPhone: phone !== null,
    });
  }

  private byName(actor: Actor, search: string) {
    if (search.length < 3) return null;
    return this.people.byName(actor, scopeOf(actor, 'role.grant'), search, PURPOSE);
  }

  /** Trying out numbers would tell whose they are. */
  private async byPhone(actor: Actor, phone: string) {
    await this.throttle.hit({ key: `role-phone:${actor.personId}`, max: 30, windowSeconds: 3600 });
    return this.refs.byVerifiedPhone(actor, phone, PURPOSE);
  }

  private async rolePage(actor: Actor, ref: string, chosen: UnitFound[]) {
    const person = await this.refs.open(actor, ref);
    const ids = chosen.map(({ id }) => id);
    const fitting: GrantedRole[] = [];
    for (const role of grantableBy(actor)) {
      const inside = await this.units.named(rootsFor(actor, role), ids);
      if (inside.length === ids.length) fitting.push(role);
    }
    const back = new URLSearchParams([['nguoi', ref], ...ids.map((id): [string, string] => ['don-vi', id])]);
    return page('roles/give-role', {
      title: 'Giao vai trò',
      breadcrumbs: crumbs('Giao vai trò'),
      action: GIVE,
      backHref: `${GIVE}?${back}`,
      person,
      chosen: chosen.map(unitView),
      roleOptions: fitting.map((value) => ({
        value,
        label: FOUR_EYES.includes(value) ? `${roleNames[value]} (cần người thứ hai xác nhận)` : roleNames[value],
      })),
      today: this.clock.today(),
      clientKey: newId(),
    });
  }

  @Post(GIVE)
  @Requires('role.grant')
  @OnInvalid<GrantController>((self, request) => self.showAgain(request))
  async give(@CurrentActor() actor: Actor, @Body() form: GrantFormDto) {
    const { personId } = await this.refs.open(actor, form.person);
    const { person: _, ...request } = form;
    const made = await this.roles.give(actor, { ...request, personId, to: form.to ?? null });
    return seeOther(ROLES, { notice: made === 'granted' ? 'role-granted' : 'role-proposed' });
  }

  private async showAgain(request: FastifyRequest) {
    const body = request.body as { person?: string; unitIds?: string | string[] };
    const ids = [body.unitIds ?? []].flat();
    const chosen = await this.units.named(scopeOf(request.actor!, 'role.grant'), ids);
    return this.rolePage(request.actor!, body.person ?? '', chosen);
  }
}

const unitView = (unit: UnitFound) => ({ ...unit, treeName: TREES[unit.tree] });
