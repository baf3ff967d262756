/** Pages that lead nowhere once one is signed in. */
const DOORS = /^\/dang-(nhap|ky|xuat)(\/|$)/;

/**
 * Where to go after signing in: a path of this site, percent-encoded, or the first page. Anything a browser could read as
 * another site (`//host`, `/\host`, `/.//host`, a tab in between) is refused: the address is read as a browser reads it.
 */
export function safeReturnPath(path: unknown): string {
  if (typeof path !== 'string' || path.length > 1000 || !path.startsWith('/')) return '/';
  if (!URL.canParse(path, HERE)) return '/';
  const url = new URL(path, HERE);
  if (url.origin !== HERE || url.pathname.startsWith('//') || DOORS.test(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}

const HERE = 'http://site.invalid';
