import { Module } from '@nestjs/common';
import { AssessmentModule } from '#libs/assessment';
import { LearningModule } from '#libs/learning';
import { HomeController } from './home.controller.js';
import { LessonController } from './lesson.controller.js';
import { QuizController } from './quiz.controller.js';
import { ResultController } from './result.controller.js';

@Module({
  imports: [LearningModule, AssessmentModule],
  controllers: [HomeController, LessonController, QuizController, ResultController],
})
export class LearnModule {}
