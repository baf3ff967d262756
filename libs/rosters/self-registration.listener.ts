import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SignUpListeners, type SignedUp, type SignUpListener } from '#libs/identity';
import { Clock, type Tx } from '#libs/platform';
import { Doubts } from './doubts.service.js';
import { Memberships } from './memberships.service.js';

/** Who signs up is a citizen of the commune they named, unless a roster already says where they live. */
@Injectable()
export class SelfRegistration implements SignUpListener, OnModuleInit {
  constructor(
    private readonly listeners: SignUpListeners,
    private readonly memberships: Memberships,
    private readonly doubts: Doubts,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.listeners.register(this);
  }

  async onSignUp(tx: Tx, { personId, communeId }: SignedUp): Promise<void> {
    const today = this.clock.today();
    const places = await this.memberships.of(personId, today, tx);
    if (places.some(({ capacity }) => capacity === 'citizen')) return;
    await this.memberships.add(tx, { personId, unitId: communeId, capacity: 'citizen', source: 'self', from: today });
    await this.doubts.look(tx, personId, communeId);
  }
}
