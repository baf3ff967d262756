import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AssessmentModule } from '#libs/assessment';
import { CatalogueModule } from '#libs/catalogue';
import { IdentityModule } from '#libs/identity';
import { AdjustmentDesk } from './adjustment-desk.service.js';
import { LearningData } from './learning-data.source.js';
import { Adjustment } from './adjustment.entity.js';
import { CompletionFlag } from './completion-flag.entity.js';
import { CompletionListeners } from './completion-listeners.js';
import { Completion } from './completion.entity.js';
import { Completions } from './completions.service.js';
import { ExternalConfirmation } from './external-confirmation.entity.js';
import { Progress } from './progress.entity.js';
import { Adjustments } from './adjustments.service.js';
import { ModuleOverview } from './module-overview.service.js';
import { ModulePlaces } from './module-places.service.js';
import { MyCourses } from './my-courses.service.js';
import { OpenLesson } from './open-lesson.service.js';
import { RecordProgress } from './record-progress.service.js';
import { Resume } from './resume.service.js';
import { StartQuiz } from './start-quiz.service.js';
import { SubmitQuiz } from './submit-quiz.service.js';

const capabilities = [
  CompletionListeners,
  Completions,
  AdjustmentDesk,
  Adjustments,
  ModuleOverview,
  ModulePlaces,
  MyCourses,
  OpenLesson,
  RecordProgress,
  Resume,
  StartQuiz,
  SubmitQuiz,
];

@Module({
  imports: [
    AssessmentModule,
    CatalogueModule,
    IdentityModule,
    TypeOrmModule.forFeature([Progress, Completion, Adjustment, ExternalConfirmation, CompletionFlag]),
  ],
  providers: [...capabilities, LearningData],
  exports: capabilities,
})
export class LearningModule {}
