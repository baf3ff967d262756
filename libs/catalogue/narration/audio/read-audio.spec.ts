import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { adtsFile, id3Tag, m4aFile, mp3File } from '#libs/testing';
import { MAX_BYTES, readAudio } from './read-audio.js';

describe('reading a sound file', () => {
  it.each([
    ['mp3', mp3File(10)],
    ['aac', adtsFile(10)],
    ['m4a', m4aFile(10)],
    ['m4a', m4aFile(10, { indexLast: false, wide: true })],
  ])('knows %s by its content and counts its length', (format, file) => {
    expect(readAudio(file)).toMatchObject({ format, seconds: 10 });
  });

  it('counts the length of any file, whatever stands around the sound', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 120 }),
        fc.constantFrom(32, 64, 96, 128),
        fc.integer({ min: 0, max: 300_000 }),
        fc.constantFrom(0, 1, 100, 127),
        (seconds, kilobits, cover, cut) => {
          const sound = mp3File(seconds, { kilobits });
          const trailer = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125, 0x42)]);
          const read = readAudio(Buffer.concat([id3Tag(cover), sound, trailer.subarray(0, 128 - cut)]));
          expect(read.seconds).toBe(seconds);
          expect(read.data.equals(sound)).toBe(true);
        },
      ),
      { numRuns: 30 },
    ));

  it('does not count an encoder’s table as sound', () => {
    const table = Buffer.from(mp3File(1).subarray(0, 208));
    table.write('Xing', 21, 'latin1');
    // 1 s is 38 frames; 37.5 s of frames and the table are still 37.5 s
    const sound = mp3File(60);
    const long = readAudio(Buffer.concat([table, sound]));
    expect([long.seconds, long.data.length]).toEqual([60, sound.length + 208]);
    expect(() => readAudio(Buffer.concat([table, mp3File(0.99)]))).toThrow('narration.too-short');
  });

  it('puts the index of an M4A before the sound and leaves words and places out', () => {
    for (const wide of [false, true]) {
      const read = readAudio(m4aFile(30, { words: 'Lò Thị Mai +21.0+103.1', wide }));
      expect(read.data.includes(Buffer.from('Mai'))).toBe(false);
      expect(read.data.equals(m4aFile(30, { indexLast: false, wide }))).toBe(true);
      expect(readAudio(read.data).data.equals(read.data)).toBe(true);
    }
  });

  const wav = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVEfmt '), Buffer.alloc(40_000)]);
  it.each<[string, string, Buffer]>([
    ['nothing', 'file-missing', Buffer.alloc(0)],
    ['text', 'not-audio', Buffer.from('đây không phải âm thanh'.repeat(100))],
    ['a WAV', 'not-audio', wav],
    ['a picture', 'not-audio', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5000, 7)])],
    ['a PDF', 'not-audio', Buffer.from(`%PDF-1.7${' '.repeat(5000)}`)],
    ['a film', 'video', m4aFile(10, { handler: 'vide' })],
    ['lossless sound', 'not-audio', m4aFile(10, { codec: 'alac' })],
    ['an M4A that was cut', 'damaged', m4aFile(10, { indexLast: false }).subarray(0, 3000)],
    ['an M4A without its index', 'damaged', m4aFile(10).subarray(0, 2000)],
    ['an MP3 with a hole', 'damaged', Buffer.concat([mp3File(5), Buffer.alloc(4000, 7), mp3File(5)])],
    ['half a second', 'too-short', mp3File(0.5)],
    ['sixteen minutes', 'too-long', mp3File(16 * 60)],
    ['a heavy one', 'too-heavy', mp3File(10, { kilobits: 320 })],
    ['a large one', 'too-large', Buffer.alloc(MAX_BYTES + 1)],
  ])('refuses %s as %s, beside the field', (_, why, file) => {
    const code = `narration.${why}`;
    expect(() => readAudio(file)).toThrow(expect.objectContaining({ kind: 'invalid', code, fields: { file: code } }));
  });

  it('answers any bytes with sound or a refusal, never with a fault', () => {
    const whole = [mp3File(2), adtsFile(2), m4aFile(2), m4aFile(2, { indexLast: false })];
    fc.assert(
      fc.property(
        fc.constantFrom(...whole),
        fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { maxLength: 12 }),
        fc.nat(20_000),
        (file, changes, length) => {
          const bytes = Buffer.from(file.subarray(0, length));
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          try {
            expect(readAudio(bytes).seconds).toBeGreaterThan(0);
          } catch (error) {
            expect((error as { code?: string }).code).toMatch(/^narration\./);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
