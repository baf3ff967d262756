import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { etagOf } from '../src/shell/kept-copy.js';
import { HOLES, PageFrames, filled } from '../src/shell/page-frames.js';

const pieces = fc.array(fc.oneof(fc.string(), fc.constant(HOLES.displayName), fc.constant(HOLES.csrfToken)));
const personal = fc.record({ displayName: fc.string({ unit: 'grapheme' }), csrfToken: fc.string() });

describe('a page put together from its frame', () => {
  it('is, unpacked, the page that rendering for this person gives', () => {
    fc.assert(
      fc.property(pieces, personal, (texts, someone) => {
        const frames = new PageFrames();
        frames.keep('a', texts.join(''), { 'x-policy': 'strict', etag: 'W/"another’s"' });
        const { body, headers, etag } = frames.answer('a', someone)!;
        expect(gunzipSync(body).toString()).toBe(filled(texts.join(''), someone));
        expect(etag).toBe(etagOf(filled(texts.join(''), someone)));
        const kept = 'x-policy strict vary save-data,accept-encoding content-encoding gzip';
        expect(headers.join(' ').replace(', ', ',')).toBe(`${kept} etag ${etag}`);
      }),
    );
  });

  it('escapes what people call themselves', () => {
    const frames = new PageFrames();
    frames.keep('a', `<b>${HOLES.displayName}</b>`, {});
    const { body } = frames.answer('a', { displayName: '<script>"&', csrfToken: '' })!;
    expect(gunzipSync(body).toString()).toBe('<b>&lt;script&gt;&quot;&amp;</b>');
  });

  it('is not there for another key', () => {
    const frames = new PageFrames();
    frames.keep('a', 'trang', {});
    expect(frames.answer('b', { displayName: '', csrfToken: '' })).toBeNull();
  });
});
