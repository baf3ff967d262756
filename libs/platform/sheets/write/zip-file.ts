import { once } from 'node:events';
import { createDeflateRaw } from 'node:zlib';
import { Zip, ZipPassThrough } from 'fflate';
import { FileSink } from './file-sink.js';

/** Text is compressed in pieces of about this many characters. */
const PIECE = 256 * 1024;
const DEFLATED = 8;

/**
 * A zip archive written to a file piece by piece: one entry after the other, nothing but the piece at hand in memory.
 * fflate makes the archive, Node's zlib compresses beside the main thread, the file's back-pressure is waited for here.
 */
export class ZipFile {
  private readonly zip: Zip;
  private readonly file: FileSink;
  private failure: Error | null = null;
  private pending = '';
  private entry: DeflatedEntry | null = null;

  /** `at` becomes every entry's time, so that the same content gives the same bytes. */
  constructor(
    path: string,
    private readonly at: Date,
  ) {
    this.file = new FileSink(path);
    this.zip = new Zip((error, chunk) => {
      if (error) this.failure ??= error;
      else this.file.write(chunk);
    });
  }

  /** Ends the entry before, if there is one. */
  async begin(name: string): Promise<void> {
    await this.endEntry();
    this.entry = new DeflatedEntry(name);
    this.entry.mtime = this.at;
    this.zip.add(this.entry);
  }

  /** Answers nothing while the text only waits to be compressed, so that most rows cost no turn of the event loop. */
  write(text: string): Promise<void> | void {
    this.pending += text;
    if (this.pending.length >= PIECE) return this.flush(false);
  }

  /** A whole entry at once. */
  async add(name: string, text: string): Promise<void> {
    await this.begin(name);
    await this.write(text);
  }

  async close(): Promise<void> {
    await this.endEntry();
    this.zip.end();
    await this.file.close();
  }

  /** After a failure. */
  abandon(): void {
    this.entry?.abandon();
    this.file.abandon();
  }

  private async endEntry(): Promise<void> {
    if (!this.entry) return;
    await this.flush(true);
    this.entry = null;
  }

  private async flush(final: boolean): Promise<void> {
    const entry = this.entry!;
    entry.push(Buffer.from(this.pending, 'utf8'), final);
    this.pending = '';
    await entry.compressed;
    await this.file.drained();
    if (this.failure) throw this.failure;
  }
}

/** An entry whose bytes are counted by fflate and compressed by zlib. */
class DeflatedEntry extends ZipPassThrough {
  override compression = DEFLATED;
  /** Settles when what was pushed last has gone through. */
  compressed: Promise<void> = Promise.resolve();
  private readonly deflate = createDeflateRaw({ level: 6 });

  constructor(name: string) {
    super(name);
    this.deflate.on('data', (chunk: Buffer) => this.ondata(null, new Uint8Array(chunk), false));
  }

  abandon(): void {
    this.deflate.destroy();
  }

  protected override process(chunk: Uint8Array, final: boolean): void {
    this.compressed = final ? this.finish(chunk) : this.pass(chunk);
    this.compressed.catch(() => undefined);
  }

  private pass(chunk: Uint8Array): Promise<void> {
    return new Promise((done, fail) => {
      this.deflate.write(chunk, (error) => (error ? fail(error) : done()));
    });
  }

  private async finish(chunk: Uint8Array): Promise<void> {
    this.deflate.end(chunk);
    await once(this.deflate, 'end');
    this.ondata(null, new Uint8Array(0), true);
  }
}
