import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { newId } from '../ids.js';
import { StorageError, type S3Client } from './s3-client.js';
import { PART, filePieces, upload } from './s3-upload.js';
import { Storage, checkKey } from './storage.js';

/** How often a download that breaks off is taken up again where it was. */
const RESUMED = 3;

/** Files in a bucket of a store that speaks S3, by path style. `staging`: a folder for files while they are written. */
export class S3Storage extends Storage {
  constructor(
    private readonly client: S3Client,
    private readonly staging: string,
    private readonly part = PART,
  ) {
    super();
  }

  async put(key: string, data: Buffer): Promise<void> {
    const read = async (start: number, length: number) => data.subarray(start, start + length);
    await upload(this.client, checkKey(key), { size: data.length, read }, this.part);
  }

  async stage(key: string) {
    checkKey(key);
    await mkdir(this.staging, { recursive: true });
    const path = join(this.staging, newId());
    const discard = () => rm(path, { force: true });
    return { path, commit: () => this.commit(key, path), discard };
  }

  async open(key: string) {
    const answer = await this.client.send({ method: 'GET', key: checkKey(key) });
    if (!answer) return null;
    const bytes = Number(answer.headers.get('content-length'));
    return { stream: this.stream(key, answer, 0, bytes - 1), bytes };
  }

  async size(key: string): Promise<number | null> {
    try {
      const answer = await this.client.send({ method: 'HEAD', key: checkKey(key) });
      return Number(answer!.headers.get('content-length'));
    } catch (error) {
      if (!(error instanceof StorageError) || error.status !== 404) throw error;
      // Only a GET says whether the key is missing or the bucket.
      const answer = await this.client.send({ method: 'GET', key });
      await answer?.body?.cancel();
      return answer && Number(answer.headers.get('content-length'));
    }
  }

  async openRange(key: string, first: number, last: number): Promise<Readable> {
    if (last < first) return Readable.from([]);
    const answer = await this.range(checkKey(key), first, last);
    return this.stream(key, answer, first, last);
  }

  async delete(key: string): Promise<void> {
    await this.client.send({ method: 'DELETE', key: checkKey(key) });
  }

  private async commit(key: string, path: string): Promise<void> {
    const pieces = await filePieces(path);
    try {
      await upload(this.client, key, pieces, this.part);
    } finally {
      await pieces.close();
    }
    await rm(path, { force: true });
  }

  private stream(key: string, answer: Response, first: number, last: number): Readable {
    return Readable.from(this.bytes(key, answer, first, last), { objectMode: false });
  }

  /** A body that breaks off is taken up where it was, of the same object only. */
  private async *bytes(key: string, answer: Response, first: number, last: number): AsyncGenerator<Uint8Array> {
    const etag = answer.headers.get('etag');
    let next = first;
    for (let resumed = 0, body: Response | null = answer; ; resumed += 1) {
      try {
        for await (const chunk of body.body ?? []) {
          // Some stores send more than they were asked for.
          const piece = chunk.subarray(0, last + 1 - next);
          next += piece.length;
          yield piece;
          if (next > last) return;
        }
        if (next > last) return;
      } catch (error) {
        if (resumed >= RESUMED) throw new StorageError('GET', 0, (error as Error).message);
      }
      if (resumed >= RESUMED) throw new StorageError('GET', 200, 'IncompleteBody');
      body = await this.range(key, next, last, etag);
    }
  }

  private async range(key: string, first: number, last: number, etag: string | null = null): Promise<Response> {
    const headers = { range: `bytes=${first}-${last}`, ...(etag && { 'if-match': etag }) };
    const answer = await this.client.send({ method: 'GET', key, headers });
    if (answer?.status === 206) return answer;
    await answer?.body?.cancel();
    throw new StorageError('GET', answer?.status ?? 404, answer ? 'NoPartialContent' : 'NoSuchKey');
  }
}
