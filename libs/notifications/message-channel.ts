export interface OutgoingMessage {
  id: string;
  /** E.164, e.g. +84912345678. */
  to: string;
  text: string;
}

/** Delivers a text message. Throws when it could not; the job tries again, so delivery is at least once. */
export abstract class MessageChannel {
  abstract readonly name: string;
  abstract deliver(message: OutgoingMessage): Promise<void>;
}

/** Keeps messages where they are: the demo shows them on a page. Never used in production. */
export class LocalSink extends MessageChannel {
  readonly name = 'sink';
  async deliver(): Promise<void> {}
}
