import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import type { AdjustmentKind } from './adjustment.entity.js';
import type { Completion } from './completion.entity.js';

/** What a lib to the right does in the very transaction that records a completion: issue a certificate, move a state. */
export interface CompletionListener {
  /** Called once per new completion; a failure rolls the completion back. */
  onCompletion(tx: Tx, completion: Completion): Promise<void>;
  /** Called in the transaction that voids or restores a completion. */
  onAdjustment?(tx: Tx, completion: Completion, kind: AdjustmentKind): Promise<void>;
}

/** The port by which campaigns and credentials hear of completions without learning knowing them. */
@Injectable()
export class CompletionListeners {
  private readonly listeners: CompletionListener[] = [];

  /** Call it in onModuleInit. */
  register(listener: CompletionListener): void {
    this.listeners.push(listener);
  }

  /** One after another, in the order they registered: they share a connection. */
  async notify(tx: Tx, completion: Completion): Promise<void> {
    for (const listener of this.listeners) await listener.onCompletion(tx, completion);
  }

  async notifyAdjusted(tx: Tx, completion: Completion, kind: AdjustmentKind): Promise<void> {
    for (const listener of this.listeners) await listener.onAdjustment?.(tx, completion, kind);
  }
}
