import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The rule of one module version's quiz; see QuizRuleContent for the units. */
@Entity('quiz_rule')
export class QuizRule {
  @PrimaryColumn('uuid', { name: 'module_version_id' }) moduleVersionId: string;
  @Column('int', { name: 'draw_count' }) drawCount: number;
  @Column('int', { name: 'pass_percent' }) passPercent: number;
  @Column('int', { name: 'max_attempts' }) maxAttempts: number;
  @Column('int', { name: 'wait_minutes' }) waitMinutes: number;
}
