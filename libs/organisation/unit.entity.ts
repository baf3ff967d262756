import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

export type Tree = 'territory' | 'state' | 'party';

/** A node of one of the three trees. Its name and place are dated, so they stand in UnitVersion. */
@Entity('unit')
@Unique(['tree', 'code'])
export class Unit {
  @PrimaryColumn('uuid') id: string;
  @Column('text') code: string;
  @Column('text') tree: Tree;
  @Column('text') kind: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
}

/** Name and parent in `[validFrom, validTo)`, as it was known from recordedAt until supersededAt. */
@Entity('unit_version')
export class UnitVersion {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'unit_id' }) unitId: string;
  @Column('text') name: string;
  @Column('text', { name: 'folded_name' }) foldedName: string;
  @Column('uuid', { name: 'parent_id', nullable: true }) parentId: string | null;
  @Column('int', { default: 0 }) position: number;
  @Column('date', { name: 'valid_from' }) validFrom: string;
  @Column('date', { name: 'valid_to', nullable: true }) validTo: string | null;
  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' }) recordedAt: Date;
  @Column('timestamptz', { name: 'superseded_at', nullable: true }) supersededAt: Date | null;
}

/** The commune of a state or Party unit. */
@Entity('unit_link')
export class UnitLink {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'unit_id' }) unitId: string;
  @Column('uuid', { name: 'commune_id' }) communeId: string;
  @Column('date', { name: 'valid_from' }) validFrom: string;
  @Column('date', { name: 'valid_to', nullable: true }) validTo: string | null;
  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' }) recordedAt: Date;
  @Column('timestamptz', { name: 'superseded_at', nullable: true }) supersededAt: Date | null;
}

/** A unit that became part of another on a day: how old codes are followed to new ones. */
@Entity('unit_merge')
export class UnitMerge {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'unit_id' }) unitId: string;
  @Column('uuid', { name: 'into_id' }) intoId: string;
  @Column('date', { name: 'merged_on' }) mergedOn: string;
  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' }) recordedAt: Date;
  @Column('timestamptz', { name: 'superseded_at', nullable: true }) supersededAt: Date | null;
}

export type UnitEventKind =
  'create' | 'rename' | 'move' | 'merge' | 'split' | 'close' | 'link' | 'correct' | 'import' | 'reopen';

/** Why a unit changed: who recorded it, on what document. The first of `unitIds` is the unit it is about. */
@Entity('unit_event')
export class UnitEvent {
  @PrimaryColumn('uuid') id: string;
  @Column('text') kind: UnitEventKind;
  @Column('date', { name: 'effective_on' }) effectiveOn: string;
  @Column('uuid', { name: 'unit_ids', array: true }) unitIds: string[];
  /** Takes the people of a unit that ends when it is split. */
  @Column('uuid', { name: 'heir_id', nullable: true }) heirId: string | null;
  @Column('text') reason: string;
  @Column('text') document: string;
  @Column('uuid', { name: 'made_by' }) madeBy: string;
  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' }) recordedAt: Date;
}
