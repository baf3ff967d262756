import { Injectable } from '@nestjs/common';
import { StartAttempt, type StartedAttempt } from '#libs/assessment';
import { UnitOfWork, type Tx } from '#libs/platform';
import { ModulePlaces } from './module-places.service.js';
import { RecordProgress } from './record-progress.service.js';

export interface StartQuizInput {
  personId: string;
  courseSlug: string;
  moduleSlug: string;
  clientKey: string;
  deviceId?: string | null;
}

/** Begins a module's quiz, or takes up the one begun. Pages may be read before or after. */
@Injectable()
export class StartQuiz {
  constructor(
    private readonly work: UnitOfWork,
    private readonly places: ModulePlaces,
    private readonly progress: RecordProgress,
    private readonly attempts: StartAttempt,
  ) {}

  /** Refuses `module.unknown` and what StartAttempt refuses. */
  async start({ courseSlug, moduleSlug, ...input }: StartQuizInput, tx?: Tx): Promise<StartedAttempt> {
    const place = await this.places.find(input.personId, courseSlug, moduleSlug);
    return this.work.run(async (own) => {
      await this.progress.begin(own, input.personId, place);
      return this.attempts.start(own, {
        ...input,
        moduleId: place.moduleId,
        moduleVersionId: place.latestVersionId,
      });
    }, tx);
  }
}
