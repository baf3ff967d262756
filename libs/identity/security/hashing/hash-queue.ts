import { throttled } from '#libs/platform';

/** Beyond this many waiting, an answer would come too late to be of use: better to say so at once. */
const MAX_WAITING = 200;
const RETRY_SECONDS = 5;

/**
 * Lets only so many hashes run at once. Each takes a whole core and 32 MiB; more of them than cores make none faster,
 * and take the cores from those who only read a lesson. First come, first served.
 */
export class HashQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly maxWaiting = MAX_WAITING,
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.atOnce) {
      if (this.waiting.length >= this.maxWaiting) throw throttled('throttled', RETRY_SECONDS);
      // The place is handed over by whoever ends, so that nobody newly come takes it first.
      await new Promise<void>((go) => this.waiting.push(go));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
