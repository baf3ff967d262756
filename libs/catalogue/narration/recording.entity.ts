import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AudioFormat } from '../module-content.js';

/** A sound file, named by what it is. The file itself lies in the storage under `recordingKey`. */
@Entity('recording')
export class Recording {
  /** SHA-256 of the file as it is served, in hex. */
  @PrimaryColumn('text') sha256: string;
  @Column('text') format: AudioFormat;
  @Column('int') seconds: number;
  @Column('int') bytes: number;
  @Column('uuid', { name: 'uploaded_by' }) uploadedBy: string;
  @Column('timestamptz', { name: 'uploaded_at' }) uploadedAt: Date;
  /** When the uploader confirmed that whoever speaks agrees. */
  @Column('timestamptz', { name: 'speaker_agreed_at' }) speakerAgreedAt: Date;
  /** When a draft last took it: what nobody uses is kept for some days after. */
  @Column('timestamptz', { name: 'used_at' }) usedAt: Date;
  /** The speaker took the agreement back: the file is gone, and no page offers it. */
  @Column('timestamptz', { name: 'withdrawn_at', nullable: true }) withdrawnAt: Date | null;
}

export const recordingKey = (sha256: string, format: AudioFormat): string => `recordings/${sha256}.${format}`;
