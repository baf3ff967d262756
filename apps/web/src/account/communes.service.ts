import { Injectable } from '@nestjs/common';
import { Units } from '#libs/organisation';
import { Clock, compareVietnamese } from '#libs/platform';

/** The province's communes and wards as options of a form, by name. */
@Injectable()
export class Communes {
  constructor(
    private readonly units: Units,
    private readonly clock: Clock,
  ) {}

  async options(): Promise<{ value: string; label: string }[]> {
    const today = this.clock.today();
    const [province] = await this.units.roots('territory', today);
    const communes = province ? await this.units.childrenOn(province.id, today) : [];
    const bare = (name: string) => name.replace(/^(Xã|Phường) /, '');
    return communes
      .sort((a, b) => compareVietnamese(bare(a.name), bare(b.name)))
      .map(({ id, name }) => ({ value: id, label: name }));
  }
}
