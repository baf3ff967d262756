import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { S3Server } from '#libs/testing';
import { S3Client } from './s3-client.js';
import { S3Storage } from './s3-storage.js';

const PART = 5 * 1024 * 1024;

/** What the way to the store does to a request: answers itself, or lets it pass and cuts the answer after so many bytes. */
type Fault = (
  sent: IncomingMessage,
) => { status: number; headers?: Record<string, string> } | { cutAfter: number } | null;

describe('a store over a bad line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hvs-s3-spec-'));
  let server: S3Server;
  let line: Server;
  let fault: Fault = () => null;
  const seen: string[] = [];
  beforeAll(async () => {
    Logger.overrideLogger(false);
    server = await S3Server.start();
    line = createServer(pass).listen(0, '127.0.0.1');
    await once(line, 'listening');
  });
  afterEach(() => {
    fault = () => null;
    seen.length = 0;
  });
  afterAll(async () => {
    line.closeAllConnections();
    line.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The host that was signed is passed on, so that the signature holds. */
  function pass(from: IncomingMessage, to: ServerResponse): void {
    seen.push(`${from.method} ${from.url}`);
    const wrong = fault(from);
    if (wrong && 'status' in wrong) {
      from.resume().on('end', () => to.writeHead(wrong.status, wrong.headers).end());
      return;
    }
    const { hostname, port } = new URL(server.settings.endpoint);
    const { method, url, headers } = from;
    const on = request({ hostname, port, method, path: url, headers }, (answer) => {
      to.writeHead(answer.statusCode!, answer.headers);
      if (!wrong) return void answer.pipe(to);
      let passed = 0;
      answer.on('data', (chunk: Buffer) => {
        if (passed >= wrong.cutAfter) return;
        to.write(chunk.subarray(0, wrong.cutAfter - passed), () => passed >= wrong.cutAfter && to.destroy());
        passed += chunk.length;
      });
      answer.on('end', () => to.end());
    });
    on.on('error', () => to.destroy());
    from.pipe(on);
  }

  const storage = (change: object = {}) => {
    const { port } = line.address() as { port: number };
    const settings = { ...server.settings, endpoint: `http://127.0.0.1:${port}`, ...change };
    return new S3Storage(new S3Client(settings, 1), folder, PART);
  };
  const first = (times: number, wrong: ReturnType<Fault>): Fault => {
    let left = times;
    return () => (left-- > 0 ? wrong : null);
  };
  const read = async (file: { stream: Readable } | null) => {
    const chunks: Buffer[] = [];
    for await (const chunk of file!.stream) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
  };
  const failure = (message: RegExp) =>
    expect.objectContaining({
      kind: 'unavailable',
      code: 'storage.unavailable',
      message: expect.stringMatching(message),
    });

  it('asks again when the store is busy, and when the line is cut', async () => {
    fault = first(2, { status: 503, headers: { 'retry-after': '0' } });
    await storage().put('busy.txt', Buffer.from('xong'));
    expect(seen).toHaveLength(3);
    fault = first(3, { cutAfter: 1 });
    expect((await read(await storage().open('busy.txt'))).toString()).toBe('xong');
  });

  it('gives up after five attempts and says what failed', async () => {
    fault = () => ({ status: 503 });
    await expect(storage().put('busy.txt', Buffer.from('x'))).rejects.toEqual(failure(/^S3 PUT: 503 Unknown$/));
    expect(seen).toHaveLength(5);
    const nowhere = storage({ endpoint: 'http://127.0.0.1:9' });
    await expect(nowhere.open('busy.txt')).rejects.toEqual(failure(/^S3 GET: no answer /));
  });

  it('takes a broken download up where it was, of the same object only', async () => {
    const data = randomBytes(900_000);
    await storage().put('broken.bin', data);
    fault = first(2, { cutAfter: 200_000 });
    expect((await read(await storage().open('broken.bin'))).equals(data)).toBe(true);
    expect(seen.length).toBe(4);
    fault = () => ({ cutAfter: 1000 });
    await expect(storage().open('broken.bin').then(read)).rejects.toEqual(failure(/^S3 GET: no answer terminated$/));
  });

  it('does not ask again what will be refused again, and does not call it missing', async () => {
    const wrong = storage({ secretKey: 'khong-dung' });
    await expect(wrong.open('busy.txt')).rejects.toEqual(failure(/^S3 GET: 403 SignatureDoesNotMatch$/));
    await expect(wrong.put('busy.txt', Buffer.from('x'))).rejects.toEqual(failure(/403 SignatureDoesNotMatch/));
    expect(seen).toHaveLength(2);
    const nowhere = storage({ bucket: 'khong-co' });
    await expect(nowhere.open('busy.txt')).rejects.toEqual(failure(/404 NoSuchBucket/));
    await expect(nowhere.size('busy.txt')).rejects.toEqual(failure(/404 NoSuchBucket/));
    await expect(nowhere.put('busy.txt', Buffer.from('x'))).rejects.toEqual(failure(/404 NoSuchBucket/));
  });

  it('aborts an upload whose part fails, and keeps the staged file for another try', async () => {
    const staged = await storage().stage('parts.bin');
    writeFileSync(staged.path, randomBytes(2 * PART));
    fault = ({ url }) => (url!.includes('partNumber=2') ? { status: 500 } : null);
    await expect(staged.commit()).rejects.toEqual(failure(/^S3 PUT: 500/));
    expect(seen.at(-1)).toMatch(/^DELETE .*uploadId=/);
    expect(await storage().open('parts.bin')).toBeNull();
    expect(existsSync(staged.path)).toBe(true);
    fault = () => null;
    await staged.commit();
    expect(await storage().size('parts.bin')).toBe(2 * PART);
  });

  it('outlives a store that dies and comes back', async () => {
    await storage().put('kept.txt', Buffer.from('còn'));
    await server.kill();
    await expect(storage().open('kept.txt')).rejects.toEqual(failure(/^S3 GET: /));
    await server.run();
    expect((await read(await storage().open('kept.txt'))).toString()).toBe('còn');
  });
});
