import { Injectable } from '@nestjs/common';
import { Lessons, type LessonPage, type PublishedVersion } from '#libs/catalogue';
import type { Actor } from '#libs/identity';
import { notFound, type RequestOrigin } from '#libs/platform';
import type { Completion } from './completion.entity.js';
import { ModulePlaces, type ModulePlace } from './module-places.service.js';
import { RecordProgress } from './record-progress.service.js';

export interface OpenedLesson {
  place: ModulePlace;
  document: PublishedVersion;
  lesson: LessonPage;
  /** Of this version, after this page was counted; empty for a visitor. */
  pagesSeen: number[];
  /** The completion this very page brought, if it did. */
  completion: Completion | null;
}

/** Opens a lesson page for anybody; for a learner it also keeps the place. One read, one write if something changed. */
@Injectable()
export class OpenLesson {
  constructor(
    private readonly places: ModulePlaces,
    private readonly versions: Lessons,
    private readonly progress: RecordProgress,
  ) {}

  /** Refuses `module.unknown`, `lesson.unknown`. */
  async open(personId: string | null, courseSlug: string, moduleSlug: string, page: number): Promise<OpenedLesson> {
    const place = await this.places.find(personId, courseSlug, moduleSlug);
    const { document, lesson } = await this.pageOf(place, page);
    if (!personId) return { place, document, lesson, pagesSeen: [], completion: null };
    const recorded = await this.progress.see(personId, place, page, document.lessons.length);
    return { place, document, lesson, ...recorded };
  }

  /**
   * The same for whoever a session names, with one statement fewer: it reads the session and the place together. Null when
   * the session does not stand. Refuses `module.unknown`, `lesson.unknown`.
   */
  async openBySession(
    token: string,
    origin: RequestOrigin,
    courseSlug: string,
    moduleSlug: string,
    page: number,
  ): Promise<{ actor: Actor; opened: OpenedLesson } | null> {
    const found = await this.places.findBySession(token, origin, courseSlug, moduleSlug);
    if (!found) return null;
    const { actor, place } = found;
    const { document, lesson } = await this.pageOf(place, page);
    const { pagesSeen, completion } = actor.restricted
      ? { pagesSeen: [], completion: null }
      : await this.progress.see(actor.personId, place, page, document.lessons.length);
    return { actor, opened: { place, document, lesson, pagesSeen, completion } };
  }

  private async pageOf(place: ModulePlace, page: number): Promise<{ document: PublishedVersion; lesson: LessonPage }> {
    const document = await this.versions.version(place.versionId);
    const lesson = document.lessons.find(({ position }) => position === page);
    if (!lesson) throw notFound('lesson.unknown');
    return { document, lesson };
  }
}
