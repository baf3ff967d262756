import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '#libs/identity';
import { UNIT_KINDS, Units, type Tree } from '#libs/organisation';
import { Clock, invalid, isDay, newId } from '#libs/platform';
import { ReadUnits, type UnitPage } from '#libs/rosters';
import { page } from '../../shell/page.js';
import { changePath, trail, unitPath } from './paths.js';
import { CHANGE_NAMES, TREE_NAMES, kindName } from './words.js';

export type ChangeName = keyof typeof CHANGE_NAMES | 'dinh-chinh';

/** The page of a change's form, and what its controllers share. */
@Injectable()
export class ChangePage {
  constructor(
    private readonly read: ReadUnits,
    private readonly units: Units,
    private readonly clock: Clock,
  ) {}

  /** `more` is what only this form shows. */
  async show(
    actor: Actor,
    unitId: string,
    change: ChangeName,
    more: (seen: UnitPage) => Record<string, unknown> | Promise<Record<string, unknown>> = () => ({}),
    asked?: string,
  ) {
    const seen = await this.seen(actor, unitId, asked);
    const { unit, path, day } = seen;
    const title = change === 'dinh-chinh' ? 'Đính chính' : CHANGE_NAMES[change];
    return page(`admin/units/change`, {
      title: `${title}: ${unit.name}`,
      heading: title,
      breadcrumbs: trail(path, day, { label: title }),
      unit: { ...unit, kindName: kindName(unit.kind), treeName: TREE_NAMES[unit.tree] },
      [change]: true,
      parent: path.at(-2),
      clientKey: newId(),
      on: this.clock.today(),
      action: changePath(unitId, change),
      backHref: unitPath(unitId),
      kinds: UNIT_KINDS[unit.tree].map((value) => ({ value, label: kindName(value) })),
      choices: await this.read.choices(actor, unit, day, choicesOf(change)),
      ...(await more(seen)),
    });
  }

  seen(actor: Actor, unitId: string, day?: string): Promise<UnitPage> {
    return this.read.page(actor, unitId, day && isDay(day) ? day : this.clock.today());
  }

  /** Ids of codes that are there on the day, in the order given; refused beside the field with those that are not. */
  async idsOf(tree: Tree, codes: string[], on: string, field: string): Promise<string[]> {
    const day = isDay(on) ? on : this.clock.today();
    const found = await this.units.idsOf(tree, codes, day);
    const missing = codes.filter((code) => !found.has(code));
    if (missing.length > 0)
      throw invalid('unit.code-unknown', { [field]: 'unit.code-unknown' }, { codes: missing.join(', ') });
    return codes.map((code) => found.get(code)!);
  }
}

const choicesOf = (change: ChangeName) =>
  change === 'dia-ban' ? ('territory' as const) : change === 'sap-nhap' || change === 'tach' ? 'siblings' : 'parents';

/** What a refused form needs to show itself again. */
export const asked = (request: FastifyRequest) => ({
  actor: request.actor!,
  unitId: (request.params as { unitId: string }).unitId,
  body: (request.body ?? {}) as Record<string, unknown>,
});

export const codesIn = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
