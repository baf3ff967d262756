import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What can be found of one published version; written with it and as fixed as it is. The words are folded. */
@Entity('search_page')
export class SearchPage {
  /** Of a course version or a module version. */
  @PrimaryColumn('uuid', { name: 'version_id' }) versionId: string;
  /** 0 is the course or the module itself, else the page. */
  @PrimaryColumn('int') position: number;
  @Column('text') title: string;
  /** As it is read, one block a line. */
  @Column('text') body: string;
  @Column('text', { name: 'title_words' }) titleWords: string;
  /** The phrases people use, between bars so that none runs into the next. */
  @Column('text', { name: 'keyword_words' }) keywordWords: string;
  @Column('text', { name: 'body_words' }) bodyWords: string;
}
