import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What another platform confirmed (VNeID, "phổ cập kỹ năng số"): a line of its own, never a completion. */
@Entity('external_confirmation')
export class ExternalConfirmation {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
  @Column('text') kind: string;
  @Column('text', { name: 'document_number' }) documentNumber: string;
  @Column('date', { name: 'confirmed_on' }) confirmedOn: string;
  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' }) recordedAt: Date;
}
