import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ImportCourse } from '#libs/catalogue';
import { Visitor } from './browserless.js';
import { seededCourses } from './seeded-courses.js';
import { createWebContext, type WebContext } from './web-context.js';

describe('what crawlers are told', () => {
  let context: WebContext;
  let visitor: Visitor;
  const [course] = seededCourses();
  beforeAll(async () => {
    context = await createWebContext();
    await context.get(ImportCourse).fromFolder(course!.folder);
    visitor = new Visitor(context.app);
  });
  afterAll(() => context.close());

  it('leads to every course, module and lesson, and each of them answers with a description of its own', async () => {
    const { body, headers } = await visitor.get('/sitemap.xml');
    expect(headers['content-type']).toMatch('application/xml');
    const paths = [...body.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => url!.replace(context.config.baseUrl, ''));
    const lessons = course!.modules.flatMap(({ path, lessons: pages }) =>
      pages.map((_, i) => `${path}/trang/${i + 1}`),
    );
    expect(paths.sort()).toEqual(['/', course!.path, ...course!.modules.map(({ path }) => path), ...lessons].sort());
    for (const path of paths) {
      const page = await visitor.get(path);
      expect([path, page.status]).toEqual([path, 200]);
      expect(page.body).toMatch(/<meta name="description" content="[^"]{20,}">/);
    }
  });

  it('keeps them from desks and searches, and names the map', async () => {
    const { body } = await visitor.get('/robots.txt');
    expect(body).toMatch(/^User-agent: \*$/m);
    expect(body).toMatch(/^Disallow: \/quan-tri$/m);
    expect(body).toMatch(/^Sitemap: http.*\/sitemap\.xml$/m);
    expect(body).not.toContain('/xac-minh');
  });
});
