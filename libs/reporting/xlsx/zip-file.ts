import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { Zip, ZipDeflate } from 'fflate';

/** Text is compressed in pieces of about this many characters. */
const PIECE = 64 * 1024;

/**
 * A zip archive written to a file piece by piece: one entry after the other, nothing but the piece at hand in memory.
 * fflate compresses; the file's back-pressure is waited for here.
 */
export class ZipFile {
  private readonly zip: Zip;
  private readonly out: WriteStream;
  private failure: Error | null = null;
  private full = false;
  private pending = '';
  private entry: ZipDeflate | null = null;

  /** `at` becomes every entry's time, so that the same content gives the same bytes. */
  constructor(
    path: string,
    private readonly at: Date,
  ) {
    this.out = createWriteStream(path);
    this.out.on('error', (error) => (this.failure ??= error));
    this.zip = new Zip((error, chunk) => {
      if (error) this.failure ??= error;
      else if (!this.out.write(chunk)) this.full = true;
    });
  }

  /** Ends the entry before, if there is one. */
  async begin(name: string): Promise<void> {
    await this.endEntry();
    this.entry = new ZipDeflate(name, { level: 6 });
    this.entry.mtime = this.at;
    this.zip.add(this.entry);
  }

  async write(text: string): Promise<void> {
    this.pending += text;
    if (this.pending.length >= PIECE) await this.flush(false);
  }

  /** A whole entry at once. */
  async add(name: string, text: string): Promise<void> {
    await this.begin(name);
    await this.write(text);
  }

  async close(): Promise<void> {
    await this.endEntry();
    this.zip.end();
    this.out.end();
    await finished(this.out);
    if (this.failure) throw this.failure;
  }

  /** After a failure: lets go of the file, whose content is worthless. */
  abandon(): void {
    this.out.destroy();
  }

  private async endEntry(): Promise<void> {
    if (!this.entry) return;
    await this.flush(true);
    this.entry = null;
  }

  private async flush(final: boolean): Promise<void> {
    const piece = Buffer.from(this.pending, 'utf8');
    this.pending = '';
    this.entry!.push(piece, final);
    if (this.full && !this.failure) {
      this.full = false;
      await once(this.out, 'drain');
    }
    if (this.failure) throw this.failure;
  }
}
