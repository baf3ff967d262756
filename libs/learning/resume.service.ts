import { Injectable } from '@nestjs/common';
import { MyCourses, type CourseProgress } from './my-courses.service.js';
import { nextInCourse, nextStep, waitingQuiz, type NextStep } from './next-step.policy.js';

export interface Home {
  courses: CourseProgress[];
  next: NextStep | null;
  /** A quiz that may be taken again only later, while something else comes next. */
  waiting: { title: string; until: Date } | null;
}

/** "Học tiếp": exactly one next step. */
@Injectable()
export class Resume {
  constructor(private readonly courses: MyCourses) {}

  async next(personId: string): Promise<NextStep | null> {
    return (await this.home(personId)).next;
  }

  /** The learner's start page in one statement. */
  async home(personId: string): Promise<Home> {
    const courses = await this.courses.all(personId);
    const next = nextStep(courses);
    return { courses, next, waiting: waitingQuiz(courses, next) };
  }

  /** What follows a module within its course; `next` null when the course is done. Refuses `course.unknown`. */
  async after(
    personId: string,
    courseSlug: string,
    moduleId: string,
  ): Promise<{ course: CourseProgress; next: NextStep | null }> {
    const course = await this.courses.bySlug(personId, courseSlug);
    return { course, next: nextInCourse(course, moduleId) };
  }
}
