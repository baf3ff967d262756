import { readdirSync, readlinkSync } from 'node:fs';
import { request as call, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { recordingKey } from '#libs/catalogue';
import { countStatements, Storage } from '#libs/platform';
import { eventually, mp3File } from '#libs/testing';
import { createWebContext, type WebContext } from './web-context.js';

const HASH = 'ab'.repeat(32);
const PATH = `/am-thanh/${HASH}.mp3`;

interface Raw {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

describe('a recording over HTTP', () => {
  let context: WebContext;
  let port: number;
  const file = Buffer.from(mp3File(60));
  // every byte tells where it stands
  for (let at = 0; at < file.length; at += 1) file[at] = (at * 31 + (at >> 8)) & 0xff;

  beforeAll(async () => {
    context = await createWebContext();
    await context.app.listen(0, '127.0.0.1');
    ({ port } = context.app.getHttpServer().address() as AddressInfo);
    await context.get(Storage).put(recordingKey(HASH, 'mp3'), file);
  });
  afterAll(() => context.close());

  const ask = (headers: Record<string, string> = {}, { method = 'GET', path = PATH } = {}): Promise<Raw> =>
    new Promise((resolve, reject) => {
      const sent = call({ port, host: '127.0.0.1', path, method, headers }, (answer) => {
        const pieces: Buffer[] = [];
        answer.on('data', (piece) => pieces.push(piece));
        answer.on('end', () =>
          resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(pieces) }),
        );
        answer.on('error', reject);
      });
      sent.on('error', reject).end();
    });

  it('comes whole, may be kept for ever, and says that it may be asked in pieces', async () => {
    const { status, headers, body } = await ask({ 'accept-encoding': 'br, gzip' });
    expect([status, body.equals(file)]).toEqual([200, true]);
    expect(headers).toMatchObject({
      'content-type': 'audio/mpeg',
      'content-length': String(file.length),
      'accept-ranges': 'bytes',
      etag: `"${HASH}"`,
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect([headers['content-encoding'], headers['set-cookie']]).toEqual([undefined, undefined]);
    expect(headers['content-security-policy']).toContain("media-src 'self'");
  });

  it('gives exactly the bytes that any range asks for', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(file.length + 1000), fc.nat(file.length), fc.nat(2), async (first, more, kind) => {
        const last = first + more;
        const range = [`${first}-${last}`, `${first}-`, `-${first}`][kind]!;
        const piece = [file.subarray(first, last + 1), file.subarray(first), first && file.subarray(-first)][kind]!;
        const { status, headers, body } = await ask({ range: `bytes=${range}` });
        if (piece === 0 || piece.length === 0) {
          expect([status, headers['content-range'], body.length]).toEqual([416, `bytes */${file.length}`, 0]);
          return;
        }
        const start = file.length - (kind === 2 ? piece.length : file.length - first);
        expect(status).toBe(206);
        expect(headers['content-range']).toBe(`bytes ${start}-${start + piece.length - 1}/${file.length}`);
        expect(headers['content-length']).toBe(String(piece.length));
        expect(body.equals(piece)).toBe(true);
      }),
      { numRuns: 150 },
    ));

  it('comes whole for a range that is none, of other units, or of several pieces', async () => {
    for (const range of ['bytes=5-1', 'bytes=x-', 'lines=0-1', 'bytes=0-1,5-6']) {
      const { status, body } = await ask({ range });
      expect([range, status, body.length]).toEqual([range, 200, file.length]);
    }
  });

  it('joins pieces of the same file only', async () => {
    const range = 'bytes=10-19';
    const statuses = [`"${HASH}"`, '"another"', `W/"${HASH}"`, 'Tue, 24 Nov 2026 00:00:00 GMT'].map(
      async (tag) => (await ask({ range, 'if-range': tag })).status,
    );
    expect(await Promise.all(statuses)).toEqual([206, 200, 200, 200]);
  });

  it('answers HEAD like GET without the bytes, and does not read ranges there', async () => {
    for (const headers of [{}, { range: 'bytes=0-1' }, { range: 'bytes=999999999-' }] as Record<string, string>[]) {
      const answer = await ask(headers, { method: 'HEAD' });
      expect([answer.status, answer.body.length, answer.headers['content-length']]).toEqual([
        200,
        0,
        String(file.length),
      ]);
      expect(answer.headers['accept-ranges']).toBe('bytes');
    }
  });

  it('is not sent again to who has it', async () => {
    for (const tag of [`"${HASH}"`, `W/"${HASH}"`, `"x", "${HASH}"`, '*']) {
      const { status, body, headers } = await ask({ 'if-none-match': tag, range: 'bytes=0-1' });
      expect([status, body.length, headers.etag]).toEqual([304, 0, `"${HASH}"`]);
    }
    expect((await ask({ 'if-none-match': '"x"' })).status).toBe(200);
  });

  it('is asked for without a statement, whoever asks', async () => {
    const cookie = `hvs_session=${'x'.repeat(43)}`;
    const { statements } = await countStatements(() => ask({ cookie, range: 'bytes=0-1' }));
    expect(statements).toEqual([]);
  });

  it('is not found under another name, ending or way out of the folder', async () => {
    for (const name of [
      `${'cd'.repeat(32)}.mp3`,
      `${HASH}.m4a`,
      `${HASH}.exe`,
      HASH,
      '..%2f..%2fkeys',
      `${HASH}.mp3%00`,
    ]) {
      const { status, headers } = await ask({}, { path: `/am-thanh/${name}` });
      expect([name, status]).toEqual([name, 404]);
      expect(headers['cache-control'] ?? '').not.toContain('immutable');
    }
  });

  it('stops reading when the listener goes away', async () => {
    const large = 'ef'.repeat(32);
    await context.get(Storage).put(recordingKey(large, 'mp3'), Buffer.alloc(8 * 1024 * 1024, 7));
    const open = () => readdirSync('/proc/self/fd').filter((fd) => leadsTo(fd).includes(large)).length;
    await new Promise<void>((resolve) => {
      const sent = call({ port, path: `/am-thanh/${large}.mp3` }, (answer) => {
        answer.once('data', () => {
          expect(open()).toBe(1);
          sent.destroy();
        });
        answer.once('close', resolve);
        answer.on('error', () => undefined);
      });
      sent.end();
    });
    await eventually(async () => expect(open()).toBe(0), { everyMs: 20 });
  });
});

function leadsTo(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}
