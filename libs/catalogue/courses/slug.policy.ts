import { fold } from '#libs/platform';

const MAX_SLUG = 80;

/** The words of a title as a web address has them: without tones, joined by hyphens, cut between words. */
export function slugOf(title: string): string {
  const words = fold(title)
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  let slug = '';
  for (const word of words) {
    const longer = slug ? `${slug}-${word}` : word;
    if (longer.length > MAX_SLUG) break;
    slug = longer;
  }
  return slug || (words[0]?.slice(0, MAX_SLUG) ?? '');
}

export const isSlug = (text: string): boolean => text.length <= MAX_SLUG && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
