import { Injectable } from '@nestjs/common';
import { fold, type Tx } from '#libs/platform';
import type { ModuleContent } from '../module-content.js';
import { plainBlocks } from '../render-markdown.js';

interface Page {
  position: number;
  title: string;
  keywords: string[];
  body: string;
}

/** Makes what is published findable, in the publishing transaction. */
@Injectable()
export class SearchIndex {
  async addModule(tx: Tx, moduleVersionId: string, content: ModuleContent): Promise<void> {
    const { title, summary, objectives, keywords = [], lessons } = content;
    await this.add(tx, moduleVersionId, [
      { position: 0, title, keywords, body: [summary, ...objectives].join('\n') },
      ...lessons.map((lesson, index) => ({
        position: index + 1,
        title: lesson.title,
        keywords: [],
        body: plainBlocks(lesson.markdown).join('\n'),
      })),
    ]);
  }

  async addCourse(
    tx: Tx,
    courseVersionId: string,
    { title, summary }: Record<'title' | 'summary', string>,
  ): Promise<void> {
    await this.add(tx, courseVersionId, [{ position: 0, title, keywords: [], body: summary }]);
  }

  private async add(tx: Tx, versionId: string, pages: Page[]): Promise<void> {
    const rows = pages.map(({ position, title, keywords, body }) => ({
      position,
      title,
      body,
      title_words: fold(title),
      keyword_words: keywords.map(fold).join(' | '),
      body_words: fold(body),
    }));
    await tx.query(
      `INSERT INTO search_page (version_id, position, title, body, title_words, keyword_words, body_words)
       SELECT $1, position, title, body, title_words, keyword_words, body_words
       FROM jsonb_to_recordset($2::jsonb)
         AS p(position int, title text, body text, title_words text, keyword_words text, body_words text)`,
      [versionId, JSON.stringify(rows)],
    );
  }
}
