import type { QuizContent } from '#libs/assessment';
import { ImportCourse, Modules, type ModuleContent } from '#libs/catalogue';
import { Grants, People, Sessions, type Role } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { Visitor, type Answer } from '../browserless.js';
import { createWebContext, type WebContext } from '../web-context.js';

export const COURSE = 'dich-vu-cong-truc-tuyen';

/** A studio with the modules of course A, two who write and one who reviews, all without JavaScript. */
export class StudioDesk {
  module!: { id: string; slug: string; desk: string };

  private constructor(
    readonly context: WebContext,
    /** Reviews too, but never the own work. */
    readonly author: Visitor,
    readonly colleague: Visitor,
    readonly reviewer: Visitor,
  ) {}

  static async open(): Promise<StudioDesk> {
    const context = await createWebContext();
    await context.get(ImportCourse).fromFolder('seed/courses/a-dich-vu-cong-truc-tuyen');
    const person = (name: string, ...roles: Role[]) => visitorOf(context, name, roles);
    return new StudioDesk(
      context,
      await person('Lò Thị Mai', 'author', 'reviewer'),
      await person('Vàng A Páo', 'author'),
      await person('Tẩn Thị Ín', 'reviewer'),
    );
  }

  close(): Promise<void> {
    return this.context.close();
  }

  /** Turns to a module on which nothing is being written. */
  async use(slug: string): Promise<void> {
    const { moduleId } = await this.context.get(Modules).bySlug(COURSE, slug);
    this.module = { id: moduleId, slug, desk: `/bien-soan/${moduleId}` };
    await this.context.db.query('DELETE FROM module_draft');
  }

  lesson(position = 1): string {
    return `${this.module.desk}/bai/${position}`;
  }

  async draft(): Promise<ModuleContent | undefined> {
    const [row] = await this.context.db.query('SELECT content FROM module_draft WHERE module_id = $1', [
      this.module.id,
    ]);
    return row?.content;
  }

  async quiz(): Promise<QuizContent> {
    return (await this.draft())?.parts.assessment as QuizContent;
  }
}

async function visitorOf(context: WebContext, fullName: string, roles: Role[]): Promise<Visitor> {
  const token = await context.get(UnitOfWork).run(async (tx) => {
    const personId = await context.get(People).create(tx, { fullName, birthYear: 1980 });
    for (const role of roles) {
      await context.get(Grants).grant(tx, { personId, role, unitIds: [], from: '2026-01-01', by: null });
    }
    return (await context.get(Sessions).start(tx, personId, {}, 'test')).token;
  });
  return new Visitor(context.app, { hvs_session: token });
}

/** Opens a form and sends it with some fields typed over; `from` is the page to fill in, when it is already open. */
export async function fill(
  who: Visitor,
  path: string,
  fields: Record<string, string | string[]>,
  from?: string,
): Promise<Answer> {
  const html = from ?? (await who.get(path)).body;
  return who.post(path, { ...fieldsOf(html), ...fields }, { follow: false });
}

export const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

export const hidden = (html: string, name: string): string =>
  html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? '';

/** What a browser would send of the page's largest form. */
export function fieldsOf(html: string): Record<string, string | string[]> {
  const forms = html.match(/<form[^>]*>[\s\S]*?<\/form>/g) ?? [];
  const form = forms.sort((a, b) => b.length - a.length)[0] ?? '';
  const fields: Record<string, string[]> = {};
  const add = (name: string | undefined, value: string) =>
    name && name !== '_csrf' && (fields[name] ??= []).push(value);
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    if (/type="(radio|checkbox)"/.test(tag) && !/ checked/.test(tag)) continue;
    add(tag.match(/name="([^"]*)"/)?.[1], unescape(tag.match(/ value="([^"]*)"/)?.[1] ?? ''));
  }
  for (const [, name, value] of form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g)) {
    add(name, unescape(value!));
  }
  for (const [, name, options] of form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    add(name, options!.match(/value="([^"]*)" selected/)?.[1] ?? '');
  }
  return fields;
}

export const unescape = (html: string) =>
  html
    .replace(/&quot;/g, '"')
    .replace(/&#x27;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#x3D;/g, '=')
    .replace(/&amp;/g, '&');
