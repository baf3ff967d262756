/** Pages that lead nowhere once one is signed in. */
const DOORS = /^\/dang-(nhap|ky|xuat)(\/|$)/;

/**
 * Where to go after signing in: a path of this site, percent-encoded, or the first page. Anything a browser could read as
 * another site (`//host`, `/\host`, `/.//host`, a scheme, control characters) is refused.
 */
export function safeReturnPath(path: unknown): string {
  if (typeof path !== 'string' || path.length > 1000 || !path.startsWith('/')) return '/';
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (/[\\\s\u0000-\u001f\u007f]/.test(path)) return '/';
  if (!URL.canParse(path, HERE)) return '/';
  const url = new URL(path, HERE);
  if (url.origin !== HERE || url.pathname.startsWith('//') || DOORS.test(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}

const HERE = 'http://site.invalid';
