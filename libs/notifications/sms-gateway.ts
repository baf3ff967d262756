import { IsOptional, IsString, IsUrl } from 'class-validator';
import { MessageChannel, type OutgoingMessage } from './message-channel.js';

/** The province's SMS gateway, spoken to by HTTP. */
export class SmsConfig {
  @IsOptional()
  @IsUrl({ require_tld: false }, { message: 'phải là địa chỉ của cổng SMS' })
  smsUrl?: string = undefined;

  @IsOptional()
  @IsString()
  smsToken?: string = undefined;
}

/**
 * Contract: `POST SMS_URL` with `Authorization: Bearer SMS_TOKEN` and JSON `{ id, to, text }`; 2xx means accepted.
 * `id` is the same when a message is sent again, so that the gateway can ignore a repetition.
 */
export class SmsGateway extends MessageChannel {
  readonly name = 'sms';

  constructor(private readonly config: SmsConfig) {
    super();
  }

  async deliver(message: OutgoingMessage): Promise<void> {
    const answer = await fetch(this.config.smsUrl!, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.config.smsToken ?? ''}` },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Error(`SMS gateway answered ${answer.status}`);
  }
}
