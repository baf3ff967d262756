/** A third statement at once would only take a part of the second's company. */
const AT_ONCE = 2;
const TOGETHER = 100;

interface Waiting<Asked, Found> {
  asked: Asked;
  resolve: (found: Found) => void;
  reject: (error: unknown) => void;
}

/**
 * One read for many: what is asked in one turn of the event loop, or while two reads are under way, goes out together. An
 * idle program reads at once and alone; the busier it is, the more people share the cost of a statement. `read` answers in
 * the order asked, from what stands when it runs, which is after each was asked.
 */
export class GatheredReads<Asked, Found> {
  private waiting: Waiting<Asked, Found>[] = [];
  private running = 0;
  private planned = false;

  constructor(private readonly read: (asked: Asked[]) => Promise<Found[]>) {}

  /** Rejects with the error of the read that was to answer, as all who shared it do. */
  one(asked: Asked): Promise<Found> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ asked, resolve, reject });
      this.plan();
    });
  }

  /** After all that has arrived in this turn has been read from its sockets. */
  private plan(): void {
    if (this.planned || this.running >= AT_ONCE || this.waiting.length === 0) return;
    this.planned = true;
    setImmediate(() => {
      this.planned = false;
      void this.next();
    });
  }

  private async next(): Promise<void> {
    const batch = this.waiting.splice(0, TOGETHER);
    this.running += 1;
    this.plan();
    try {
      const found = await this.read(batch.map(({ asked }) => asked));
      for (const [index, { resolve }] of batch.entries()) resolve(found[index]!);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.running -= 1;
      this.plan();
    }
  }
}
