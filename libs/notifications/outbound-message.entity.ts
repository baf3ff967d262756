import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A message on its way; recipient and text are encrypted. */
@Entity('outbound_message')
export class OutboundMessage {
  @PrimaryColumn('uuid') id: string;
  @Column('text') channel: string;
  @Column('text', { name: 'recipient_cipher' }) recipientCipher: string;
  /** Blind: finds the messages of a phone again when they must go. */
  @Column('text', { name: 'recipient_index', nullable: true }) recipientIndex: string | null;
  @Column('text', { name: 'body_cipher' }) bodyCipher: string;
  @Column('text') purpose: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamptz', { name: 'sent_at', nullable: true }) sentAt: Date | null;
}
