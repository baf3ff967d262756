import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Adjustment } from './adjustment.entity.js';
import { CompletionFlag } from './completion-flag.entity.js';
import { CompletionListeners } from './completion-listeners.js';
import { Completion } from './completion.entity.js';
import { Completions } from './completions.service.js';
import { ExternalConfirmation } from './external-confirmation.entity.js';
import { Progress } from './progress.entity.js';

const capabilities = [CompletionListeners, Completions];

@Module({
  imports: [TypeOrmModule.forFeature([Progress, Completion, Adjustment, ExternalConfirmation, CompletionFlag])],
  providers: capabilities,
  exports: capabilities,
})
export class LearningModule {}
