import { Injectable } from '@nestjs/common';
import { Throttle, type RequestOrigin, type SeenCounter } from '#libs/platform';

const HOUR = 3600;
/** Far more slips than the people of a village make in an hour, far fewer than a machine that tries names needs. */
const MAX_FAILURES = 100;
/** How many an address that failed too often may still try in a minute: the village behind it gets in, slowly. */
const SLOW_LANE = 10;
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/**
 * One password tried on many accounts from one address. Only failures count, so that a whole village may sign in
 * through one address; past the limit the address is slowed down, not shut out.
 */
@Injectable()
export class AddressGuard {
  constructor(private readonly throttle: Throttle) {}

  /** What `admit` needs to know: read along with what is counted anyway. */
  failures(origin: RequestOrigin): SeenCounter {
    return { key: failuresOf(origin), windowSeconds: HOUR };
  }

  async admit(origin: RequestOrigin, failures: number): Promise<void> {
    if (failures >= MAX_FAILURES)
      await this.throttle.hit({ key: `sign-in:slow:${origin.ip ?? ''}`, max: SLOW_LANE, windowSeconds: 60 });
  }

  async noteFailure(origin: RequestOrigin): Promise<void> {
    await this.throttle.hit({ key: failuresOf(origin), max: NO_LIMIT, windowSeconds: HOUR });
  }
}

const failuresOf = (origin: RequestOrigin): string => `sign-in:failed:${origin.ip ?? ''}`;
