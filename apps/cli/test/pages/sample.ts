import type { DemoSite } from './demo-site.js';

type Find = (site: DemoSite) => Promise<string>;
type Address = string | Find;

/** Where a route is looked at; `as` is a demo account's phone, or a person's id, when the permission does not choose well. */
export type Sample = Address | { path: Address; as: Address };
