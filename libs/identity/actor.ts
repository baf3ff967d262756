import type { RequestOrigin } from '#libs/platform';
import type { Role } from './permissions.js';

/** Who is asking, with everything the permission checks need: read once with the session. */
export interface Actor {
  personId: string;
  displayName: string;
  accountId: string | null;
  sessionId: string | null;
  via: 'session' | 'token';
  /** The use of their data is restricted: nothing new is kept of their learning. */
  restricted?: boolean;
  /** Under sixteen, and no guardian has consented yet; restricted until then. */
  awaitsGuardian?: boolean;
  /** Signed in with a card on anybody's phone: learning only, whatever roles the person has. */
  byCard?: boolean;
  grants: { role: Role; unitIds: string[] }[];
  origin: RequestOrigin;
}
