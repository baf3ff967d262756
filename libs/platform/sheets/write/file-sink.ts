import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** A file that is written piece by piece; `drained` is awaited between pieces, so that they do not pile up in memory. */
export class FileSink {
  private readonly out: WriteStream;
  private failure: Error | null = null;

  constructor(path: string) {
    this.out = createWriteStream(path);
    this.out.on('error', (error) => (this.failure ??= error));
  }

  write(chunk: string | Uint8Array): void {
    this.out.write(chunk);
  }

  /** Throws what went wrong with the file so far. */
  async drained(): Promise<void> {
    if (this.out.writableNeedDrain && !this.failure) {
      await new Promise<void>((done) => {
        const go = () => {
          this.out.off('drain', go).off('close', go);
          done();
        };
        this.out.on('drain', go).on('close', go);
      });
    }
    if (this.failure) throw this.failure;
  }

  async close(): Promise<void> {
    this.out.end();
    await finished(this.out);
    if (this.failure) throw this.failure;
  }

  /** After a failure: lets go of the file, whose content is worthless. */
  abandon(): void {
    this.out.destroy();
  }
}
