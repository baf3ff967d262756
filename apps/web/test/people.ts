import { Grants, People, Sessions, type Role } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { Visitor } from './browserless.js';
import type { WebContext } from './web-context.js';

/** Somebody with these roles everywhere, signed in, without JavaScript. */
export async function signedIn(context: WebContext, fullName: string, ...roles: Role[]): Promise<Visitor> {
  const token = await context.get(UnitOfWork).run(async (tx) => {
    const personId = await context.get(People).create(tx, { fullName, birthYear: 1980 });
    for (const role of roles) {
      await context.get(Grants).grant(tx, { personId, role, unitIds: [], from: '2026-01-01', by: null });
    }
    return (await context.get(Sessions).start(tx, personId, {}, 'test')).token;
  });
  return new Visitor(context.app, { hvs_session: token });
}

/** A page's words without its marks. */
export const wordsOf = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

/** The value of a page's hidden field. */
export const hiddenIn = (html: string, name: string): string =>
  html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? '';
