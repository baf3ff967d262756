import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/identity';
import type { Tx } from '#libs/platform';
import type { FiguresDocument } from './figures-document.js';
import { FreezeSnapshot, type FreezeRequest } from './freeze-snapshot.service.js';
import { ReadSnapshots, type SnapshotSummary, type SnapshotView } from './read-snapshots.service.js';
import { SignOffSnapshot } from './sign-off-snapshot.service.js';

/** The one door to frozen figures; each verb is its own capability. */
@Injectable()
export class Snapshots {
  constructor(
    private readonly freezing: FreezeSnapshot,
    private readonly signing: SignOffSnapshot,
    private readonly reading: ReadSnapshots,
  ) {}

  freeze(actor: Actor, request: FreezeRequest): Promise<string> {
    return this.freezing.freeze(actor, request);
  }

  signOff(actor: Actor, id: string, sha256: string): Promise<void> {
    return this.signing.signOff(actor, id, sha256);
  }

  list(actor: Actor, campaignId: string): Promise<SnapshotSummary[]> {
    return this.reading.list(actor, campaignId);
  }

  get(actor: Actor, id: string, tx?: Tx): Promise<SnapshotView> {
    return this.reading.get(actor, id, tx);
  }

  recompute(actor: Actor, id: string): Promise<{ sha256: string; same: boolean }> {
    return this.reading.recompute(actor, id);
  }

  /** Asks nobody's permission. */
  summary(id: string): Promise<SnapshotSummary> {
    return this.reading.summary(id);
  }

  /** Asks nobody's permission. */
  document(id: string, tx?: Tx): Promise<FiguresDocument> {
    return this.reading.document(id, tx);
  }
}
