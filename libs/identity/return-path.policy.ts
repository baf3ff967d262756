/** Where to go after signing in: a path of this site, or the first page. Anything that could leave the site is refused. */
export function safeReturnPath(path: unknown): string {
  if (typeof path !== 'string' || !/^\/(?![/\\])/.test(path) || /[\\\s\u0000-\u001f]/.test(path)) return '/';
  return new URL(path, 'http://site.invalid').origin === 'http://site.invalid' ? path : '/';
}
