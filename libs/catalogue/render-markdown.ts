import MarkdownIt from 'markdown-it';
import container from 'markdown-it-container';
import sanitizeHtml from 'sanitize-html';
import { lessonTexts } from './texts.vi.js';

export const DIRECTIVES = ['note', 'warning', 'tip', 'steps', 'scenario'] as const;

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable('image');
type Rule = NonNullable<(typeof markdown.renderer.rules)[string]>;

for (const name of DIRECTIVES) {
  container(markdown as never, name, { render: callout(name) as never });
}

/** `::: warning Tiêu đề` becomes an aside with its title. `role=note`, else each would be a landmark without a name. */
function callout(name: (typeof DIRECTIVES)[number]): Rule {
  return (tokens, index) => {
    const token = tokens[index];
    if (token.nesting === -1) return '</aside>\n';
    const title = withoutName(token.info) || lessonTexts.calloutTitles[name];
    return `<aside class="callout callout-${name}" role="note"><p class="callout-title">${markdown.renderInline(title)}</p>\n`;
  };
}

const withoutName = (info: string) => info.trim().replace(/^\S+\s*/, '');

/** The page's h1 is the lesson's title, so headings in the text begin at h2. */
const heading: Rule = (tokens, index, options, _env, self) => {
  if (tokens[index].tag === 'h1') tokens[index].tag = 'h2';
  return self.renderToken(tokens, index, options);
};
markdown.renderer.rules.heading_open = heading;
markdown.renderer.rules.heading_close = heading;
markdown.renderer.rules.table_open = () =>
  `<div class="table-scroll" tabindex="0" role="region" aria-label="${lessonTexts.table}"><table class="table">`;
markdown.renderer.rules.table_close = () => '</table></div>\n';
markdown.renderer.rules.th_open = () => '<th scope="col">';
markdown.renderer.rules.td_open = () => '<td>';

/** What the renderer makes and nothing else: a second wall, should the first have a hole. */
const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags:
    'p h2 h3 h4 h5 h6 ul ol li strong em s code pre blockquote hr br a aside div table thead tbody tr th td'.split(' '),
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    aside: ['role'],
    ol: ['start'],
    th: ['scope'],
    div: ['tabindex', 'role', 'aria-label'],
  },
  allowedClasses: {
    aside: ['callout', ...DIRECTIVES.map((name) => `callout-${name}`)],
    p: ['callout-title'],
    div: ['table-scroll'],
    table: ['table'],
  },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  allowProtocolRelative: false,
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener nofollow' }) },
};

/** A lesson's Markdown as safe HTML. Raw HTML and pictures in the text come out as text. */
export function renderMarkdown(text: string): string {
  return sanitizeHtml(markdown.render(text), ALLOWED).trim();
}

/** A lesson's Markdown as its parser sees it: headings, containers, words. */
export const lessonTokens = (text: string) => markdown.parse(text, {});

/** The words of a lesson, for search. */
export const plainText = (text: string): string => plainBlocks(text).join(' ');

/** Its headings, paragraphs, points and titles as plain lines, in their order. */
export function plainBlocks(text: string): string[] {
  return markdown
    .parse(text, {})
    .flatMap((token) => [
      token.type.startsWith('container_') ? withoutName(token.info) : '',
      (token.children ?? []).map(({ type, content }) => (type.endsWith('break') ? ' ' : content)).join(''),
      ['fence', 'code_block'].includes(token.type) ? token.content : '',
    ])
    .map((words) => words.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
}
