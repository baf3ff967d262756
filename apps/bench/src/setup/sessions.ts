import type { INestApplicationContext } from '@nestjs/common';
import { Sessions } from '#libs/identity';
import { KeyRing, UnitOfWork } from '#libs/platform';

/** A signed-in browser: its cookie, and the form token that its pages would carry. */
export interface Browser {
  personId: string;
  token: string;
  cookie: string;
  formToken: string;
}

export async function signIn(app: INestApplicationContext, personId: string): Promise<Browser> {
  const { token } = await app
    .get(UnitOfWork)
    .run((tx) => app.get(Sessions, { strict: false }).start(tx, personId, { ip: '127.0.0.1' }, 'bench'));
  const formToken = app.get(KeyRing).mac(`session:${token}`, 'form-token');
  return { personId, token, cookie: `hvs_session=${token}`, formToken };
}
