type Stop = () => Promise<void>;

/** What has been started so far, to be stopped in the reverse order, once, whoever asks first and at whatever moment. */
export class Started {
  private readonly stops: Stop[] = [];
  private beginning: Promise<unknown> = Promise.resolve();
  private ending?: Promise<void>;

  get isEnding(): boolean {
    return this.ending !== undefined;
  }

  /** Cannot be stopped halfway: an end asked for meanwhile waits for it. */
  async add<T extends { stop: Stop }>(begin: () => Promise<T>): Promise<T> {
    const begun = begin();
    this.beginning = begun.catch(() => undefined);
    const part = await begun;
    this.stops.push(() => part.stop());
    return part;
  }

  end(): Promise<void> {
    this.ending ??= this.stopAll();
    return this.ending;
  }

  private async stopAll(): Promise<void> {
    await this.beginning;
    for (const stop of this.stops.reverse()) await stop();
  }
}
