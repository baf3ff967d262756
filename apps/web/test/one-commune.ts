import { Units } from '#libs/organisation';
import { UnitOfWork } from '#libs/platform';
import type { WebContext } from './web-context.js';

/** The id of a commune to sign up in: Bình Lư, the only one of its province. */
export function oneCommune(context: WebContext): Promise<string> {
  return context.get(UnitOfWork).run(async (tx) => {
    const make = (code: string, kind: string, name: string, parentId: string | null) =>
      context.get(Units).create(tx, { tree: 'territory', code, kind, name, parentId, validFrom: '2025-07-01' });
    return make('03390', 'commune', 'Xã Bình Lư', await make('12', 'province', 'Tỉnh Lai Châu', null));
  });
}
