import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '#libs/catalogue';
import { AssessmentData } from './assessment-data.source.js';
import { AttemptReview } from './attempt-review.service.js';
import { Attempt } from './attempt.entity.js';
import { Attempts } from './attempts.service.js';
import { GradeAttempt } from './grade-attempt.service.js';
import { PublishQuiz } from './publish-quiz.service.js';
import { PublishedQuizzes } from './published-quizzes.service.js';
import { QuestionStems } from './question-stems.service.js';
import { QuestionTypes } from './question-types.service.js';
import { QuestionVersion } from './question-version.entity.js';
import { QuizRule } from './quiz-rule.entity.js';
import { SaveAnswer } from './save-answer.service.js';
import { StartAttempt } from './start-attempt.service.js';

const capabilities = [
  QuestionTypes,
  PublishQuiz,
  PublishedQuizzes,
  QuestionStems,
  Attempts,
  StartAttempt,
  SaveAnswer,
  GradeAttempt,
  AttemptReview,
];

@Module({
  imports: [CatalogueModule, TypeOrmModule.forFeature([QuestionVersion, QuizRule, Attempt])],
  providers: [...capabilities, AssessmentData],
  exports: capabilities,
})
export class AssessmentModule {}
