import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { S3Server } from '#libs/testing';
import { LocalStorage } from './local-storage.js';
import { S3Client } from './s3-client.js';
import { S3Storage } from './s3-storage.js';
import type { Storage } from './storage.js';

/** S3 allows no smaller one, the last aside. */
const PART = 5 * 1024 * 1024;

describe.each(['local', 's3'])('files in the %s store', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'hvs-storage-'));
  let server: S3Server | null = null;
  let storage: Storage;
  beforeAll(async () => {
    if (kind === 's3') server = await S3Server.start();
    storage = server ? new S3Storage(new S3Client(server.settings), folder, PART) : new LocalStorage(folder);
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const read = async (stream: Readable) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
  };
  const opened = async (key: string) => {
    const file = await storage.open(key);
    return file && { bytes: file.bytes, data: await read(file.stream) };
  };
  /** Files half written would stand here. */
  const leftovers = () =>
    readdirSync(folder, { recursive: true }).filter((name) => !/\.(txt|bin)$|^[a-z/]+$/.test(`${name}`));

  it('keeps what is put, whatever the bytes, and puts over it', async () => {
    const data = randomBytes(70_000);
    await storage.put('certificates/a-1.txt', data);
    expect(await opened('certificates/a-1.txt')).toEqual({ bytes: data.length, data });
    await storage.put('certificates/a-1.txt', Buffer.from('Đã thay'));
    expect((await opened('certificates/a-1.txt'))?.data.toString('utf8')).toBe('Đã thay');
    await storage.put('empty.txt', Buffer.alloc(0));
    expect(await opened('empty.txt')).toEqual({ bytes: 0, data: Buffer.alloc(0) });
  });

  it('tells sizes, and reads from one place to another', async () => {
    await storage.put('range.txt', Buffer.from('0123456789'));
    expect(await storage.size('range.txt')).toBe(10);
    for (const [first, last] of [
      [0, 9],
      [0, 0],
      [3, 6],
      [9, 9],
    ] as const)
      expect((await read(await storage.openRange('range.txt', first, last))).toString()).toBe(
        '0123456789'.slice(first, last + 1),
      );
  });

  it('knows what is not there', async () => {
    expect(await storage.open('reports/none.txt')).toBeNull();
    expect(await storage.size('reports/none.txt')).toBeNull();
    await storage.delete('reports/none.txt');
  });

  it('deletes', async () => {
    await storage.put('gone.txt', Buffer.from('x'));
    await storage.delete('gone.txt');
    expect(await storage.open('gone.txt')).toBeNull();
  });

  it('shows a staged file only once it is committed, and leaves nothing behind', async () => {
    const staged = await storage.stage('reports/staged.txt');
    writeFileSync(staged.path, 'xong');
    expect(await storage.open('reports/staged.txt')).toBeNull();
    await staged.commit();
    expect((await opened('reports/staged.txt'))?.data.toString()).toBe('xong');
    expect(existsSync(staged.path)).toBe(false);
    const dropped = await storage.stage('reports/dropped.txt');
    writeFileSync(dropped.path, 'hỏng');
    await dropped.discard();
    await dropped.discard();
    expect(await storage.open('reports/dropped.txt')).toBeNull();
    expect(leftovers()).toEqual([]);
  });

  it('takes a file of several parts, staged or put', async () => {
    const data = randomBytes(2 * PART + 12_345);
    const staged = await storage.stage('reports/large.bin');
    writeFileSync(staged.path, data);
    await staged.commit();
    const file = await opened('reports/large.bin');
    expect(file?.bytes).toBe(data.length);
    expect(file?.data.equals(data)).toBe(true);
    const [first, last] = [PART - 10, PART + 10];
    expect(await read(await storage.openRange('reports/large.bin', first, last))).toEqual(
      data.subarray(first, last + 1),
    );
    await storage.put('large.bin', data);
    expect((await opened('large.bin'))?.data.equals(data)).toBe(true);
  });

  it('refuses keys that lead elsewhere', async () => {
    for (const key of ['../x', 'a/../../x', '/x', 'a//x', 'a b', 'x?', 'a/./b', '']) {
      await expect(storage.put(key, Buffer.from('x'))).rejects.toThrow('bad storage key');
      await expect(storage.open(key)).rejects.toThrow('bad storage key');
    }
  });
});

describe('a file that the folder cannot take', () => {
  it('leaves no half of it behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hvs-storage-'));
    mkdirSync(join(folder, 'taken.txt'));
    await expect(new LocalStorage(folder).put('taken.txt', Buffer.from('x'))).rejects.toThrow(/EISDIR/);
    expect(readdirSync(folder)).toEqual(['taken.txt']);
    rmSync(folder, { recursive: true });
  });
});
