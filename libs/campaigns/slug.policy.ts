/**
 * A campaign's pages stand under its slug beside pages with addresses of their own, which a campaign of the same name
 * would hide behind. The test of the routes holds this list to what stands there.
 */
export const RESERVED_SLUGS: readonly string[] = ['chot', 'dieu-chinh', 'luot-hoan-thanh', 'tep'];

/** Answers a code, or null. */
export function slugProblem(slug: string): string | null {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)) return 'campaign.slug-invalid';
  return RESERVED_SLUGS.includes(slug) ? 'campaign.slug-reserved' : null;
}
