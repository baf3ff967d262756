import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, Handles, JobQueue, KeyRing, UnitOfWork, newId, type JobHandler, type Tx } from '#libs/platform';
import { MessageChannel } from './message-channel.js';
import { politeMoment } from './quiet-hours.policy.js';

const RECIPIENT = 'outbound_message.recipient';
const BODY = 'outbound_message.body';
const RECIPIENT_INDEX = 'outbound_message.recipient_index';

export interface SinkMessage {
  to: string;
  text: string;
  at: Date;
}

/** Queues messages in the caller's transaction; a job delivers them. */
@Injectable()
export class Messages {
  constructor(
    private readonly dataSource: DataSource,
    private readonly work: UnitOfWork,
    private readonly keys: KeyRing,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
    private readonly channel: MessageChannel,
  ) {}

  /**
   * A polite one, for which nobody waits, leaves at no hour of the night. One that is `feigned` costs the same work and is
   * neither kept nor sent: how long an answer takes does not tell whether a phone is known.
   */
  async send(
    tx: Tx,
    message: { to: string; text: string; purpose: string; polite?: boolean; feigned?: boolean },
  ): Promise<void> {
    const id = newId();
    await tx.query(
      `INSERT INTO outbound_message (id, channel, recipient_cipher, recipient_index, body_cipher, purpose, created_at)
       SELECT $1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text, $7::timestamptz WHERE $8::boolean`,
      [
        id,
        this.channel.name,
        this.keys.encrypt(message.to, RECIPIENT),
        this.keys.blindIndex(message.to, RECIPIENT_INDEX),
        this.keys.encrypt(message.text, BODY),
        message.purpose,
        this.clock.now(),
        !message.feigned,
      ],
    );
    if (message.polite) await this.queueForWaking(tx, id);
    else await this.queue.enqueue(tx, 'message.send', { id });
  }

  /** Of a gateway that was away in the evening no reminder comes in the night. Answers whether it waits. */
  async waitUntilWaking(id: string): Promise<boolean> {
    const now = this.clock.now();
    if (politeMoment(now) <= now) return false;
    await this.work.run((tx) => this.queueForWaking(tx, id));
    return true;
  }

  private async queueForWaking(tx: Tx, id: string): Promise<void> {
    await this.queue.enqueue(tx, 'message.send-politely', { id }, { runAt: politeMoment(this.clock.now()) });
  }

  /** Removes every message to a phone; of those on their way only what has not left yet. */
  async eraseTo(tx: Tx, phone: string): Promise<void> {
    await tx.query('DELETE FROM outbound_message WHERE recipient_index = ANY($1)', [
      this.keys.blindIndexes(phone, RECIPIENT_INDEX),
    ]);
  }

  /** Takes back what waits to be sent to a phone for one purpose. */
  async cancel(tx: Tx, phone: string, purpose: string): Promise<void> {
    await tx.query(
      'DELETE FROM outbound_message WHERE recipient_index = ANY($1) AND purpose = $2 AND sent_at IS NULL',
      [this.keys.blindIndexes(phone, RECIPIENT_INDEX), purpose],
    );
  }

  async deliver(id: string): Promise<void> {
    const [row] = await this.dataSource.query('SELECT * FROM outbound_message WHERE id = $1 AND sent_at IS NULL', [id]);
    if (!row) return;
    await this.channel.deliver({
      id,
      to: this.keys.decrypt(row.recipient_cipher, RECIPIENT),
      text: this.keys.decrypt(row.body_cipher, BODY),
    });
    // What a gateway has taken is not kept: the row says that and why a message went, no longer to whom or what.
    await this.dataSource.query(
      `UPDATE outbound_message SET sent_at = $2,
         recipient_cipher = CASE WHEN channel = 'sink' THEN recipient_cipher ELSE '' END,
         recipient_index = CASE WHEN channel = 'sink' THEN recipient_index END,
         body_cipher = CASE WHEN channel = 'sink' THEN body_cipher ELSE '' END
       WHERE id = $1`,
      [id, this.clock.now()],
    );
  }

  /** The newest messages of the local sink, for the demo's page. */
  async inSink(limit = 20): Promise<SinkMessage[]> {
    const rows = await this.dataSource.query(
      `SELECT * FROM outbound_message WHERE channel = 'sink' ORDER BY created_at DESC, id DESC LIMIT $1`,
      [limit],
    );
    return rows.map((row: { recipient_cipher: string; body_cipher: string; created_at: Date }) => ({
      to: this.keys.decrypt(row.recipient_cipher, RECIPIENT),
      text: this.keys.decrypt(row.body_cipher, BODY),
      at: row.created_at,
    }));
  }
}

@Injectable()
@Handles('message.send', 'prompt')
export class SendMessage implements JobHandler<{ id: string }> {
  constructor(private readonly messages: Messages) {}

  async run({ id }: { id: string }): Promise<void> {
    await this.messages.deliver(id);
  }
}

/** A kind of its own, for reminders come by the thousand: no code of a sign-in waits behind them. */
@Injectable()
@Handles('message.send-politely', 'patient')
export class SendPolitely implements JobHandler<{ id: string }> {
  constructor(private readonly messages: Messages) {}

  async run({ id }: { id: string }): Promise<void> {
    if (!(await this.messages.waitUntilWaking(id))) await this.messages.deliver(id);
  }
}
