import { Injectable } from '@nestjs/common';
import { Scope, scopeOf, type Actor } from '#libs/identity';
import { Units, type UnitNode } from '#libs/organisation';
import { Clock, invalid, isDay } from '#libs/platform';
import { Figures, type TableRequest } from './figures.service.js';
import type { FiguresDocument } from './figures-document.js';

/** The figures somebody may see: exact, of the units in their scope. */
@Injectable()
export class ViewFigures {
  constructor(
    private readonly figures: Figures,
    private readonly units: Units,
    private readonly scope: Scope,
    private readonly clock: Clock,
  ) {}

  /** Refuses `day.invalid`, `day.in-future`, `access.denied`, `scope.outside`, `campaign.unknown`, `unit.unknown`. */
  async table(actor: Actor, campaignId: string, request: TableRequest): Promise<FiguresDocument> {
    const day = request.day ?? this.clock.today();
    if (!isDay(day)) throw invalid('day.invalid', { day: 'day.invalid' });
    if (day > this.clock.today()) throw invalid('day.in-future', { day: 'day.in-future' });
    await this.scope.assert(actor, 'figures.view', request.unitId, day);
    return this.figures.table(campaignId, request);
  }

  /** Where the actor may begin: the roots of their scope that exist on the day, in the order they were granted. */
  async roots(actor: Actor, day = this.clock.today()): Promise<UnitNode[]> {
    const found = await Promise.all(
      scopeOf(actor, 'figures.view').map((id) => this.units.find(id, day).catch(() => null)),
    );
    return found.filter((unit) => unit !== null);
  }

  /** The way from the uppermost unit the actor may see down to this one. */
  async path(actor: Actor, unitId: string, day = this.clock.today()): Promise<UnitNode[]> {
    const roots = scopeOf(actor, 'figures.view');
    const path = await this.units.pathOn(unitId, day);
    const first = path.findIndex(({ id }) => roots.includes(id));
    return first < 0 ? [] : path.slice(first);
  }
}
