import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { StorageError, type S3Client } from './s3-client.js';

/** S3 takes no smaller part than 5 MiB, the last aside, and no more than 10,000. */
export const PART = 8 * 1024 * 1024;
const MOST_PARTS = 10_000;

/** A piece of the file, or of what is in memory. */
export interface Pieces {
  size: number;
  read(start: number, length: number): Promise<Buffer>;
}

/** Sends one object, whole when it is small and in parts when it is not; it appears at once or not at all. */
export async function upload(client: S3Client, key: string, { size, read }: Pieces, part = PART): Promise<void> {
  if (size <= part) return void (await must(client.send({ method: 'PUT', key, body: await read(0, size) })));
  const began = await must(client.send({ method: 'POST', key, query: { uploads: '' } }));
  const uploadId = unescaped((await began.text()).match(/<UploadId>([^<]+)<\/UploadId>/)?.[1] ?? '');
  try {
    const length = Math.max(part, Math.ceil(size / MOST_PARTS));
    const tags: string[] = [];
    for (let start = 0; start < size; start += length) {
      const body = await read(start, Math.min(length, size - start));
      const query = { partNumber: String(tags.length + 1), uploadId };
      const answer = await must(client.send({ method: 'PUT', key, query, body, headers: md5(body) }));
      tags.push(answer.headers.get('etag') ?? '');
    }
    await complete(client, key, uploadId, tags);
  } catch (error) {
    // Parts that nobody completes are stored and paid for until somebody aborts them.
    await client.send({ method: 'DELETE', key, query: { uploadId } }).catch(() => null);
    throw error;
  }
}

/** The store may say 200 at once and tell of a failure in the body, once it has put the parts together. */
async function complete(client: S3Client, key: string, uploadId: string, tags: string[]): Promise<void> {
  const parts = tags.map((tag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${escaped(tag)}</ETag></Part>`);
  const body = Buffer.from(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`);
  const headers = { 'content-type': 'application/xml' };
  const answer = await must(client.send({ method: 'POST', key, query: { uploadId }, headers, body }));
  const failure = (await answer.text()).match(/<Error>.*?<Code>(\w+)<\/Code>/s);
  if (failure) throw new StorageError('POST', 200, failure[1]!);
}

/** The pieces of a file on disk; one is in memory at a time. */
export async function filePieces(path: string): Promise<Pieces & { close(): Promise<void> }> {
  const file = await open(path);
  const { size } = await file.stat();
  return {
    size,
    read: async (start, length) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
      return buffer.subarray(0, bytesRead);
    },
    close: () => file.close(),
  };
}

/** What is written to has no "not there". */
async function must(sent: Promise<Response | null>): Promise<Response> {
  const answer = await sent;
  if (!answer) throw new StorageError('PUT', 404, 'NoSuchKey');
  return answer;
}

const md5 = (body: Buffer) => ({ 'content-md5': createHash('md5').update(body).digest('base64') });
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
const unescaped = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
