import { Module } from '@nestjs/common';
import { AssessmentModule } from '#libs/assessment';
import { CatalogueModule } from '#libs/catalogue';
import { IdentityModule } from '#libs/identity';
import { ArrangeController } from './arrange.controller.js';
import { CourseDeskController } from './course-desk.controller.js';
import { CourseDeskPage } from './course-desk.page.js';
import { CourseFormsController } from './course-forms.controller.js';
import { CourseReviewsController } from './course-reviews.controller.js';
import { DeskPage } from './desk.page.js';
import { FactsController } from './facts.controller.js';
import { LessonsController } from './lessons.controller.js';
import { NarrationController } from './narration.controller.js';
import { OutlineController } from './outline.controller.js';
import { QuestionsController } from './questions.controller.js';
import { ReviewsController } from './reviews.controller.js';
import { ReportsController } from './reports.controller.js';
import { RuleController } from './rule.controller.js';
import { StudioController } from './studio.controller.js';
import { WithdrawalController } from './withdrawal.controller.js';

@Module({
  imports: [IdentityModule, CatalogueModule, AssessmentModule],
  controllers: [
    StudioController,
    CourseFormsController,
    CourseDeskController,
    CourseReviewsController,
    FactsController,
    LessonsController,
    NarrationController,
    WithdrawalController,
    QuestionsController,
    RuleController,
    ArrangeController,
    ReviewsController,
    ReportsController,
    OutlineController,
  ],
  providers: [DeskPage, CourseDeskPage],
})
export class StudioModule {}
