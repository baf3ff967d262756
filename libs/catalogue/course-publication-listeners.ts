import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';

export interface PublishedCourse {
  courseId: string;
  courseVersionId: string;
  /** 1 for a course's first list of modules. */
  number: number;
}

/** What a lib to the right does in the very transaction that publishes a course version. */
export interface CoursePublicationListener {
  onCoursePublished(tx: Tx, course: PublishedCourse): Promise<void>;
}

/** The port by which credentials hear of a new list of modules without the catalogue knowing them. */
@Injectable()
export class CoursePublicationListeners {
  private readonly listeners: CoursePublicationListener[] = [];

  /** Call it in onModuleInit. */
  register(listener: CoursePublicationListener): void {
    this.listeners.push(listener);
  }

  async notify(tx: Tx, course: PublishedCourse): Promise<void> {
    for (const listener of this.listeners) await listener.onCoursePublished(tx, course);
  }
}
