import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { Question } from './question.js';

/** A question as published with one module version. Never changes. */
@Entity('question_version')
@Unique('question_version_module_version_id_key_key', ['moduleVersionId', 'key'])
export class QuestionVersion {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'module_version_id' }) moduleVersionId: string;
  @Column('text') key: string;
  @Column('int') position: number;
  @Column('text') type: string;
  @Column('jsonb') content: Question;
}
