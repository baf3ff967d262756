import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrations } from '#migrations';
import { createTestContext, type TestContext } from '#libs/testing';
import { moduleContent, publishedModule } from '../catalogue.fixtures.js';
import { CatalogueModule } from '../catalogue.module.js';
import { SearchCatalogue } from './search-catalogue.service.js';

describe('what was published before there was a search', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await createTestContext({ imports: [CatalogueModule] });
  });
  afterAll(() => context.close());

  it('is found too, by its titles and texts', async () => {
    const markdown = '## Khi khẩn\n\n::: tip Nhớ lấy\nNếu bị **lừa đảo**, gọi công an xã.\n:::';
    const lessons = [{ title: 'Một', minutes: 2, markdown }];
    await publishedModule(context, moduleContent({ title: 'Giữ máy', lessons }));
    const search = new (migrations.find(({ name }) => name.startsWith('Search'))!)();
    const owner = context.db.createQueryRunner();
    await owner.query('RESET ROLE; SET ROLE NONE');
    await search.down(owner);
    await search.up(owner);
    await owner.query('SET ROLE hvs_app');
    await owner.release();
    const { found } = await context.get(SearchCatalogue).find('lua dao');
    expect(found).toMatchObject([{ moduleTitle: 'Giữ máy', page: 1 }]);
    expect(found[0].sentence.map(({ text }) => text).join('')).toBe('Nếu bị lừa đảo, gọi công an xã.');
    expect((await context.get(SearchCatalogue).find('nho lay')).found).toHaveLength(1);
    expect((await context.get(SearchCatalogue).find('giữ máy')).found).toHaveLength(1);
  });
});
