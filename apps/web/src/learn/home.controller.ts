import { Controller, Get, Param } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import { MyCourses, Resume, nextStep } from '#libs/learning';
import { Public } from '../shell/access.js';
import { page } from '../shell/page.js';
import { MaybeActor } from '../shell/request.js';
import { courseView, stepView } from './learn.views.js';
import { coursePath, posterPath } from './paths.js';

@Controller()
export class HomeController {
  constructor(
    private readonly courses: MyCourses,
    private readonly resume: Resume,
  ) {}

  @Get('/')
  @Public()
  async home(@MaybeActor() actor: Actor | null) {
    if (!actor) {
      const courses = await this.courses.all(null);
      const first = stepView(nextStep(courses));
      return page('learn/welcome', { title: 'Học kỹ năng số', courses: courses.map(courseView), first });
    }
    const { courses, next, waiting } = await this.resume.home(actor.personId);
    return page('learn/home', { title: 'Học', courses: courses.map(courseView), next: stepView(next), waiting });
  }

  @Get('/chuyen-de/:course')
  @Public()
  async course(@MaybeActor() actor: Actor | null, @Param('course') slug: string) {
    const course = await this.courses.bySlug(actor?.personId ?? null, slug);
    return page('learn/course', {
      title: course.title,
      description: course.summary,
      course: courseView(course),
      posterHref: posterPath(coursePath(slug)),
      next: stepView(nextStep([course])),
    });
  }
}
