import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Tree } from './unit.entity.js';

/** One line of a file of units, as it was typed. */
export interface UnitRow {
  /** As the spreadsheet numbers it. */
  row: number;
  code: string;
  name: string;
  kind: string;
  parentCode: string;
  /** Of the territory unit a state or Party unit belongs to. */
  linkCode: string;
}

/** A file of units in waiting. What it would do is worked out anew each time it is looked at. */
@Entity('unit_import')
export class UnitImport {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tree: Tree;
  @Column('text', { name: 'file_name' }) fileName: string;
  @Column('date', { name: 'effective_on' }) effectiveOn: string;
  @Column('text') status: 'staged' | 'applied' | 'discarded';
  @Column('jsonb') rows: UnitRow[];
  @Column('text') reason: string;
  @Column('text') document: string;
  @Column('uuid', { name: 'made_by' }) madeBy: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamptz', { name: 'applied_at', nullable: true }) appliedAt: Date | null;
}
