import { Injectable } from '@nestjs/common';
import { Attempts, type QuizStanding } from '#libs/assessment';
import { Lessons, type PublishedVersion } from '#libs/catalogue';
import { ModulePlaces, type ModulePlace } from './module-places.service.js';

export interface ModuleOverviewView {
  place: ModulePlace;
  document: PublishedVersion;
  quiz: QuizStanding;
}

/** A module at a glance: what it teaches, its pages, its quiz and where the reader stands. */
@Injectable()
export class ModuleOverview {
  constructor(
    private readonly places: ModulePlaces,
    private readonly versions: Lessons,
    private readonly attempts: Attempts,
  ) {}

  /** Refuses `module.unknown`. `personId` null: a visitor. */
  async of(personId: string | null, courseSlug: string, moduleSlug: string): Promise<ModuleOverviewView> {
    const place = await this.places.find(personId, courseSlug, moduleSlug);
    return {
      place,
      document: await this.versions.version(place.versionId),
      quiz: await this.attempts.standing(personId, place.moduleId, place.versionId),
    };
  }
}
