import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainText, renderMarkdown } from './render-markdown.js';

const MADE = 'p h2 blockquote ul li code pre hr br a aside em strong div table thead tbody tr th td'.split(' ');
const ATTRIBUTES = 'class role href title rel scope tabindex aria-label'.split(' ');

describe('a lesson as HTML', () => {
  it('makes paragraphs, lists, bold and headings below the page title', () => {
    expect(renderMarkdown('# Một\n\n## Hai\n\n- **a**\n- b')).toBe(
      '<h2>Một</h2>\n<h2>Hai</h2>\n<ul>\n<li><strong>a</strong></li>\n<li>b</li>\n</ul>',
    );
  });

  it('makes a callout with its own title or a usual one', () => {
    expect(renderMarkdown('::: warning Không **đọc** cho ai\nMã OTP.\n:::')).toBe(
      '<aside class="callout callout-warning" role="note"><p class="callout-title">Không <strong>đọc</strong> cho ai</p>\n<p>Mã OTP.</p>\n</aside>',
    );
    expect(renderMarkdown('::: tip\nx\n:::')).toContain('<p class="callout-title">Mẹo nhỏ</p>');
    expect(renderMarkdown('::: steps\n1. a\n2. b\n:::')).toMatch(/callout-steps.*<ol>/s);
  });

  it('leaves an unknown directive as text', () => {
    expect(renderMarkdown('::: script\nx\n:::')).toBe('<p>::: script\nx\n:::</p>');
  });

  it('makes a table that can be scrolled and named', () => {
    const html = renderMarkdown('| a | b |\n| :-: | - |\n| 1 | 2 |');
    expect(html).toContain('<div class="table-scroll" tabindex="0" role="region" aria-label="');
    expect(html).toContain('<th scope="col">a</th>');
    expect(html).not.toContain('style');
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java&#115;cript:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](vbscript:x)',
    '![x](https://evil.example/x.png)',
    '![x](x" onerror="alert(1))',
    '[x](https://a.vn "a\\" onclick=alert(1) \\"")',
    '<https://a.vn/"onclick="alert(1)>',
    '::: note "><script>alert(1)</script>\nx\n:::',
    '::: tip" onclick="alert(1)\nx\n:::',
    '::: note <img src=x onerror=alert(1)>\n:::',
    '```"><script>\nalert(1)\n```',
    '`<script>`',
    '[x]: javascript:alert(1)\n\n[x]',
    '<style>body{display:none}</style>',
    '<iframe srcdoc="<script>alert(1)</script>">',
    '| <b onclick=alert(1)>a</b> |\n| - |\n| <script>x</script> |',
    '# <object data=x>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
  ])('lets nothing through that could run or load: %s', (attack) => {
    const html = renderMarkdown(attack);
    const tags = html.match(/<[a-z][^>]*>/gi) ?? [];
    expect(tags.filter((tag) => /^<(script|img|svg|iframe|style|object)/i.test(tag))).toEqual([]);
    expect(tags.filter((tag) => /\son\w+\s*=|style=|srcdoc/i.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([]);
    expect(tags.filter((tag) => /href="(?!https?:|mailto:|tel:|\/|#)/i.test(tag))).toEqual([]);
  });

  it('marks links that leave the site', () => {
    expect(renderMarkdown('[Cổng](https://dichvucong.gov.vn)')).toBe(
      '<p><a href="https://dichvucong.gov.vn" rel="noopener nofollow">Cổng</a></p>',
    );
  });

  it('makes only what the second wall lets through, whatever is typed', () => {
    const pieces = `< > " ' & ::: note tip [ ]( ) ! \` \`\`\` | - # javascript: script onerror= https://a.vn a`.split(
      ' ',
    );
    const piece = fc.constantFrom(...pieces, '::: tip\n', '\n:::\n', '\n', '\n\n', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (typed) => {
        const html = renderMarkdown(typed.join(''));
        const tags = [...html.matchAll(/<\/?([^\s>/]*)([^>]*)>/g)];
        const names = tags.map(([, name]) => name).filter((name) => !MADE.includes(name));
        const attributes = tags.flatMap(([, , rest]) =>
          [...rest.matchAll(/([^\s="/]+)="[^"]*"/g)].map(([, name]) => name),
        );
        expect(names).toEqual([]);
        expect(attributes.filter((name) => !ATTRIBUTES.includes(name))).toEqual([]);
        expect(html.replace(/<[^>]*>/g, '')).not.toMatch(/[<>]/);
      }),
      { numRuns: 300 },
    );
  });

  it('knows the words for search', () => {
    expect(plainText('## Bước\n\nGọi **ngay**\n\n::: warning Dừng lại\n- Mã OTP\n:::')).toBe(
      'Bước Gọi ngay Dừng lại Mã OTP',
    );
  });
});
