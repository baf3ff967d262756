import type { Tree } from '#libs/organisation';

/** The tree whose units list people of a capacity. Capacities not named here may stand in any. */
const TREES: Record<string, Tree> = { official: 'state', party_member: 'party', citizen: 'territory' };

export const fitsTree = (capacity: string, tree: Tree): boolean => (TREES[capacity] ?? tree) === tree;
