import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestContext, type TestContext } from '#libs/testing';
import { moduleContent, publishedModule } from '../catalogue.fixtures.js';
import { CatalogueModule } from '../catalogue.module.js';
import { tidyContent, validateContent } from '../content.policy.js';
import { contentHash } from '../module-content.js';
import { diffContent } from '../review/content-diff.policy.js';
import { speakerOutline } from './speaker-outline.policy.js';
import { SpeakerOutlines } from './speaker-outlines.service.js';

const lesson = (markdown: string) => ({ title: 'Đặt thế nào', minutes: 2, markdown });
const written = { keyPoints: ['Một'], show: ['Màn hình cài đặt'], questions: ['Ai từng bị lừa?'] };

describe('a speaker’s outline', () => {
  it('is made of objectives, headings and steps when nobody wrote one', () => {
    const markdown = [
      '## Bốn **từ**',
      'Chữ thường.',
      '::: steps Trên điện thoại',
      '1. Mở *Cài đặt*',
      '   - Bấm `Bảo mật`',
      '2. Đổi mật khẩu',
      ':::',
      '::: steps',
      '1. Xong',
      ':::',
    ].join('\n');
    const content = moduleContent({ lessons: [lesson(markdown)] });
    expect(speakerOutline(content)).toEqual({
      keyPoints: ['Bạn đặt được mật khẩu khó đoán.', 'Đặt thế nào', 'Bốn từ'],
      show: [
        { title: 'Trên điện thoại', items: ['Mở Cài đặt', 'Bấm Bảo mật', 'Đổi mật khẩu'] },
        { title: 'Đặt thế nào', items: ['Xong'] },
      ],
      questions: [],
    });
  });

  it('is as its authors wrote it', () => {
    expect(speakerOutline(moduleContent({ outline: written }))).toEqual({
      keyPoints: ['Một'],
      show: [{ title: 'Màn hình cài đặt', items: [] }],
      questions: ['Ai từng bị lừa?'],
    });
  });

  it('is part of what is approved, and changes no hash while there is none', () => {
    const empty = { keyPoints: [], show: [' '], questions: [] };
    expect(tidyContent(moduleContent({ outline: empty }))).toEqual(moduleContent());
    const tidied = tidyContent(moduleContent({ outline: { ...written, questions: ['Ai\n từng  bị lừa?', ''] } }));
    expect(tidied.outline).toEqual(written);
    expect(contentHash(tidied)).not.toBe(contentHash(moduleContent()));
    expect(diffContent(moduleContent(), tidied).facts).toEqual(['outline']);
  });

  it('must fit two pages', () => {
    const long = { keyPoints: ['x'.repeat(301)], show: Array.from({ length: 11 }, () => 'x'), questions: [] };
    expect(validateContent(moduleContent({ outline: long }))).toEqual([
      { path: 'outline.keyPoints.0', code: 'outline.too-long' },
      { path: 'outline.show', code: 'outline.too-many' },
    ]);
    expect(validateContent(moduleContent({ outline: written }))).toEqual([]);
  });
});

describe('a published outline', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CatalogueModule] });
  });
  afterAll(() => context.close());

  it('is of the newest version, and holds nothing of its quiz', async () => {
    const { courseSlug, slug } = await publishedModule(context, moduleContent({ outline: written }));
    const outline = await context.get(SpeakerOutlines).of(courseSlug, slug);
    expect(outline).toMatchObject({ questions: written.questions, module: { slug, version: { number: 1 } } });
    await expect(context.get(SpeakerOutlines).of(courseSlug, 'khong-co')).rejects.toMatchObject({
      code: 'module.unknown',
    });
  });
});
