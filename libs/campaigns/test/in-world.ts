import { UnitOfWork, type Tx } from '#libs/platform';
import type { TestContext } from '#libs/testing';
import { loadWorld } from './load-world.js';
import type { World } from './world.js';

class Undo extends Error {}

/** Every world has the database to itself: whatever a run writes is rolled back. */
export async function inWorld(context: TestContext, world: World, look: (tx: Tx) => Promise<void>): Promise<void> {
  const run = context.get(UnitOfWork).run(async (tx) => {
    await loadWorld(tx, world);
    await look(tx);
    throw new Undo();
  });
  await run.catch((error) => {
    if (!(error instanceof Undo)) throw error;
  });
}

export const sorted = <T>(map: Map<string, T>): Record<string, T> =>
  Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
