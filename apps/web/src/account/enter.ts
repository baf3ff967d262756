import type { FastifyReply, FastifyRequest } from 'fastify';
import { STEP_MINUTES, type Entered } from '#libs/identity';
import type { RuntimeConfig } from '#libs/platform';
import { seeOther, type SeeOther } from '../shell/page.js';
import { clearSessionCookie, setSessionCookie } from '../shell/session.hook.js';
import { withReturn } from './return-path.js';

const STEP_COOKIE = 'hvs_step';
/** The browser sends it to the doors and nowhere else. */
const STEP_PATH = '/dang-nhap';

export const stepPaths = { code: '/dang-nhap/buoc-hai', 'set-up': '/dang-nhap/thiet-lap' };

export const stepToken = (request: FastifyRequest): string | undefined => request.cookies[STEP_COOKIE];

/** After a first proof: into the site, or to the step that is still owed. */
export function enter(
  request: FastifyRequest,
  reply: FastifyReply,
  entered: Entered,
  next: string,
  config: RuntimeConfig,
  notice?: string,
): SeeOther {
  if (entered.step) {
    clearSessionCookie(reply, request);
    void reply.setCookie(STEP_COOKIE, entered.step.token, {
      path: STEP_PATH,
      httpOnly: true,
      sameSite: 'lax',
      secure: config.baseUrl.startsWith('https:'),
      maxAge: STEP_MINUTES * 60,
    });
    return seeOther(withReturn(stepPaths[entered.step.need], next), { notice });
  }
  setSessionCookie(reply, request, entered.token, config);
  return seeOther(next, { notice });
}

export function clearStepCookie(reply: FastifyReply): void {
  void reply.clearCookie(STEP_COOKIE, { path: STEP_PATH });
}
