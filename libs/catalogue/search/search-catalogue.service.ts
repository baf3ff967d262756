import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { fold } from '#libs/platform';
import { excerpt, markedText, type ExcerptPart } from './excerpt.policy.js';

export interface Found {
  courseSlug: string;
  courseTitle: string;
  /** Null when the course itself was found. */
  moduleSlug: string | null;
  moduleTitle: string | null;
  /** Null when the course or the module itself was found. */
  page: number | null;
  title: ExcerptPart[];
  sentence: ExcerptPart[];
}

export interface SearchAnswer {
  found: Found[];
  /** False: no page has all the words, these have some of them. */
  complete: boolean;
}

const SHOWN = 20;
const NEAR = 6;
const MAX_WORDS = 10;

type Row = Pick<Found, 'courseSlug' | 'courseTitle' | 'moduleSlug' | 'moduleTitle'> & {
  position: number;
  title: string;
  body: string;
};

/** Finds courses, modules and pages that learners read now, whatever tones the question was typed with. */
@Injectable()
export class SearchCatalogue {
  constructor(private readonly dataSource: DataSource) {}

  /** At most two statements, none for a question without a word. */
  async find(question: string): Promise<SearchAnswer> {
    const words = fold(question).split(' ').filter(Boolean).slice(0, MAX_WORDS);
    if (words.length === 0) return { found: [], complete: true };
    const all = await this.read(words, ' & ', SHOWN);
    if (all.length > 0 || words.length === 1) return { found: all.map((row) => shown(row, words)), complete: true };
    const some = await this.read(words, ' | ', NEAR);
    return { found: some.map((row) => shown(row, words)), complete: false };
  }

  /** Folded words are letters and digits only, so they can stand in a tsquery and in a pattern. */
  private read(words: string[], join: string, limit: number): Promise<Row[]> {
    const query = words.map((word, index) => (index === words.length - 1 ? `${word}:*` : word)).join(join);
    return this.dataSource.query(FIND, [query, `% ${words.join(' ')}%`, limit]);
  }
}

function shown({ position, title, body, ...place }: Row, words: string[]): Found {
  return {
    ...place,
    page: position === 0 ? null : position,
    title: markedText(title, words),
    sentence: excerpt(body, words),
  };
}

/** The words in a row count before words that merely all occur: without tones, single syllables say little. */
const FIND = `WITH place AS (
    SELECT cv.id AS version_id, c.slug AS course_slug, cv.title AS course_title, NULL AS module_slug, NULL AS module_title,
      c.position AS course_position, 0 AS module_position
    FROM course c
    CROSS JOIN LATERAL (SELECT id, title FROM course_version WHERE course_id = c.id ORDER BY number DESC LIMIT 1) cv
    UNION ALL
    SELECT v.id, c.slug, cv.title, m.slug, v.title, c.position, cm.position
    FROM course c
    CROSS JOIN LATERAL (SELECT id, title FROM course_version WHERE course_id = c.id ORDER BY number DESC LIMIT 1) cv
    JOIN course_version_module cm ON cm.course_version_id = cv.id
    JOIN module m ON m.id = cm.module_id
    CROSS JOIN LATERAL (SELECT id, title FROM module_version WHERE module_id = m.id ORDER BY number DESC LIMIT 1) v)
  SELECT place.course_slug AS "courseSlug", place.course_title AS "courseTitle", place.module_slug AS "moduleSlug",
    place.module_title AS "moduleTitle", s.position, s.title, s.body
  FROM search_page s JOIN place ON place.version_id = s.version_id
  CROSS JOIN to_tsquery('simple', $1) AS question
  WHERE to_tsvector('simple', s.title_words || ' ' || s.keyword_words || ' ' || s.body_words) @@ question
  ORDER BY CASE
      WHEN ' ' || s.title_words LIKE $2 THEN 0
      WHEN ' ' || s.keyword_words LIKE $2 THEN 1
      WHEN ' ' || s.body_words LIKE $2 THEN 2
      WHEN to_tsvector('simple', s.title_words) @@ question THEN 3
      WHEN to_tsvector('simple', s.keyword_words) @@ question THEN 4
      ELSE 5 END,
    ts_rank(setweight(to_tsvector('simple', s.title_words), 'A') || setweight(to_tsvector('simple', s.keyword_words), 'B')
      || setweight(to_tsvector('simple', s.body_words), 'D'), question) DESC,
    place.course_position, place.module_position, s.position
  LIMIT $3`;
