import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { Competence, ModuleContent, Source } from './module-content.js';

/** A module as it was published; never changes. `content` is what `contentHash` was made over. */
@Entity('module_version')
@Unique('module_version_module_id_number_key', ['moduleId', 'number'])
export class ModuleVersion {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'module_id' }) moduleId: string;
  @Column('int') number: number;
  @Column('text') title: string;
  @Column('text') summary: string;
  @Column('int') minutes: number;
  @Column('jsonb', { default: [] }) objectives: string[];
  @Column('jsonb', { default: {} }) competence: Competence;
  @Column('jsonb', { default: [] }) sources: Source[];
  @Column('date', { name: 'review_by', nullable: true }) reviewBy: string | null;
  @Column('jsonb') content: ModuleContent;
  @Column('text', { name: 'content_hash' }) contentHash: string;
  /** Null when the version came from a folder of files. */
  @Column('uuid', { name: 'submission_id', nullable: true }) submissionId: string | null;
  @Column('uuid', { array: true, default: () => "'{}'" }) authors: string[];
  @Column('uuid', { name: 'approver_id', nullable: true }) approverId: string | null;
  @Column('timestamptz', { name: 'published_at' }) publishedAt: Date;
}

/** One page. HTML is made once, at publication. */
@Entity('lesson')
export class Lesson {
  @PrimaryColumn('uuid', { name: 'module_version_id' }) moduleVersionId: string;
  @PrimaryColumn('int') position: number;
  @Column('text') title: string;
  @Column('int') minutes: number;
  @Column('text') markdown: string;
  @Column('text') html: string;
  /** Title and words, folded. */
  @Column('text', { name: 'search_text' }) searchText: string;
}
