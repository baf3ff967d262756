import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Modules, type PublishedModule } from '../modules.service.js';
import { speakerOutline, type SpeakerOutline } from './speaker-outline.policy.js';

export interface PublishedOutline extends SpeakerOutline {
  module: PublishedModule;
}

/** The outline of what learners read now, for whoever speaks about it. */
@Injectable()
export class SpeakerOutlines {
  constructor(
    private readonly dataSource: DataSource,
    private readonly modules: Modules,
  ) {}

  /** Refuses `module.unknown`. */
  async of(courseSlug: string, moduleSlug: string): Promise<PublishedOutline> {
    const module = await this.modules.bySlug(courseSlug, moduleSlug);
    const [written] = await this.dataSource.query(
      `SELECT content->'outline' AS outline, content->'lessons' AS lessons FROM module_version WHERE id = $1`,
      [module.version.versionId],
    );
    const { outline, lessons } = written;
    const { objectives } = module.version;
    return { module, ...speakerOutline({ objectives, lessons, outline: outline ?? undefined }) };
  }
}
