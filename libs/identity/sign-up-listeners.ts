import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';

export interface SignedUp {
  personId: string;
  communeId: string;
  /** True when the person was there before (on a roster) and now has an account. */
  known: boolean;
}

export interface SignUpListener {
  onSignUp(tx: Tx, signedUp: SignedUp): Promise<void>;
}

/** Who wants to know, in the same transaction, that someone signed up (rosters: the place in the commune). */
@Injectable()
export class SignUpListeners {
  private readonly listeners: SignUpListener[] = [];

  register(listener: SignUpListener): void {
    this.listeners.push(listener);
  }

  async tell(tx: Tx, signedUp: SignedUp): Promise<void> {
    for (const listener of this.listeners) await listener.onSignUp(tx, signedUp);
  }
}
