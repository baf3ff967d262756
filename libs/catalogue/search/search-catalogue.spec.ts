import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countStatements } from '#libs/platform';
import { createTestContext, type TestContext } from '#libs/testing';
import { moduleContent, newModule, publish, publishedModule } from '../catalogue.fixtures.js';
import { CatalogueModule } from '../catalogue.module.js';
import { SearchCatalogue, type Found } from './search-catalogue.service.js';

const lesson = (title: string, markdown: string) => ({ title, minutes: 2, markdown });
const line = ({ title, page }: Found) => `${title.map(({ text }) => text).join('')} (${page ?? 'bài'})`;

describe('search', () => {
  let context: TestContext;
  let byText: Awaited<ReturnType<typeof publishedModule>>;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CatalogueModule] });
    byText = await publishedModule(
      context,
      moduleContent({
        title: 'Giữ máy',
        lessons: [
          lesson('Một', 'Hôm nay trời đẹp.'),
          lesson('Hai', '## Khi khẩn\n\nNếu bị **lừa đảo**, gọi công an xã.'),
        ],
      }),
    );
    await publishedModule(
      context,
      moduleContent({ title: 'Cuộc gọi lạ', keywords: ['bị lừa đảo', 'mất sim'], lessons: [lesson('Ba', 'Cúp máy.')] }),
    );
    await publishedModule(
      context,
      moduleContent({ title: 'Tránh lừa đảo', lessons: [lesson('Bốn', 'Lúa chín; đảo xa.')] }),
    );
  });
  afterAll(() => context.close());

  const find = async (question: string) => {
    const { found, complete } = await context.get(SearchCatalogue).find(question);
    return { lines: found.map(line), found, complete };
  };

  it('puts a title before the words people use, and those before the text', async () => {
    for (const question of ['lừa đảo', 'lua dao', 'LỪA  ĐẢO!', 'lừa đả']) {
      const { lines, complete } = await find(question);
      expect(lines.slice(0, 3)).toEqual(['Tránh lừa đảo (bài)', 'Cuộc gọi lạ (bài)', 'Hai (2)']);
      expect(complete).toBe(true);
    }
  });

  it('leads to the very page, with the sentence around the hit', async () => {
    const [, , hit] = (await find('lua dao')).found;
    expect(hit).toMatchObject({ courseSlug: byText.courseSlug, moduleSlug: byText.slug, page: 2 });
    expect(hit.sentence).toEqual([
      { text: 'Nếu bị ', hit: false },
      { text: 'lừa đảo', hit: true },
      { text: ', gọi công an xã.', hit: false },
    ]);
  });

  it('finds by words that stand in no text, and courses too', async () => {
    expect((await find('mất sim')).lines).toEqual(['Cuộc gọi lạ (bài)']);
    const { found } = await find('an toàn');
    expect(found).toHaveLength(3);
    expect(found[0]).toMatchObject({ moduleSlug: null, page: null, courseTitle: 'An toàn' });
  });

  it('says when no page has all the words, and shows the nearest', async () => {
    expect(await find('khẩn cấp sim')).toMatchObject({ complete: false, lines: expect.arrayContaining(['Hai (2)']) });
    expect(await find('xyzxyz')).toMatchObject({ found: [], complete: true });
  });

  it('finds what learners read now: the newest version, and nothing that is in no course', async () => {
    const { moduleId } = await newModule(context);
    await publish(context, moduleId, moduleContent({ title: 'Chưa xếp chỗ kiwi' }));
    expect((await find('kiwi')).lines).toEqual([]);
    const module = await publishedModule(context, moduleContent({ title: 'Bản một kiwi' }));
    await publish(context, module.moduleId, moduleContent({ title: 'Bản hai kiwi' }));
    expect((await find('kiwi')).lines).toEqual(['Bản hai kiwi (bài)']);
  });

  it('takes any text for a question, in two statements at most', async () => {
    const search = context.get(SearchCatalogue);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), async (question) => {
        await search.find(question.replaceAll('\0', ''));
      }),
      { numRuns: 60 },
    );
    for (const question of ["'; DROP TABLE lesson; --", 'a & | ! :* <-> %_', '½ ² ٣ 中']) await search.find(question);
    const asked = async (question: string) => (await countStatements(() => search.find(question))).statements.length;
    expect(await asked('khẩn cấp sim')).toBe(2);
    expect(await asked('…')).toBe(0);
  });
});
