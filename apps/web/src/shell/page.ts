import type { Readable } from 'node:stream';

/** What the shell gives every page; a page that had one of these of its own would be shown the shell's. */
export type ShellKeys =
  | 'site'
  | 'saveData'
  | 'shownAgain'
  | 'readAloudOnRequest'
  | 'notice'
  | 'navigation'
  | 'signedIn'
  | 'displayName'
  | 'awaitsGuardian'
  | 'csrfToken'
  | 'here'
  | 'reading'
  | 'canonical';

export type PageModel = { title: string } & Record<string, unknown> & { [K in ShellKeys]?: never };

/** A page to render: a template path below apps/web/src, without .hbs, and its model. */
export class PageView {
  constructor(
    readonly template: string,
    readonly model: PageModel,
    readonly status = 200,
  ) {}

  /** Set when everybody is shown the same page but for their name and form token: tells all else it depends on. */
  frame: string | null = null;

  framed(key: string): this {
    this.frame = key;
    return this;
  }
}

/** 303 after a form: the browser fetches the next page with GET, and reloading it sends nothing twice. */
export class SeeOther {
  constructor(
    readonly path: string,
    readonly notice?: string,
  ) {}
  get location(): string {
    if (!this.notice) return this.path;
    return `${this.path}${this.path.includes('?') ? '&' : '?'}thong-bao=${encodeURIComponent(this.notice)}`;
  }
}

export class Download {
  constructor(
    readonly stream: Readable | Buffer,
    readonly options: { fileName: string; type: string; bytes?: number; inline?: boolean },
  ) {}
}

export const page = (template: string, model: PageModel, status?: number) => new PageView(template, model, status);

/** `notice` is a code of the message catalogue (`notice.saved`), shown once on the next page. */
export const seeOther = (path: string, options: { notice?: string } = {}) => new SeeOther(path, options.notice);

export const download = (stream: Readable | Buffer, options: Download['options']) => new Download(stream, options);
