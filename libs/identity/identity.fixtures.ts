import { Messages } from '#libs/notifications';
import { Units } from '#libs/organisation';
import { UnitOfWork } from '#libs/platform';
import type { Entered } from './security/entrance.service.js';
import type { SignUpForm } from './sign-up-form.policy.js';

/** What the suites of this lib share. */
interface Services {
  get<T>(type: abstract new (...args: never[]) => T): T;
}

export const ORIGIN = { ip: '10.1.2.3', port: 40_000 };

export async function makeCommune({ get }: Services, code = '03390'): Promise<string> {
  return get(UnitOfWork).run((tx) =>
    get(Units).create(tx, {
      tree: 'territory',
      code,
      kind: 'commune',
      name: `Xã ${code}`,
      parentId: null,
      validFrom: '2025-07-01',
    }),
  );
}

export function signUpForm(communeId: string, change: Partial<SignUpForm> = {}): SignUpForm {
  return {
    fullName: 'Lò Thị Mai',
    phone: '0912 345 678',
    password: 'ruộng bậc thang',
    birthYear: 1968,
    communeId,
    consent: true,
    ...change,
  };
}

/** The code of the newest message to a phone (E.164). */
export async function codeSentTo({ get }: Services, phone: string): Promise<string> {
  const message = (await get(Messages).inSink(200)).find(({ to }) => to === phone);
  const code = message?.text.match(/\d{6}/)?.[0];
  if (!code) throw new Error(`no code was sent to ${phone}`);
  return code;
}

/** A code that is not the given one. */
export const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** The session of someone who owes no second step. */
export function sessionOf(entered: Entered): string {
  if (entered.token === null) throw new Error(`a second step is owed: ${entered.step.need}`);
  return entered.token;
}
