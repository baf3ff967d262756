import type { Unsent } from './keep.js';

/**
 * `saved`: the server says it has the answer. `over`: the attempt was handed in. `again`: it takes the answer once the
 * sender has signed in or has a fresh page. `refused`: it never will. `later`: no answer, or a busy server. `portal`:
 * somebody else answered in the server's place.
 */
export type Outcome = 'saved' | 'over' | 'again' | 'refused' | 'later' | 'portal';

export interface Answered {
  outcome: Outcome;
  /** Where to go when the attempt is over. */
  next?: string;
}

/** After this long without an answer a sending is given up. */
const GIVE_UP_MS = 15_000;
const AGAIN = ['session.over', 'sign-in.required', 'form.token-stale'];
/** Network authentication required (RFC 6585): what an honest captive portal answers. */
const WANTS_SIGN_IN = 511;

export async function send(one: Unsent, formToken: string): Promise<Answered> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), GIVE_UP_MS);
  try {
    const response = await fetch(one.path, {
      method: 'POST',
      body: fieldsOf(one, formToken),
      headers: { accept: 'application/json' },
      // The server redirects no script: whoever does is another.
      redirect: 'manual',
      cache: 'no-store',
      signal: giveUp.signal,
    });
    return await read(response, one);
  } catch {
    return { outcome: 'later' };
  } finally {
    clearTimeout(timer);
  }
}

function fieldsOf({ attemptId, questionId, answer, senderId, turn }: Unsent, formToken: string): URLSearchParams {
  const fields = new URLSearchParams({ _csrf: formToken, attemptId, questionId, senderId, turn: String(turn) });
  for (const value of answer) fields.append('answer', value);
  return fields;
}

async function read(response: Response, one: Unsent): Promise<Answered> {
  if (response.type === 'opaqueredirect' || response.status === WANTS_SIGN_IN) return { outcome: 'portal' };
  const type = response.headers.get('content-type') ?? '';
  if (response.ok) {
    const told = /\bjson\b/.test(type) ? await response.json() : null;
    // An answer of ours names what it was asked.
    if (told?.questionId !== one.questionId || told.turn !== one.turn) return { outcome: 'portal' };
    return { outcome: told.saved ? 'saved' : 'over', next: told.next };
  }
  if (response.status >= 500 || response.status === 429) return { outcome: 'later' };
  if (!type.includes('problem+json')) return { outcome: 'portal' };
  return { outcome: AGAIN.includes((await response.json()).code) ? 'again' : 'refused' };
}
