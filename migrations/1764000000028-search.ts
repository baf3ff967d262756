import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly } from './support.js';

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What can be found: one row for a course version, a module version and each of its pages, written at publication. */
export class Search1764000000028 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      CREATE TABLE search_page (
        version_id uuid NOT NULL,
        position int NOT NULL,
        title text NOT NULL,
        body text NOT NULL,
        title_words text NOT NULL,
        keyword_words text NOT NULL,
        body_words text NOT NULL,
        PRIMARY KEY (version_id, position)
      );
      CREATE INDEX search_page_words ON search_page
        USING gin (to_tsvector('simple', title_words || ' ' || keyword_words || ' ' || body_words));
    `);
    await this.fillPublished(q);
    await appendOnly(q, ['search_page']);
  }

  /** What was published before: its texts as they are shown, without what Markdown adds. */
  private async fillPublished(q: QueryRunner): Promise<void> {
    const published: { id: string; position: number; title: string; body: string }[] = await q.query(`
      SELECT id, 0 AS position, title, summary AS body FROM course_version
      UNION ALL SELECT id, 0, title, summary FROM module_version
      UNION ALL SELECT module_version_id, position, title, markdown FROM lesson`);
    for (const { id, position, title, body } of published) {
      const plain = body.replace(/^:::\s*\w*|^#+|[*_`]/gm, '').replace(/\n{2,}/g, '\n');
      await q.query('INSERT INTO search_page VALUES ($1, $2, $3, $4, $5, $6, $7)', [
        id,
        position,
        title,
        plain,
        folded(title),
        '',
        folded(plain),
      ]);
    }
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('DROP TABLE search_page');
  }
}
