import { Module } from '@nestjs/common';
import { AssessmentModule } from '#libs/assessment';
import { CatalogueModule } from '#libs/catalogue';
import { LearningModule } from '#libs/learning';
import { CrawlersController } from './crawlers.controller.js';
import { HomeController } from './home.controller.js';
import { LessonController } from './lesson.controller.js';
import { OutlineController } from './outline.controller.js';
import { PosterController } from './poster.controller.js';
import { QuizController } from './quiz.controller.js';
import { ReadingController } from './reading.controller.js';
import { ResultController } from './result.controller.js';
import { SearchController } from './search.controller.js';

@Module({
  imports: [CatalogueModule, LearningModule, AssessmentModule],
  controllers: [
    CrawlersController,
    HomeController,
    LessonController,
    OutlineController,
    PosterController,
    QuizController,
    ReadingController,
    ResultController,
    SearchController,
  ],
})
export class LearnModule {}
